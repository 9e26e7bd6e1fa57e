"""A report as PDF/A-3b: drawn with ReportLab, finished with pikepdf, sealed with pyHanko, and read back to be compared.

`draw.draw(document, attachments)` gives the finished, unsigned bytes; `sign.sign` seals them with the station's
certificate; `read` tells what stands in a file and `compare` whether it is what the record draws. Import these
modules late: they load large libraries.
"""
