"""Product review: the batches of one master beside each other."""
