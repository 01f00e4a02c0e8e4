"""Dates in three boxes and times as people write them, with errors that say what to type."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hlp import clock
from hlp.forms.wording import called, starting

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PARTS = ("day", "month", "year")
TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?")
NAMED = {"midday": time(12), "noon": time(12), "12 noon": time(12), "midnight": time(0)}
# A bare 1:00 to 6:59 is an afternoon to whoever types it and a night to a computer: we ask.
UNCLEAR_HOURS = range(1, 7)


class GovDateWidget(forms.MultiWidget):
    """Day, month and year in boxes named ``<name>_0`` to ``<name>_2``."""

    parts: tuple[str, ...] = PARTS

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__([forms.TextInput() for _ in self.parts], attrs)

    def decompress(self, value: date | None) -> list[Any]:
        """A date as its three numbers."""
        return [value.day, value.month, value.year] if value else ["", "", ""]


class GovDateTimeWidget(GovDateWidget):
    """The date's boxes and one for the time of day."""

    parts = (*PARTS, "time")

    def decompress(self, value: date | None) -> list[Any]:
        """The date's numbers and the time as ``3:30pm``, on London's clocks."""
        if not isinstance(value, datetime):
            return [*super().decompress(value), ""]
        value = clock.local(value)
        return [*super().decompress(value), clock.clock_time(value)]


class GovPartsField(forms.Field):
    """A field of several boxes. An error's code ``part-1`` says that box 1 (counted from 0) is at fault.

    noun: how errors call it, ``the date of the session``; made from the label if not given.
    """

    def __init__(self, *, noun: str = "", **kwargs: Any) -> None:
        self.noun = noun
        self.wording = kwargs.get("error_messages") or {}
        super().__init__(**kwargs)

    def called(self) -> str:
        """How errors call this field."""
        return self.noun or called(str(self.label or "date"))

    def clean(self, value: Any) -> Any:
        """The value, or ``ValidationError`` in words that name this field."""
        if "required" not in self.wording:
            self.error_messages["required"] = self.missing()
        return super().clean(value)

    def missing(self) -> str:
        """What to say when every box is empty."""
        return f"Enter {self.called()}, for example 19 11 2026"

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another value was typed; what cannot be read has changed."""
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class GovDateField(GovPartsField):
    """A date from three boxes; ``Nov`` and ``november`` are months too.

    earliest, latest: dates, or functions that give them, that the date must not pass.
    """

    widget = GovDateWidget

    def __init__(
        self,
        *,
        earliest: date | Callable[[], date] | None = None,
        latest: date | Callable[[], date] | None = None,
        **kwargs: Any,
    ) -> None:
        self.earliest = earliest
        self.latest = latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """The date, None where every box is empty; raises ``ValidationError``."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        return read_date([str(part or "").strip() for part in value], self.called())

    def validate(self, value: Any) -> None:
        """Raise ``ValidationError`` when it is missing, or before ``earliest``, or after ``latest``."""
        super().validate(value)
        earliest = self.earliest() if callable(self.earliest) else self.earliest
        latest = self.latest() if callable(self.latest) else self.latest
        if value and earliest and value < earliest:
            raise ValidationError(f"{starting(self.called())} must be {_plain(earliest)} or later")
        if value and latest and value > latest:
            raise ValidationError(f"{starting(self.called())} must be {_plain(latest)} or earlier")


