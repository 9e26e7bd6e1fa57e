"""Review of batches by exception: what to look at, the proof of the rest, sections read, audit trail, questions."""
