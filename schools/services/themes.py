"""The shared vocabulary: themes added, renamed, merged, split and retired, with nothing lost of what they were."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.module_loading import import_string

from hlp import audit, clock, text
from hlp.models import User
from hlp.transitions import StaleEdit
from schools.choices import ThemeAct
from schools.models import Synonym, Theme, ThemeChange
from schools.services.directory import search

MOST_SYNONYMS = 60
LONGEST = 80
LONGEST_DESCRIPTION = 600


@transaction.atomic
def add_theme(
    *,
    name: str,
    description: str = "",
    synonyms: Iterable[str] = (),
    by: User | None,
    at: datetime | None = None,
) -> Theme:
    """Add a theme: check, write it with its synonyms, history, audit. Raises ValidationError by field."""
    moment = at or clock.now()
    name, description = _line(name), text.tidy(description)
    _check(name, description)
    theme = Theme.objects.create(name=name, description=description)
    _write_synonyms(theme, _lines(synonyms))
    _note(theme, ThemeAct.ADDED, by, moment, after=name)
    return theme


@transaction.atomic
def change_theme(
    *,
    theme: Theme,
    name: str,
    description: str,
    synonyms: Iterable[str],
    version: int,
    by: User,
    at: datetime | None = None,
) -> Theme:
    """Rename or describe a theme, or give it other synonyms: lock, check, write, history of each, audit, search index.

    The old name stays with the moment until which it stood, so that what is past can show it. The same again changes
    nothing. Raises StaleEdit, and ValidationError by field.
    """
    moment = at or clock.now()
    row = Theme.objects.select_for_update().get(pk=theme.pk)
    name, description, lines = _line(name), text.tidy(description), _lines(synonyms)
    before = sorted(row.synonyms.values_list("words", flat=True))
    if (row.name, row.description, before) == (name, description, sorted(lines)):
        return row
    if row.version != version:
        raise StaleEdit
    _check(name, description, row)
    if row.name != name:
        _note(row, ThemeAct.RENAMED, by, moment, before=row.name, after=name)
        row.former = [*row.former, {"name": row.name, "until": moment.isoformat()}]
        row.name = name
    if row.description != description:
        _note(row, ThemeAct.DESCRIBED, by, moment, before=row.description, after=description)
        row.description = description
    if before != sorted(lines):
        _note(row, ThemeAct.SYNONYMS, by, moment, before=", ".join(before), after=", ".join(sorted(lines)))
        _write_synonyms(row, lines)
    row.version += 1
    row.save(update_fields=["name", "description", "former", "version"])
    search.refresh_themes([row])
    return row


@transaction.atomic
def merge_themes(*, theme: Theme, into: Theme, version: int, by: User, at: datetime | None = None) -> Theme:
    """Merge a theme into another: lock both, retire it, hand on its words, let each room move what is its own, history.

    What is past keeps the merged theme and its name; what counts from now on counts for the survivor
    (``THEME_MERGERS``). Merging twice changes nothing. Raises StaleEdit, and ValidationError for the core theme, for one
    that is not in use, and for itself.
    """
    moment = at or clock.now()
    rows = {row.pk: row for row in Theme.objects.select_for_update().filter(pk__in=[theme.pk, into.pk])}
    row, other = rows[theme.pk], rows[into.pk]
    if row.merged_into_id == other.pk:
        return other
    if row.version != version:
        raise StaleEdit
    _check_merge(row, other)
    row.retired_at, row.merged_into, row.version = moment, other, row.version + 1
    row.save(update_fields=["retired_at", "merged_into", "version"])
    words = [*other.synonyms.values_list("words", flat=True), row.name]
    words += row.synonyms.values_list("words", flat=True)
    _write_synonyms(other, _unique(words))
    for path in settings.THEME_MERGERS:
        import_string(path)(row, other, by, moment)
    _note(row, ThemeAct.MERGED, by, moment, before=row.name, after=other.name, other=other)
    _note(other, ThemeAct.MERGED, by, moment, before=row.name, after=other.name, other=row)
    search.refresh_themes([row, other])
    return other


@transaction.atomic
def split_theme(
    *, theme: Theme, names: Iterable[str], version: int, by: User, at: datetime | None = None
) -> list[Theme]:
    """Split new themes off one: lock, check, write them, history. The theme stays until somebody retires it.

    Splitting off what was split off already gives the same themes. Raises StaleEdit, and ValidationError where a name is
    taken or none is given.
    """
    moment = at or clock.now()
    row = Theme.objects.select_for_update().get(pk=theme.pk)
    wanted = _unique(_line(name) for name in names)
    if not wanted:
        raise ValidationError({"first": "Enter the name of at least one new theme"})
    known = [one for one in parts_of(row) if one.name in wanted]
    if len(known) == len(wanted):
        return known
    if row.version != version:
        raise StaleEdit
    made = [add_theme(name=name, by=by, at=moment) for name in wanted]
    for one in made:
        _note(row, ThemeAct.SPLIT, by, moment, before=row.name, after=one.name, other=one)
    row.version += 1
    row.save(update_fields=["version"])
    return made


def parts_of(theme: Theme) -> list[Theme]:
    """The themes that were split off one and are still in use."""
    changes = ThemeChange.objects.filter(theme=theme, kind=ThemeAct.SPLIT)
    return list(Theme.objects.in_use().filter(pk__in=changes.values("other")))


@transaction.atomic
def retire_theme(*, theme: Theme, by: User, at: datetime | None = None) -> Theme:
    """Take a theme out of use: it is no longer offered nor proposed; what it tags keeps it. Raises ValidationError."""
    row = Theme.objects.select_for_update().get(pk=theme.pk)
    if not row.is_in_use:
        return row
    if row.is_core:
        raise ValidationError("The core theme stays in use.")
    moment = at or clock.now()
    row.retired_at, row.version = moment, row.version + 1
    row.save(update_fields=["retired_at", "version"])
    _note(row, ThemeAct.RETIRED, by, moment, before=row.name)
    return row


@transaction.atomic
def restore_theme(*, theme: Theme, by: User, at: datetime | None = None) -> Theme:
    """Take a retired theme up again. Raises ValidationError for one that was merged: its findings have moved."""
    row = Theme.objects.select_for_update(of=("self",)).get(pk=theme.pk)
    if row.is_in_use:
        return row
    if row.merged_into:
        raise ValidationError(f"It was merged into {row.merged_into} and cannot be taken up again.")
    row.retired_at, row.version = None, row.version + 1
    row.save(update_fields=["retired_at", "version"])
    _note(row, ThemeAct.RESTORED, by, at or clock.now(), after=row.name)
    return row


def _check(name: str, description: str, theme: Theme | None = None) -> None:
    errors = {}
    if not name:
        errors["name"] = "Enter the name of the theme"
    elif len(name) > LONGEST:
        errors["name"] = f"The name must be {LONGEST} characters or fewer"
    elif taken := _named(name, theme):
        errors["name"] = _taken(taken)
    if len(description) > LONGEST_DESCRIPTION:
        errors["description"] = f"The description must be {LONGEST_DESCRIPTION} characters or fewer"
    if errors:
        raise ValidationError(errors)


def _named(name: str, own: Theme | None) -> Theme | None:
    others = Theme.objects.filter(name__iexact=name)
    return (others.exclude(pk=own.pk) if own else others).first()


def _taken(theme: Theme) -> str:
    if theme.merged_into:
        return f"‘{theme}’ was merged into ‘{theme.merged_into}’. Choose another name"
    if not theme.is_in_use:
        return f"‘{theme}’ is retired. Take it up again instead, or choose another name"
    return f"There is a theme called ‘{theme}’ already"


def _check_merge(row: Theme, other: Theme) -> None:
    if row.pk == other.pk:
        raise ValidationError({"into": "Choose another theme than this one"})
    if row.is_core:
        raise ValidationError({"into": "The core theme cannot be merged into another"})
    if not (row.is_in_use and other.is_in_use):
        raise ValidationError({"into": "Choose a theme that is in use"})


def _line(value: str) -> str:
    return " ".join(value.split())


def _lines(values: Iterable[str]) -> list[str]:
    """Synonyms, each once. Raises ValidationError where there are too many or one is too long."""
    found = _unique(_line(value) for value in values)
    if len(found) > MOST_SYNONYMS:
        raise ValidationError({"synonyms": f"Enter {MOST_SYNONYMS} synonyms or fewer"})
    if long := next((words for words in found if len(words) > LONGEST), None):
        raise ValidationError(
            {"synonyms": f"‘{long[:30]}…’ is too long: {LONGEST} characters or fewer for each line"}
        )
    return found


def _unique(values: Iterable[str]) -> list[str]:
    """Each once, whatever its capitals, in the order of coming."""
    found: dict[str, str] = {}
    for value in values:
        if value:
            found.setdefault(value.lower(), value)
    return list(found.values())


def _write_synonyms(theme: Theme, wanted: list[str]) -> None:
    theme.synonyms.exclude(words__in=wanted).delete()
    known = {words.lower() for words in theme.synonyms.values_list("words", flat=True)}
    Synonym.objects.bulk_create(
        Synonym(theme=theme, words=words) for words in wanted if words.lower() not in known
    )


def _note(
    theme: Theme,
    kind: ThemeAct,
    by: User | None,
    moment: datetime,
    *,
    before: str = "",
    after: str = "",
    other: Theme | None = None,
) -> None:
    ThemeChange(theme=theme, kind=kind, before=before, after=after, other=other, at=moment, by=by).save()
    audit.record(f"theme.{kind}", about=theme.about, by=by, at=moment, before=before[:80], after=after[:80])
