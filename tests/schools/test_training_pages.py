"""The pages of training, as the people see them."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from schools.models import TrainingEvent, TrainingModule, TrainingPlace, TrainingRecord
from schools.services.training import modules
from tests import factories as make
from tests.conftest import BEFORE, As, Cast, utc


@pytest.fixture(autouse=True)
def before() -> Any:
    """Monday 16 November 2026."""
    with time_machine.travel(BEFORE, tick=False):
        yield


EVENT = {
    "title": "Training for newcomers",
    "day_0": "3",
    "day_1": "12",
    "day_2": "2026",
    "starts": "9:15am",
    "ends": "3:30pm",
    "venue": "Town Hall",
    "provider": "Ann Trainer",
    "audience": "headteachers",
    "capacity": "12",
}


def text(client: Client, name: str, **kwargs: Any) -> str:
    """What a page says."""
    return client.get(reverse(f"schools:{name}", kwargs=kwargs)).content.decode()


def test_the_office_plans_an_event(cast: Cast, as_: As) -> None:
    module = make.module("Ethics")
    answer = as_(cast.administrator).post(
        reverse("schools:training-event-create"), {**EVENT, "modules": [module.pk]}
    )

    event = TrainingEvent.objects.get()
    assert answer["Location"] == event.get_absolute_url()
    assert (event.starts_at, event.ends_at) == (utc("2026-12-03 09:15"), utc("2026-12-03 15:30"))
    assert list(event.modules.all()) == [module]


def test_what_is_wrong_with_an_event_stands_at_its_box(cast: Cast, as_: As) -> None:
    module = make.module("Ethics")
    wrong = {**EVENT, "modules": [module.pk], "ends": "8am", "capacity": "many"}
    page = as_(cast.director).post(reverse("schools:training-event-create"), wrong).content.decode()
    assert "Enter a number of people, such as 20" in page
    assert "Training for newcomers" in page

    answer = as_(cast.director).post(reverse("schools:training-event-create"), {**wrong, "capacity": ""})
    assert "The event must end after it starts" in answer.content.decode()
    assert not TrainingEvent.objects.exists()


def test_a_headteacher_signs_up_and_gives_the_place_back(cast: Cast, as_: As) -> None:
    event = make.training_event(make.module("Ethics"), capacity=12)
    client = as_(cast.host)
    page = client.post(reverse("schools:training-sign-up", args=[event.pk]), follow=True).content.decode()
    assert "You are signed up. An e-mail confirms it." in page
    assert "1 of 12 places taken" in page

    page = client.post(reverse("schools:training-withdraw", args=[event.pk]), follow=True).content.decode()
    assert "0 of 12 places taken" in page


def test_who_is_not_meant_is_told_so(cast: Cast, as_: As) -> None:
    event = make.training_event(make.module("Ethics"))
    client = as_(cast.la_officer)
    assert "Sign up" not in text(client, "training-event", pk=event.pk)
    page = client.post(reverse("schools:training-sign-up", args=[event.pk]), follow=True).content.decode()
    assert "This event is for others: Headteachers." in page


def test_names_of_others_are_for_the_office(cast: Cast, as_: As) -> None:
    event = make.training_event(make.module("Ethics"))
    TrainingPlace.objects.create(event=event, person=cast.lead, state="coming", changed_at=event.starts_at)

    shown = {
        who: "Leo Lead" in text(as_(getattr(cast, who)), "training-event", pk=event.pk)
        for who in ("director", "administrator", "host", "qa_reviewer")
    }
    assert shown == {"director": True, "administrator": True, "host": False, "qa_reviewer": False}


def test_the_office_signs_people_up_or_invites_them(cast: Cast, as_: As) -> None:
    event = make.training_event(make.module("Ethics"))
    page = reverse("schools:training-names", args=[event.pk])
    client = as_(cast.administrator)
    assert "Leo Lead, Beech Primary School (not trained)" in client.get(page).content.decode()
    client.post(page, {"people": [cast.lead.pk], "invite": "1"})
    client.post(page, {"people": [cast.host.pk, cast.office.pk], "sign_up": "1"})

    assert dict(event.places.values_list("person__name", "state")) == {
        "Leo Lead": "invited",
        "Hana Host": "coming",
        "Oscar Office": "coming",
    }
    assert "Leo Lead" not in client.get(page).content.decode()


def test_attendance_is_ticked_and_somebody_added(cast: Cast, as_: As) -> None:
    event = make.training_event(make.module("Ethics"), day="2026-11-16")
    place = TrainingPlace.objects.create(
        event=event, person=cast.lead, state="coming", changed_at=event.starts_at
    )
    page = reverse("schools:training-attendance", args=[event.pk])
    answer = as_(cast.administrator).post(
        page, {"present": [place.pk], "late": cast.outsider.pk, "version": ""}, follow=True
    )

    assert "Saved: 2 present. Their records are written." in answer.content.decode()
    assert sorted(TrainingRecord.objects.values_list("person__name", flat=True)) == [
        "Leo Lead",
        "Otto Outsider",
    ]


def test_ticks_are_kept_when_somebody_else_marked_meanwhile(cast: Cast, as_: As) -> None:
    event = make.training_event(make.module("Ethics"), day="2026-11-16")
    place = TrainingPlace.objects.create(
        event=event, person=cast.lead, state="coming", changed_at=event.starts_at
    )
    page = reverse("schools:training-attendance", args=[event.pk])
    client = as_(cast.administrator)
    answer = client.post(page, {"present": [place.pk], "version": "old"}).content.decode()

    assert "Somebody else marked this list meanwhile" in answer
    assert answer.count(" checked") == 1
    assert not TrainingRecord.objects.exists()


def test_the_log_is_exported_for_an_appraisal(cast: Cast, as_: As) -> None:
    make.present(make.training_event(make.module("Ethics"), day="2026-09-10"), cast.lead)
    make.record(cast.host, make.module("Moderation"), utc("2026-09-10 09:00").date())
    address = reverse("schools:training-log", args=[cast.lead.pk])
    file = b"".join(as_(cast.lead).get(address, {"download": "csv"}))  # type: ignore[arg-type]

    lines = file.decode("utf-8-sig").splitlines()
    assert lines == [
        "Module,Date,Provider,Counts until,Event",
        "Ethics,2026-09-10,Ann Trainer,2029-09-10,Training for leads",
    ]


def test_training_done_elsewhere_is_entered_for_several(cast: Cast, as_: As) -> None:
    module = make.module("Ethics")
    page = reverse("schools:training-record-create")
    data = {"people": [cast.lead.pk, cast.host.pk], "modules": [module.pk], "provider": "Hub"}
    client = as_(cast.administrator)
    to_come = {"day_0": "17", "day_1": "11", "day_2": "2026"}
    assert "must be 16 November 2026 or earlier" in client.post(page, {**data, **to_come}).content.decode()

    client.post(page, {**data, "day_0": "1", "day_1": "9", "day_2": "2026"})
    assert TrainingRecord.objects.count() == 2


def test_who_is_trained_can_be_filtered_and_exported(cast: Cast, as_: As) -> None:
    make.module("Ethics")
    make.train(cast.lead)
    client = as_(cast.administrator)
    address = reverse("schools:training-people")
    page = client.get(address, {"state": "owing"}).content.decode()
    assert "Hana Host" in page
    assert "Leo Lead" not in page

    file = b"".join(client.get(address, {"state": "trained", "download": "csv"}))  # type: ignore[arg-type]
    rows = file.decode("utf-8-sig").splitlines()[1:]
    assert rows == ["Leo Lead,Beech Primary School,Trained,2029-09-10,,leo.lead@school.example"]


def test_the_director_changes_a_module_and_a_stale_change_is_told(cast: Cast, as_: As) -> None:
    module = make.module("Ethics")
    page = reverse("schools:training-module-edit", args=[module.pk])
    data = {
        "name": "Protocols",
        "description": "",
        "refresh_years": "2",
        "version": modules.version_of(module),
    }
    client = as_(cast.director)
    assert client.post(page, data).status_code == 302
    assert "Somebody changed this module since" in client.post(page, data).content.decode()

    module.refresh_from_db()
    assert (module.name, module.needed_from, module.refresh_years) == ("Protocols", None, 2)


def test_a_name_is_given_once(cast: Cast, as_: As) -> None:
    make.module("Ethics")
    page = reverse("schools:training-module-create")
    answer = as_(cast.director).post(page, {"name": " ethics "}).content.decode()
    assert "There is a module ethics already" in answer
    assert TrainingModule.objects.count() == 1


def test_home_says_what_is_owed_and_what_is_next(cast: Cast, as_: As) -> None:
    module = make.module("Ethics")
    event = make.training_event(module)
    page = as_(cast.host).get("/home/").content.decode()
    assert "Training you are owed: 1 module" in page
    assert "Next: Training for leads, Thursday 3 December 2026 at 9am" in page

    TrainingPlace.objects.create(event=event, person=cast.host, state="coming", changed_at=event.starts_at)
    assert "You are on the list of Training for leads" in as_(cast.host).get("/home/").content.decode()
    make.train(cast.host)
    assert "Training you are owed" not in as_(cast.host).get("/home/").content.decode()


def test_home_reminds_the_office_of_a_list_not_filled_in(cast: Cast, as_: As) -> None:
    event = make.training_event(make.module("Ethics", needed_from=None), day="2026-11-10")
    line = f"Fill in the attendance list: {event.title}"
    assert line in as_(cast.administrator).get("/home/").content.decode()
    assert line not in as_(cast.host).get("/home/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_as_often_for_one_as_for_three(
    cast: Cast, as_: As, number: int, django_assert_num_queries: Any
) -> None:
    module = make.module("Ethics")
    for _ in range(number):
        event = make.training_event(module, capacity=9)
        for person in [cast.host, cast.lead, cast.reviewer][:number]:
            TrainingPlace.objects.create(
                event=event, person=person, state="coming", changed_at=event.starts_at
            )
    for person in [cast.host, cast.lead, cast.reviewer][:number]:
        make.train(person)
    client = as_(cast.director)
    for name, queries, kwargs in (
        ("training-list", 9, {}),
        ("training-people", 10, {}),
        ("training-event", 12, {"pk": TrainingEvent.objects.order_by("pk")[0].pk}),
        ("training-modules", 6, {}),
    ):
        address = reverse(f"schools:{name}", kwargs=kwargs)
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)
