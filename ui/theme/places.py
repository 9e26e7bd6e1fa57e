"""Where the shipped resources of the screens lie, in the source tree and in the packaged program alike."""

from __future__ import annotations

from typing import Final

from ebr import paths

FONTS: Final = paths.resources() / "fonts"
ICONS: Final = paths.resources() / "icons"
STYLE: Final = paths.resources() / "style" / "app.qss"
