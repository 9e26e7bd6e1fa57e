"""A station: its log, presences, locks, clock and settings."""
