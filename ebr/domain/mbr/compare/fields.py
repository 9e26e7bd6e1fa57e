"""What differs between two states of one part, field by field along the shape of the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ebr.domain.canonical import Json
from ebr.domain.mbr.compare.levels import OWN_PARTS
from ebr.domain.mbr.document import part_to_json
from ebr.domain.mbr.shape import Field, fields_of

Difference = tuple[str, Json, Json]
"""Dotted field, value before, value after; None for what is absent."""


def differences(was: Any, now: Any, path: str = "") -> Iterator[Difference]:  # noqa: ANN401 - any part of the model
    """Yield every field that differs between two parts of the same class, without the parts in them that have ids."""
    for f in fields_of(type(now)):
        before, after = getattr(was, f.name), getattr(now, f.name)
        if before != after and (type(now), f.name) not in OWN_PARTS:
            yield from _of_field(f, before, after, f"{path}{f.name}")


def _of_field(f: Field, was: Any, now: Any, path: str) -> Iterator[Difference]:  # noqa: ANN401
    if f.form == "part" and was is not None and now is not None:
        yield from differences(was, now, f"{path}.")
    elif f.form == "limits_by_name":
        yield from _by_name(dict(was), dict(now), path)
    else:
        yield path, _json(was), _json(now)


def _by_name(was: dict[str, Any], now: dict[str, Any], path: str) -> Iterator[Difference]:
    for name in dict.fromkeys([*was, *now]):
        if name in was and name in now:
            yield from differences(was[name], now[name], f"{path}.{name}.")
        else:
            yield f"{path}.{name}", _json(was.get(name)), _json(now.get(name))


def _json(value: Any) -> Json:  # noqa: ANN401
    if isinstance(value, tuple):
        return list(value)
    if value is None or isinstance(value, str | bool | int):
        return value
    return part_to_json(value)
