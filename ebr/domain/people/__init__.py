"""People: who they are, what they may do, with which keys they sign."""
