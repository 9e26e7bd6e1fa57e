"""What the set-up tells the person in front of it: plain sentences, one a line, at once."""

from __future__ import annotations

import sys


class Stopped(Exception):  # noqa: N818 - not an error of the program: something the person has to do first
    """The set-up cannot go on; the text says why and gives the exact line that helps."""


def say(sentence: str) -> None:
    """Show one sentence now, also when the output goes to a file."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def complain(sentence: str) -> None:
    """Show what stopped the set-up, apart from the ordinary output."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
