"""The attendance list, the records that follow, records by hand, and certificates."""

import io
from datetime import date
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from hlp import documents
from hlp.transitions import StaleEdit
from schools.choices import PlaceState
from schools.models import TrainingEvent, TrainingPlace, TrainingRecord
from schools.services.training import attendance, certificates, events, modules, records, trained_on
from tests import factories as make
from tests.conftest import As, Cast, utc

AT = utc("2026-12-03 09:05")
DAY = date(2026, 12, 3)


@pytest.fixture
def event(cast: Cast) -> TrainingEvent:
    """An event of two modules for which lead and reviewer have signed up and to which the host is invited."""
    made = make.training_event(make.module("Ethics"), make.module("Pupil voice", refresh_years=None))
    for person, state in ((cast.lead, "coming"), (cast.reviewer, "coming"), (cast.host, "invited")):
        TrainingPlace.objects.create(event=made, person=person, state=state, changed_at=AT)
    return made


def mark(event: TrainingEvent, cast: Cast, *there: Any, **more: Any) -> None:
    """Mark people present."""
    present = list(event.places.filter(person__in=there).values_list("pk", flat=True))
    attendance.mark(event=event, present=present, by=cast.administrator, **{"at": AT, **more})


def states(event: TrainingEvent) -> dict[str, str]:
    """Who stands how."""
    return dict(event.places.values_list("person__name", "state"))


def standing() -> list[tuple[str, str, date | None]]:
    """The records that count."""
    rows = TrainingRecord.objects.standing().order_by("person__name", "module__name")
    return list(rows.values_list("person__name", "module__name", "refresh_due"))


def test_whoever_is_present_has_the_records_and_a_number(cast: Cast, event: TrainingEvent) -> None:
    mark(event, cast, cast.lead)
    mark(event, cast, cast.lead)

    assert states(event) == {"Leo Lead": "present", "Rita Reviewer": "absent", "Hana Host": "invited"}
    assert standing() == [("Leo Lead", "Ethics", date(2029, 12, 3)), ("Leo Lead", "Pupil voice", None)]
    assert trained_on(DAY) == {cast.lead.pk}
    numbers = dict(event.places.values_list("person__name", "certificate"))
    assert [name for name, number in numbers.items() if number] == ["Leo Lead"]


def test_somebody_comes_late_and_somebody_unannounced(cast: Cast, event: TrainingEvent) -> None:
    mark(event, cast, cast.lead)
    mark(event, cast, cast.lead, cast.reviewer, late=cast.outsider)

    assert {name: state for name, state in states(event).items() if state == "present"} == {
        "Leo Lead": "present",
        "Rita Reviewer": "present",
        "Otto Outsider": "present",
    }
    assert len(standing()) == 6


def test_a_wrong_tick_is_taken_back_with_its_records(cast: Cast, event: TrainingEvent) -> None:
    mark(event, cast, cast.lead, cast.reviewer)
    number = event.places.get(person=cast.reviewer).certificate
    mark(event, cast, cast.lead)

    assert [name for name, *_ in standing()] == ["Leo Lead", "Leo Lead"]
    gone = TrainingRecord.objects.exclude(taken_back_at=None).values_list("taken_back_because", flat=True)
    assert set(gone) == {"Marked absent on the attendance list"}
    assert certificates.find(number) is None

    mark(event, cast, cast.lead, cast.reviewer)
    assert len(standing()) == 4
    assert event.places.get(person=cast.reviewer).certificate == number


def test_the_list_opens_on_the_day(cast: Cast, event: TrainingEvent) -> None:
    with pytest.raises(ValidationError, match="The list opens on the day: Thursday 3 December 2026"):
        mark(event, cast, cast.lead, at=utc("2026-12-02 23:00"))


def test_two_who_mark_at_once_are_told(cast: Cast, event: TrainingEvent) -> None:
    version = attendance.version_of(event)
    mark(event, cast, cast.lead)

    with pytest.raises(StaleEdit):
        mark(event, cast, cast.reviewer, version=version)


