"""Frozen dataclasses as plain data and back: what is kept as JSON comes out as it went in."""

from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def read(kind: type[T], data: Any) -> T:
    """The object of a (frozen data)class whose ``asdict`` is ``data``; names that it does not know are passed over."""
    found: T = _read(kind, data)
    return found


def _read(kind: Any, data: Any) -> Any:
    if data is None or kind is Any:
        return data
    if get_origin(kind) is UnionType:
        return _read(next(part for part in get_args(kind) if part is not type(None)), data)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), data)
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(**{name: _read(hint, data[name]) for name, hint in _hints(kind) if name in data})
    return kind(data) if isinstance(kind, type) and issubclass(kind, Enum) else data


@cache
def _hints(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    """The names and types of a dataclass, worked out once: a score card holds thousands of parts."""
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in fields(kind))


def _tuple(inner: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    parts = [inner[0]] * len(data) if inner[-1] is Ellipsis else inner
    return tuple(_read(part, item) for part, item in zip(parts, data, strict=True))
