"""The only door to a station: `door.Station` does and asks; `questions` are what may be asked, and the plain answers.

Nothing is imported here, so that a screen can name a question without loading the store (the first paint waits for
every import).
"""
