"""What happens to confirmed entries when the program is killed or the power is cut: the real storage code, counted.

.venv/bin/python -m tests.durability            100 kills, 300 power cuts, syncs per action
.venv/bin/python -m tests.durability --soak     10,000 kills, 20,000 power cuts
"""
