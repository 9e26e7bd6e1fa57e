"""What the program does in a second beside what its parts could do at most: the ratios of record-and-sync.md, measured.

.venv/bin/python -m tests.bench                a table; about five minutes on two cores
.venv/bin/python -m tests.bench --quick        small sizes: is it alive? the figures mean little
.venv/bin/python -m tests.bench --only verify  the groups whose names contain the word

Each ratio is measured in one run, both sides taking turns, and is the ratio of the medians. A peer that is not installed
gives `holds: null`, never true.
"""
