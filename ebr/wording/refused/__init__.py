"""What is not possible and the way out, by area: one table each, merged in `ebr.wording.refusals`.

One or two plain sentences: what cannot be done, with its value, limit or name; then what to do. Nobody is blamed.
Several sentences for one code are alternatives (`ebr.wording.sentences`).
"""
