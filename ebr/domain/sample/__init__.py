"""Samples: what was drawn from a batch and what was found in it (floor-rules 14; 21 CFR 211.160, 211.165)."""
