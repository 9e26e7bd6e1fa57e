"""Whole batches on the real screens: by keyboard only, by touch only, by scanner with password.

Each plays an example record from issue to report with all its people: wrong scans, values out of limits and their
exceptions, corrections, second persons in sheets, holds, hand-overs, results after release. What the hands did is read
back from the record at the end.
"""

from __future__ import annotations

import pytest

from ebr.cli.verify import look_at if False else None
