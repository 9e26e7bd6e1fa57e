"""How entries travel between stations: the verbs of every other side, the central store, rounds and bundles."""
