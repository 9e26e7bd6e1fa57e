"""One seed is one history: stations, a centre and people with bad intentions, played by the real code and checked at its end.

.venv/bin/python -m tests.simulation                 2,000 histories
.venv/bin/python -m tests.simulation --soak          20,000 histories
.venv/bin/python -m tests.simulation --seed 4711     one history, told step by step
.venv/bin/python -m tests.simulation --attacks       the table of attacks: what was done, who finds it, by which code
"""
