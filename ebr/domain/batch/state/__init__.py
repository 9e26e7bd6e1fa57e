"""What is true of a batch: the fold of its entries, and the questions rules ask of it."""

from ebr.domain.batch.state.apply import apply, start
from ebr.domain.batch.state.model import BatchState

__all__ = ["BatchState", "apply", "start"]
