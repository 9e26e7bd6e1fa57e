"""What is being founded stays with the window, not with the screen: a look into the help must not lose a shown half."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from ui.first_start.presenter import FirstStartPresenter

PROPERTY: Final = "founding"


def keep(host: QWidget, presenter: FirstStartPresenter | None) -> None:
    """Keep what is being founded, or forget it with None."""
    host.setProperty(PROPERTY, presenter)


def kept(host: QWidget) -> FirstStartPresenter | None:
    """Return what is being founded in this window, or None."""
    found = host.property(PROPERTY)
    return found if isinstance(found, FirstStartPresenter) else None
