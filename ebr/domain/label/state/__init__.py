"""What is true of one version of a label template: its text, who wrote, checked, approved it, whether in force."""

from __future__ import annotations

from ebr.domain.label.state.apply import apply, start
from ebr.domain.label.state.model import LabelState, Life, Step
from ebr.domain.label.state.template import Template

__all__ = ["LabelState", "Life", "Step", "Template", "apply", "start"]
