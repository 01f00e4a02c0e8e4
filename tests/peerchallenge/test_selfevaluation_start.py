"""A self-evaluation starts from the one of last time, and from what became of the actions agreed then."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from peerchallenge.choices import OwnText
from peerchallenge.models import CarriedAction, SelfEvaluation
from peerchallenge.packs import selfevaluation as pack
from peerchallenge.services import selfevaluations as service
from peerchallenge.services.selfevaluations.printing import facts
from schools.choices import TermName
from tests import factories as make
from tests.conftest import As, Cast, utc

PAST = utc("2026-03-12 08:15")


@pytest.fixture
def before(cast: Cast) -> SelfEvaluation:
    """What the host wrote and shared for a challenge in March, of last year's areas."""
    year = make.YearFactory(
        name="2025/26", starts=PAST.date() - timedelta(190), ends=PAST.date() + timedelta(160)
    )
    old = year.areas.create(name="Inclusion", position=1)
    round_ = make.RoundFactory(year=year, term=TermName.SPRING, opens=PAST.date(), closes=PAST.date())
    session = make.SessionFactory(round=round_, host=cast.host_school, group=cast.group, starts_at=PAST)
    found = service.open_self_evaluation(session=session)
    found.areas.filter(area=old).update(strengths="Old strengths", judgement="strong")
    found.texts.update(body="Old words")
    return service.share(self_evaluation=found, by=cast.host, at=PAST - timedelta(days=5))


@pytest.fixture
def now(cast: Cast) -> SelfEvaluation:
    return service.open_self_evaluation(session=cast.session)


def test_what_is_empty_is_filled_and_waits_to_be_read_through(
    cast: Cast, before: SelfEvaluation, now: SelfEvaluation
) -> None:
    assert service.start_from_last_time(self_evaluation=now, by=cast.host) == 2
    inclusion = now.areas.get(area__name="Inclusion")
    assert (inclusion.strengths, inclusion.judgement, inclusion.taken_over) == (
        "Old strengths",
        "strong",
        True,
    )
    assert "last time’s text, to be read through" in inclusion.missing
    texts = dict(now.texts.values_list("kind", "body"))
    assert texts == {**dict.fromkeys(OwnText.values, ""), OwnText.SHOWCASE: "Old words"}
    assert service.start_from_last_time(self_evaluation=now, by=cast.host) == 0


def test_what_is_written_already_stays(cast: Cast, before: SelfEvaluation, now: SelfEvaluation) -> None:
    now.areas.filter(area__name="Inclusion").update(development="Written today")
    assert service.start_from_last_time(self_evaluation=now, by=cast.host) == 1
    assert now.areas.get(area__name="Inclusion").strengths == ""


def test_reading_through_makes_it_todays_text(
    cast: Cast, before: SelfEvaluation, now: SelfEvaluation
) -> None:
    service.start_from_last_time(self_evaluation=now, by=cast.host)
    same = {"self_evaluation": now, "text": OwnText.SHOWCASE, "data": {"body": "Old words"}, "by": cast.host}
    assert service.save_self_evaluation(**same, revision=1) == 1
    assert not now.texts.get(kind=OwnText.SHOWCASE).is_complete
    assert service.save_self_evaluation(**same, revision=1, read_through=True) == 2
    assert now.texts.get(kind=OwnText.SHOWCASE).is_complete


def test_what_was_never_shared_or_came_later_is_no_last_time(
    cast: Cast, before: SelfEvaluation, now: SelfEvaluation
) -> None:
    assert service.of_last_time(cast.session) == before
    assert service.of_last_time(before.session) is None
    SelfEvaluation.objects.filter(pk=before.pk).update(shared_at=None, shared_by=None)
    assert service.of_last_time(cast.session) is None
    assert service.start_from_last_time(self_evaluation=now, by=cast.host) == 0


def test_after_the_day_nothing_is_filled(cast: Cast, before: SelfEvaluation, now: SelfEvaluation) -> None:
    make.held(cast.session)
    assert service.start_from_last_time(self_evaluation=now, by=cast.host) == 0
    with pytest.raises(ValidationError):
        service.save_self_evaluation(
            self_evaluation=now, text="focus", revision=0, data={"body": "Late"}, by=cast.host
        )


def test_the_page_offers_it_once_and_says_what_is_to_be_read(
    cast: Cast, before: SelfEvaluation, as_: As
) -> None:
    host = as_(cast.host)
    edit = f"/sessions/{cast.session.pk}/self-evaluation/edit/"
    assert "Fill in last time’s text" in host.get(edit).content.decode()
    page = host.post(f"{edit}last-time/", follow=True)
    assert "2 parts filled from last time" in page.content.decode()
    assert "Fill in last time’s text" in page.content.decode()  # an area of this year is still empty
    assert [task["status"] for task in page.context["last"]] == ["From last time"]
    assert "This is what you wrote last time" in host.get(f"{edit}showcase/").content.decode()


def test_progress_starts_with_the_actions_of_last_time(
    cast: Cast, before: SelfEvaluation, now: SelfEvaluation, as_: As
) -> None:
    CarriedAction.objects.create(
        session=before.session, school=cast.host_school, position=1, what="Read more."
    )
    host = as_(cast.host)
    form = host.get(f"/sessions/{cast.session.pk}/self-evaluation/edit/progress/").context["form"]
    assert form.initial["body"] == "- Read more: promised"
    assert now.texts.get(kind=OwnText.PROGRESS).is_empty  # an offer: nothing is kept until somebody saves


def test_the_paper_says_what_the_page_says(cast: Cast, before: SelfEvaluation, now: SelfEvaluation) -> None:
    service.start_from_last_time(self_evaluation=now, by=cast.host)
    found = pack.context(facts(SelfEvaluation.objects.get(pk=now.pk)))
    assert [area["strengths"] for area in found["areas"]] == ["Old strengths", ""]
    assert ([t["title"] for t in found["first"]], [t["body"] for t in found["last"]]) == ([], ["Old words"])
    assert found["draft"]


def test_what_was_printed_before_sharing_stays_the_schools(cast: Cast, now: SelfEvaluation, as_: As) -> None:
    paper = f"/sessions/{cast.session.pk}/self-evaluation/pdf/"
    host: Client = as_(cast.host)
    assert host.post(paper).status_code == 302
    assert "is being made" in host.get(paper).content.decode()
    service.share(self_evaluation=now, by=cast.host)
    lead = as_(cast.lead)
    assert "Make the PDF" in lead.get(paper).content.decode()
    assert lead.get(f"{paper}1/").status_code == 404
