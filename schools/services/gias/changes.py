"""What a row of the register changes at a school that we know."""

from typing import Any

from schools.choices import ChangeKind, Phase
from schools.models import School

PLACES = ("street", "postcode", "easting", "northing")
CALLED = {field.name: field.verbose_name for field in School._meta.fields}
AGES = ("phase", "low_age", "high_age")


def differing(school: School, values: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Each field that changes: what it was and what it becomes."""
    return {
        name: (getattr(school, name), value)
        for name, value in values.items()
        if getattr(school, name) != value
    }


def told(found: dict[str, tuple[Any, Any]]) -> list[tuple[ChangeKind, str, str]]:
    """The changes in words: kind, before, after. What was not known before is a detail."""
    out: list[tuple[ChangeKind, str, str]] = []
    if "open" in found:
        out.append((ChangeKind.REOPENED if found["open"][1] else ChangeKind.CLOSED, "", _closing(found)))
    for kind, names in ((ChangeKind.RENAMED, ("name",)), (ChangeKind.TYPE, ("type",))):
        out += [(kind, *_words(name, found)) for name in names if name in found]
    for kind, group in ((ChangeKind.MOVED, PLACES), (ChangeKind.AGES, AGES)):
        changed = [name for name in group if name in found and found[name][0] not in ("", None)]
        if changed:
            before, after = zip(*(_words(name, found) for name in changed), strict=True)
            out.append((kind, ", ".join(before), ", ".join(after)))
    return out or [(ChangeKind.DETAILS, "", ", ".join(_called(name) for name in found))]


def _closing(found: dict[str, tuple[Any, Any]]) -> str:
    day = found.get("closed", (None, None))[1]
    return f"on {day:%d-%m-%Y}" if day else ""


def _words(name: str, found: dict[str, tuple[Any, Any]]) -> tuple[str, str]:
    return _shown(name, found[name][0]), _shown(name, found[name][1])


def _shown(name: str, value: Any) -> str:
    if name == "phase":
        return str(Phase(value).label)
    label = {"low_age": "from age ", "high_age": "to age ", "easting": "easting ", "northing": "northing "}
    return f"{label.get(name, '')}{value}"


def _called(name: str) -> str:
    return str(CALLED[name])
