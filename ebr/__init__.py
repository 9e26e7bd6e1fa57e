"""An electronic batch record in which every fact is a sealed entry; `ebr.station` is the only door."""

from __future__ import annotations

__version__ = "0.1.0"
