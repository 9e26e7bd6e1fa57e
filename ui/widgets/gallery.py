"""Pictures of the kit: `python -m ui.widgets.gallery OUT_DIR` draws compositions in all themes and two sizes as PNG.

For authors of screens and for looking at a change of the kit; not a command of the program.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from ui.theme import Theme, apply, prepare
from ui.theme.tokens import THEMES
from ui.widgets.gallery_scenes import SCENES

SIZES = ((1280, 800), (1920, 1080))
SETTLES = 6
"""A layout asks for another: columns, then cards, then what is in them."""


def build(name: str, theme: Theme, size: tuple[int, int]) -> QWidget:
    """A composition, shown at a size and settled."""
    scene = SCENES[name](theme)
    scene.resize(*size)
    scene.show()
    scene.activateWindow()
    for _ in range(SETTLES):
        QApplication.processEvents()
    opened = scene.property("after")
    if callable(opened):
        opened()
    for _ in range(SETTLES):
        QApplication.processEvents()
    return scene


def main(folder: Path, scale: float = 1.0) -> None:
    """Draws everything into `folder`."""
    prepare()
    app = QApplication.instance() or QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    for name in THEMES:
        theme = Theme(name, scale)
        apply(app, theme)  # type: ignore[arg-type]
        for size in SIZES:
            for scene in SCENES:
                window = build(scene, theme, size)
                window.grab().save(str(folder / f"{scene}_{name}_{size[0]}.png"))
                window.close()
                window.deleteLater()
                QApplication.processEvents()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 1.0)  # noqa: PLR2004 - optional scale
