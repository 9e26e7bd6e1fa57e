"""A scanner is tried: two known codes, and in words what is wrong with what came."""
