"""What is true of one version of a building block: its text, who wrote it, who approved it, whether it may be taken."""

from __future__ import annotations

from ebr.domain.block.state.apply import apply, start
from ebr.domain.block.state.model import Approval, BlockState, Life, Other

__all__ = ["Approval", "BlockState", "Life", "Other", "apply", "start"]
