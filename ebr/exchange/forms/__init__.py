"""Word and Excel forms: tables to a draft, everything marked.

`container` opens the file within bounds, `word` and `sheets` read its tables, `columns` recognises what they are about
and `draft` makes the document.
"""
