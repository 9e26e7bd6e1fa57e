"""Adding a picture or document to a step: chosen in a sheet, looked at, kept with the record, named by its hash."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ebr.domain.refusal import Refusal
from ebr.wording import refusal_words
from ebr.words import tr
from ui.editor.presenter import EditorPresenter
from ui.media.loading import PDF, showable
from ui.pages.choose import PathContent, choose_path

if TYPE_CHECKING:
    from ui.session import Session

TYPES: Final[Mapping[str, str]] = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".pdf": PDF}
"""What a step can show, by the ending of the file's name."""


def add_media(session: Session, presenter: EditorPresenter, step: str) -> PathContent:
    """Ask for a file and its label, keep the file, and put it behind what the step shows already."""

    def act(path: Path, done: Callable[[str], bool]) -> None:
        label = content.extra.text().strip() if content.extra is not None else ""
        media = TYPES.get(path.suffix.lower(), "")
        presenter.desk.beside(lambda: showable(path, media), lambda can: looked(path, media, label, done, can=can))

    def looked(path: Path, media: str, label: str, done: Callable[[str], bool], *, can: Any) -> None:
        if can is not True:
            done(tr("{name} cannot be shown. Choose a PNG, JPEG or PDF file.", name=path.name))
            return
        presenter.desk.attach(path, path.name, media, lambda value: kept(value, label, done))

    def kept(value: Mapping[str, str] | Refusal, label: str, done: Callable[[str], bool]) -> None:
        if isinstance(value, Refusal):
            done(refusal_words(value))
        elif done(""):
            shown = {name: value[name] for name in ("sha256", "name", "media")}
            if presenter.do(lambda work: work.add_inner(step, "media", {**shown, "label": label})):
                presenter.save()  # from now on an entry names the file, also when the addition is undone

    content = choose_path(
        session,
        tr("Add picture or document"),
        tr("Add to the step"),
        act,
        endings=tuple(TYPES),
        words=tr("PNG, JPEG or PDF, at most 25 MiB. It is kept with the record and shown with the instruction."),
        extra=tr("Label"),
    )
    return content
