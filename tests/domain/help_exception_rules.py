"""Writes the help about the rules of review from the rules themselves: each with its class, clause and a seeded fault as example.

python -m tests.domain.help_exception_rules     writes the pages anew; a test compares them
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ebr import paths
from ebr.domain.batch.rules.sweep import MOMENT, PASS, RECORD, Rule
from ebr.domain.batch.state.model import SEVERITIES
from ebr.wording import rule_words
from ebr.wording.rules import RECORD as RECORD_WORDS
from ebr.wording.rules import RULES as RULE_WORDS
from ebr.wording.sentences import choices
from ebr.wording.sweep import FAMILIES
from tests.domain.sweep_published import FAULTS
from tests.domain.test_sweep_faults import named, seeded

PLACE = re.compile(r"\{\w+\}")
CLASSES = {
    "alert": "by policy (alert)",
    "out": "by policy (out of limits)",
    "other": "by policy",
    **{severity: severity for severity in SEVERITIES},
}
VALUES = ("limits", "trend", "entries", "changes", "devices", "readings", "identity", "use", "holds")
TIMES = ("times", "pace", "clocks", "flow", "balance", "arithmetic", "labels")
"""Families on the page about values and on the one about times; all others stand with people."""
HEADS = {
    "exception-rules": """\
# Rules of review

Review by exception rests on rules and on nothing that learns. Each rule has a clause, a class and an example. The class is
the least one; where the policy decides, it also counts how critical the entry is and how far it is from its limit.

Rules are looked at twice: at the moment something is entered, and in one pass over the whole batch when production is
completed. The pass raises what nobody raised before and says nothing twice. `ebr review` shows the pass at any time.

- [At the moment of entry, and about the record](exception-rules-moment): what becomes an exception at once, and what quality decides
- [Values and use](exception-rules-values): what the pass finds in entries
- [Times, sequence, arithmetic](exception-rules-times): what it finds around them
- [People, versions, release](exception-rules-people): who acted, by which version, and how the batch left

Every example of the pass is tried in a clean batch by the tests of the program, and clean batches raise nothing.

## For programs

`ebr review BATCH --station DIR --json` prints one object; the same record gives the same text. `mbr` names the version of the
master with its hash, `conforms` and `proof` say how much is as it should be, `blockers` what a review waits for, and `flags` is the list:

- `rule`, `family`, `severity` (minor, major, critical), `words`
- `state`: open (somebody decides), decided, noted (to be seen); `source`: exception, pass, record
- `why`: `step` with number and title, `mbr_line` with address and label, `clause`; empty where it is about the whole batch
- `where`, `item`: the entry with its rounds and the row; `parameters`: the figures of the words
- `exception`, `decision`, `weakness`: what it is decided by; `also`: other rules that say the same of the same entry
""",
    "exception-rules-values": """\
# Rules of review: values and use

What the pass over a whole batch looks for in entries, as [rules of review](exception-rules) says. "Raised" becomes an exception when
production is completed; "listed" asks for a look of the reviewer and no decision.

""",
    "exception-rules-moment": """\
# Rules of review: the moment of entry, the record

What becomes an exception while somebody works, and what the verifier found in the record, as [rules of review](exception-rules) says.
""",
    "exception-rules-times": """\
# Rules of review: times, sequence, arithmetic

What the pass over a whole batch looks for around the entries, as [rules of review](exception-rules) says. "Raised" becomes an exception
when production is completed; "listed" asks for a look of the reviewer and no decision.

""",
    "exception-rules-people": """\
# Rules of review: people, versions, release

What the pass over a whole batch looks for about who acted, as [rules of review](exception-rules) says. "Raised" becomes an exception
when production is completed; "listed" asks for a look of the reviewer and no decision.

""",
}


def pages() -> dict[str, str]:
    """Return the text of each page."""
    passed: dict[str, dict[str, Rule]] = {"values": {}, "times": {}, "people": {}}
    for name, rule in PASS.items():
        passed["values" if rule.family in VALUES else "times" if rule.family in TIMES else "people"][name] = rule
    return {
        "exception-rules": HEADS["exception-rules"],
        "exception-rules-moment": "".join((HEADS["exception-rules-moment"], *_moment(), *_record())),
        **{
            f"exception-rules-{page}": HEADS[f"exception-rules-{page}"] + "".join(_pass(rules))
            for page, rules in passed.items()
        },
    }


def _moment() -> Iterator[str]:
    yield "\n## Raised at the moment\n\n"
    for name, rule in MOMENT.items():
        yield _line(name, rule, "", _template(RULE_WORDS, name))


def _record() -> Iterator[str]:
    yield "\n## Weaknesses of the record, decided by quality\n\n"
    for name, rule in RECORD.items():
        said = next(key for key in RECORD_WORDS if key.partition(".")[0] == name)
        yield _line(name, rule, "", _template(RECORD_WORDS, said))


def _pass(rules: Mapping[str, Rule]) -> Iterator[str]:
    for name, rule in rules.items():
        fault = next(fault for fault in FAULTS if fault.rule == name)
        flag = next(flag for flag in seeded(fault).flags() if name in named(flag))
        words = rule_words(name, flag.params)
        yield _line(name, rule, ", raised" if rule.raises else ", listed", f"{fault.words}: “{words}”")


def _template(table: Mapping[str, str | tuple[str, ...]], name: str) -> str:
    return PLACE.sub("…", choices(table, name)[0])


def _line(name: str, rule: Rule, how: str, words: str) -> str:
    return f"- **{name}** ({FAMILIES[rule.family]}; {CLASSES[rule.how]}{how}): {words} [{rule.clause}]\n"


if __name__ == "__main__":
    for page, text in pages().items():
        (paths.resources() / "help" / f"{page}.md").write_text(text, encoding="utf-8")
