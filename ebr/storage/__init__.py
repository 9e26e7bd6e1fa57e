"""The station's store: the sealed log, what is folded from it, and the keys; the only SQL of a station."""
