"""Master batch records to and from other people's files: BatchML recipes, Word and Excel forms.

Whatever comes in is a draft (`ebr.exchange.imported`): each part that was guessed carries a mark in its note which the
check of a master batch record reports as an error until an author has removed it, and whatever a file says that has no
place in our model is listed with its place in the file. Nothing is dropped silently and nothing is approved by having
been imported (21 CFR 211.186(a)).

Files come from anywhere, so every reader here is its own and small: one XML reader that knows no document type and
therefore no entity (`xml_tree`), one reader of zip containers with bounds (`forms.container`). No library reads foreign
bytes for us, and none is needed while the program runs.
"""