def test_what_was_recorded_elsewhere_on_that_day_is_not_written_twice(
    cast: Cast, event: TrainingEvent
) -> None:
    modules = list(event.modules.all())
    facts = {"people": [cast.lead], "modules": modules, "day": DAY, "provider": "Hub", "by": cast.director}
    assert records.add_records(**facts, at=AT) == 2
    assert records.add_records(**facts, at=AT) == 0
    mark(event, cast, cast.lead)

    assert set(TrainingRecord.objects.values_list("provider", flat=True)) == {"Hub"}


def test_training_to_come_is_no_record(cast: Cast, event: TrainingEvent) -> None:
    with pytest.raises(ValidationError, match="once it has taken place"):
        records.add_records(
            people=[cast.lead], modules=[], day=date(2026, 12, 4), provider="Hub", by=cast.director, at=AT
        )


def test_a_record_is_taken_back_with_a_reason(cast: Cast, event: TrainingEvent) -> None:
    record = make.record(cast.lead, make.module("Moderation"), DAY)
    with pytest.raises(ValidationError, match="Enter the reason"):
        records.take_back(record=record, reason=" ", by=cast.director, at=AT)
    for reason in ("Wrong person", "Again"):
        records.take_back(record=record, reason=reason, by=cast.director, at=AT)

    record.refresh_from_db()
    assert record.taken_back_because == "Wrong person"


def test_what_took_place_is_neither_changed_nor_called_off(cast: Cast, event: TrainingEvent) -> None:
    mark(event, cast, cast.lead)
    with pytest.raises(ValidationError, match="has taken place"):
        events.cancel_event(event=event, reason="Ill", by=cast.director, at=AT)


# --- Certificates ------------------------------------------------------------------------------


@pytest.fixture
def place(cast: Cast, event: TrainingEvent) -> TrainingPlace:
    """The lead was present."""
    mark(event, cast, cast.lead)
    return event.places.get(person=cast.lead)


def test_a_number_is_found_however_it_is_typed(place: TrainingPlace) -> None:
    number = place.certificate
    typed = [number, number.lower(), number.replace("-", ""), f" {number.replace('-', ' ')} "]
    assert [certificates.find(value) for value in typed] == [place] * 4
    assert [certificates.find(value) for value in ("", "7K3F", "1I0O-1I0O-1I0O", "2222-2222-2222")] == [
        None
    ] * 4


def test_anybody_checks_a_number_and_sees_no_more_than_the_certificate(
    place: TrainingPlace, client: Any
) -> None:
    page = client.get(reverse("schools:training-certificate-check"), {"number": place.certificate})
    shown = page.content.decode()
    assert "is genuine" in shown
    assert "Leo Lead" in shown
    assert place.person.email not in shown

    wrong = client.get(reverse("schools:training-certificate-check"), {"number": "2222-2222-2222"})
    assert "There is no certificate with this number" in wrong.content.decode()


def test_a_certificate_is_asked_for_once_and_made_anew_when_a_record_goes(
    cast: Cast, place: TrainingPlace, as_: As
) -> None:
    page = reverse("schools:training-certificate", args=[place.pk])
    for _ in range(2):
        as_(cast.lead).post(page)
    first = certificates.current(place)
    assert first is not None
    assert first.source["modules"][0]["refresh"] == "Monday 3 December 2029"

    records.take_back(record=certificates.lines(place)[0], reason="Left early", by=cast.director, at=AT)
    assert certificates.current(place) is None
    assert certificates.ask(place=place).version == 2


def test_a_certificate_of_every_module_is_one_tagged_page(place: TrainingPlace) -> None:
    for name, description, *_ in modules.DEFAULTS:
        module = make.module(name, description=description)
        record = make.record(place.person, module, DAY)
        TrainingRecord.objects.filter(pk=record.pk).update(event=place.event)
    document = certificates.ask(place=place)
    assert documents.build(document.pk)
    document.refresh_from_db()
    with pikepdf.open(io.BytesIO(documents.read(document))) as pdf:
        assert len(pdf.pages) == 1
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"


def test_no_certificate_without_attendance(cast: Cast, event: TrainingEvent, as_: As) -> None:
    place = event.places.get(person=cast.reviewer)
    assert place.state == PlaceState.COMING
    assert as_(cast.reviewer).get(reverse("schools:training-certificate", args=[place.pk])).status_code == 404
