"""The command line of the set-up. Kept readable for any Python 3, so that one which is too old is told so in words."""

import sys

NEEDED = (3, 11)


def too_old(version: "tuple[int, ...]") -> "str | None":
    """Return the sentence for a Python that is too old, or None."""
    if tuple(version[:2]) >= NEEDED:
        return None
    have = "{}.{}".format(*version[:2])  # an old Python must be able to read this line
    return (
        "This program needs Python 3.11 or newer, and this is Python " + have + ".\n"
        "Install a newer Python (Debian 12 and later bring one: apt-get install python3 python3-venv)\n"
        "and start the same line with it, for example: python3.11 -m installer test"
    )


def main() -> int:
    """Run the command named on the command line; return its exit code."""
    sentence = too_old(tuple(sys.version_info[:3]))
    if sentence:
        sys.stderr.write(sentence + "\n")
        return 1
    from installer.commands import run  # its syntax is for Python 3.11 and newer

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
