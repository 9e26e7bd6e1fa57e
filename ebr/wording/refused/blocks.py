"""Building blocks of the library: adding, approving, withdrawing."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

BLOCKS: Mapping[str, str | tuple[str, ...]] = {
    "block_name": mark(
        "“{block}”, version “{version}”, cannot be a building block. An id has small letters, digits and underscores;"
        " versions are 1, 2, 3 and so on."
    ),
    "block_version_taken": mark(
        "Version {version} of {block} is in the library with another text. A version never changes: add the next one."
    ),
    "block_version_gap": mark("There is no version of {block} before version {version}. Add that one first."),
    "block_unchanged": mark("Nothing differs from version {version} of {block}. Change something first."),
    "block_level": mark("{block} is a step in one version and an operation in another. Give it another id."),
    "block_level_unknown": mark("“{level}” cannot be a building block. Steps and operations can."),
    "block_unknown": mark("Version {version} of {block} is not in the library of this station."),
    "block_withdrawn": mark("Version {version} of {block} was withdrawn. Take another version."),
    "block_approved_already": mark("Version {version} of {block} is approved already."),
    "block_author_approves": mark("{person} wrote this building block. Another person of quality approves it."),
    "block_reason_missing": mark("Say why version {version} of {block} is withdrawn."),
}
