"""A refusal: the expected "no" of a rule, worded for the person and harmless.

A rule returns a `Refusal`; nothing of what was asked is written (the attempt may be: floor-rules 10). It is a code with
parameters, so that the words come from the catalogue (`ebr.words.refusals`) in the person's language, and so that a
test can compare it. It is also an error type: reading a text (an MBR, a number, a file) raises it where returning would
force every caller to unpack. Whatever is not a `Refusal` is a fault of ours.

Every parameter is text, already written the way the person should read it: numbers with their decimals, times with
their zone. A refusal names what blocks, where, and the way out (features.md, small thing 14).
"""

from __future__ import annotations

from typing import Final


class Refusal(Exception):  # noqa: N818 - the domain's word is "refusal"; it is not an error of the program
    """What was asked is not done, and this is why."""

    def __init__(self, code: str, /, **params: str) -> None:
        super().__init__(code, params)
        self.code: Final = code
        self.params: Final[dict[str, str]] = params

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Refusal) and (self.code, self.params) == (other.code, other.params)

    def __hash__(self) -> int:
        return hash((self.code, tuple(sorted(self.params.items()))))

    def __str__(self) -> str:
        inside = ", ".join(f"{name}={text}" for name, text in sorted(self.params.items()))
        return f"{self.code}({inside})"
