"""`ebr mbr contents FILE`: what the rules want a master batch record to contain, present or missing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ebr.cli.options import AsJson
from ebr.cli.speech import say, say_json
from ebr.domain.refusal import Refusal
from ebr.words import tr

File = Annotated[Path, typer.Argument(help="An MBR in its text form (YAML); it may be unfinished.")]


def contents(file: File, as_json: AsJson = False) -> int:
    """List what 21 CFR 211.186 and EU GMP 4.17-4.19 ask for: present or missing, and where.

    Example: ebr mbr contents handrub_f1.yaml
    """
    from ebr.cli.mbr_text import text_of
    from ebr.domain.mbr.check.contents import completeness
    from ebr.domain.mbr.text import read
    from ebr.wording import problem_words
    from ebr.wording.contents import point_words, presence_word

    reading = read(text_of(file), unfinished=True)
    if reading.mbr is None:
        first = reading.problems[0]
        count = str(len(reading.problems))
        raise Refusal("mbr_unreadable", problems=count, line=str(first.line), problem=problem_words(first))
    points = completeness(reading.mbr)
    if as_json:
        say_json(
            [
                {
                    "clause": point.clause,
                    "item": point.item,
                    "present": point.present,
                    "where": list(point.where),
                    "words": point_words(point),
                }
                for point in points
            ]
        )
    else:
        for point in points:
            words = {"presence": presence_word(point), "point": point_words(point), "clause": point.clause}
            say(tr("{presence}: {point} [{clause}] {where}", **words, where=", ".join(point.where)).rstrip())
    return 0 if all(point.present for point in points) else 1