class GovTimeField(forms.Field):
    """A time of day as people write it: ``4pm``, ``15:45``, ``3.45pm``, ``midday``.

    noun: how errors call it, ``the time the session starts``; made from the label if not given.
    """

    widget = forms.TextInput

    def __init__(self, *, noun: str = "", **kwargs: Any) -> None:
        self.noun = noun
        self.wording = kwargs.get("error_messages") or {}
        super().__init__(**kwargs)

    def called(self) -> str:
        """How errors call this field."""
        return self.noun or called(str(self.label or "time"))

    def clean(self, value: Any) -> Any:
        """The time, or ``ValidationError`` in words that name this field."""
        if "required" not in self.wording:
            self.error_messages["required"] = f"Enter {self.called()}, for example 9am or 3:45pm"
        return super().clean(value)

    def prepare_value(self, value: Any) -> Any:
        """A stored time as ``3:45pm``; what was typed stays as it is."""
        return clock.clock_time(value) if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        """The time, None where the box is empty; raises ``ValidationError``."""
        if value in self.empty_values or isinstance(value, time):
            return value if isinstance(value, time) else None
        return read_time(str(value), self.called())

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another time was typed; what cannot be read has changed."""
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class GovDateTimeField(GovPartsField):
    """A moment from the date's boxes and a time, on London's clocks; the value is in UTC."""

    widget = GovDateTimeWidget

    def missing(self) -> str:
        """What to say when every box is empty."""
        return f"Enter {self.called()}, for example 19 11 2026 and 3:30pm"

    def to_python(self, value: Any) -> datetime | None:
        """The moment, None where every box is empty; raises ``ValidationError``."""
        if value in self.empty_values or isinstance(value, datetime):
            return value or None
        *day, hour = [str(part or "").strip() for part in value]
        if not any([*day, hour]):
            return None
        if not any(day):
            raise ValidationError(f"{starting(self.called())} must include a date", code="part-0")
        on = read_date(day, self.called())
        if not hour:
            raise ValidationError(
                f"{starting(self.called())} must include a time, such as 3:30pm", code="part-3"
            )
        return self._moment(on, read_time(hour, "the time", code="part-3"))

    @staticmethod
    def _moment(on: date | None, hour: time) -> datetime:
        assert on is not None  # noqa: S101 the caller has seen a box filled
        moment = clock.at(on, hour)
        if clock.local(moment).time() != hour:
            message = f"The clocks go forward on that day: {clock.clock_time(hour)} does not happen"
            raise ValidationError(message, code="part-3")
        return moment


def read_date(parts: list[str], noun: str) -> date | None:
    """The date from day, month and year as typed; None if all are empty. Raises ``ValidationError``."""
    if not any(parts):
        return None
    empty = [index for index, part in enumerate(parts) if not part]
    if empty:
        names = " and ".join(PARTS[index] for index in empty)
        raise ValidationError(f"{starting(noun)} must include a {names}", code=f"part-{empty[0]}")
    if not re.fullmatch(r"\d{4}", parts[2]):
        raise ValidationError(f"The year of {noun} must have 4 numbers, such as 2026", code="part-2")
    try:
        return date(int(parts[2]), _month(parts[1]), int(parts[0]))
    except ValueError:
        raise ValidationError(f"{starting(noun)} must be a real date", code="invalid") from None


def read_time(typed: str, noun: str, code: str = "invalid") -> time:
    """The time of day from what a person typed. Raises ``ValidationError`` where it can mean two things."""
    typed = " ".join(typed.lower().split())
    if typed in NAMED:
        return NAMED[typed]
    match = TIME.fullmatch(re.sub(r"^(\d{2})(\d{2})$", r"\1:\2", typed))
    if not match:
        raise ValidationError(f"Enter {noun} like 9am, 3:45pm or 15:45", code=code)
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "")[:1]
    padded = match["hour"].startswith("0") and match["minute"]
    if not half and not padded and (hour in UNCLEAR_HOURS or (match["minute"] is None and hour < 13)):
        raise ValidationError(f"Say whether {typed} is am or pm, for example {typed}pm", code=code)
    try:
        if half:
            hour = {"a": 0, "p": 12}[half] + hour % 12 if 1 <= hour <= 12 else 99
        return time(hour, minute)
    except ValueError:
        raise ValidationError(f"Enter {noun} like 9am, 3:45pm or 15:45", code=code) from None


def _month(typed: str) -> int:
    return int(typed) if typed.isdigit() else MONTHS.index(typed.lower()[:3]) + 1


def _plain(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
