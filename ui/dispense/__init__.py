"""Weigh and dispense: the pieces of the open material entry (floor-rules 13; 21 CFR 211.101)."""
