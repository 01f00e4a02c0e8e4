"""The self-evaluation's services: opened once, saved part by part, shared with exactly its readers."""

import pytest
from django.core.exceptions import ValidationError

from hlp.models import AuditEntry, Message
from hlp.transitions import StaleEdit
from peerchallenge.choices import OwnText
from peerchallenge.models import SelfEvaluation
from peerchallenge.services import selfevaluations as service
from tests import factories as make
from tests.conftest import Cast, utc

MONDAY = utc("2026-11-16 14:03")


@pytest.fixture
def opened(cast: Cast) -> SelfEvaluation:
    return service.open_self_evaluation(session=cast.session)


def inclusion(found: SelfEvaluation) -> int:
    return found.areas.get(area__name="Inclusion").area_id


def save(found: SelfEvaluation, cast: Cast, revision: int, **data: str) -> int:
    return service.save_self_evaluation(
        self_evaluation=found, area=inclusion(found), revision=revision, data=data, by=cast.host, at=MONDAY
    )


def test_opening_twice_makes_each_area_once(cast: Cast, opened: SelfEvaluation) -> None:
    again = service.open_self_evaluation(session=cast.session)
    assert again == opened
    assert [str(area) for area in again.areas.all()] == ["Inclusion", "Curriculum and teaching"]


def test_an_area_added_to_the_year_later_appears(cast: Cast, opened: SelfEvaluation) -> None:
    cast.year.areas.create(name="Early years", position=9)
    again = service.open_self_evaluation(session=cast.session)
    assert again.areas.count() == 3


def test_each_saving_counts_and_is_timed(cast: Cast, opened: SelfEvaluation) -> None:
    assert save(opened, cast, 0, strengths="Phonics") == 1
    assert save(opened, cast, 1, strengths="Phonics", judgement="strong") == 2
    opened.refresh_from_db()
    row = opened.areas.get(area=inclusion(opened))
    assert (row.strengths, row.judgement, opened.saved_at) == ("Phonics", "strong", MONDAY)


def test_the_same_text_again_is_harmless_whatever_its_revision(cast: Cast, opened: SelfEvaluation) -> None:
    save(opened, cast, 0, strengths="Phonics")
    assert save(opened, cast, 0, strengths="Phonics") == 1


def test_a_stale_text_is_refused_and_nothing_overwritten(cast: Cast, opened: SelfEvaluation) -> None:
    save(opened, cast, 0, strengths="Theirs")
    with pytest.raises(StaleEdit):
        save(opened, cast, 0, strengths="Mine")
    assert opened.areas.get(area=inclusion(opened)).strengths == "Theirs"


def test_a_page_never_finds_itself_stale_and_its_late_savings_are_passed_over(
    cast: Cast, opened: SelfEvaluation
) -> None:
    def saved(turn: int, strengths: str) -> int:
        return service.save_self_evaluation(
            self_evaluation=opened,
            area=inclusion(opened),
            revision=0,
            data={"strengths": strengths},
            by=cast.host,
            page="tab-one",
            turn=turn,
        )

    assert [saved(1, "Pho"), saved(3, "Phonics"), saved(2, "Phon")] == [1, 2, 2]
    assert opened.areas.get(area=inclusion(opened)).strengths == "Phonics"


def test_two_areas_are_written_side_by_side(cast: Cast, opened: SelfEvaluation) -> None:
    save(opened, cast, 0, strengths="Phonics")
    other = opened.areas.get(area__name="Curriculum and teaching").area_id
    revision = service.save_self_evaluation(
        self_evaluation=opened, area=other, revision=0, data={"strengths": "History"}, by=cast.host
    )
    assert revision == 1


def test_each_text_has_a_revision_of_its_own(cast: Cast, opened: SelfEvaluation) -> None:
    def write(kind: str) -> int:
        return service.save_self_evaluation(
            self_evaluation=opened, text=kind, revision=0, data={"body": "Our choir"}, by=cast.host
        )

    assert [write(kind) for kind in OwnText] == [1, 1, 1, 1]
    assert set(opened.texts.values_list("body", flat=True)) == {"Our choir"}


def test_after_the_day_nothing_is_changed(cast: Cast, opened: SelfEvaluation) -> None:
    make.held(cast.session)
    with pytest.raises(ValidationError, match="stays as the team read it"):
        save(opened, cast, 0, strengths="Late")


def test_sharing_tells_each_reviewer_and_nobody_else(cast: Cast, opened: SelfEvaluation) -> None:
    service.share(self_evaluation=opened, by=cast.host, at=MONDAY)
    opened.refresh_from_db()
    told = set(Message.objects.values_list("kind", "person__name"))
    assert told == {("self-evaluation-shared", "Leo Lead"), ("self-evaluation-shared", "Rita Reviewer")}
    assert (opened.shared_at, opened.shared_by) == (MONDAY, cast.host)
    assert AuditEntry.objects.get().action == "self-evaluation.shared"


def test_sharing_twice_tells_once(cast: Cast, opened: SelfEvaluation) -> None:
    service.share(self_evaluation=opened, by=cast.host, at=MONDAY)
    service.share(self_evaluation=opened, by=cast.host)
    opened.refresh_from_db()
    assert (Message.objects.count(), opened.shared_at) == (2, MONDAY)


def test_the_message_tells_nothing_of_the_text(cast: Cast, opened: SelfEvaluation) -> None:
    save(opened, cast, 0, strengths="Secret strength")
    service.share(self_evaluation=opened, by=cast.host, at=MONDAY)
    assert ["Secret" in str(message.context) for message in Message.objects.all()] == [False, False]


def test_it_can_still_be_shared_on_the_day_after_but_not_when_the_report_is_out(
    cast: Cast, opened: SelfEvaluation
) -> None:
    session = make.held(cast.session)
    session.state = "reported"
    session.save(update_fields=["state"])
    with pytest.raises(ValidationError, match="no longer be shared"):
        service.share(self_evaluation=opened, by=cast.host)
    session.state = "held"
    session.save(update_fields=["state"])
    assert service.share(self_evaluation=opened, by=cast.host).shared_by == cast.host


def test_the_list_of_readers_names_everybody_who_will_see_it(cast: Cast, opened: SelfEvaluation) -> None:
    session = type(cast.session).objects.with_people().get(pk=cast.session.pk)
    named = {reader.name for reader in service.readers(session)}
    service.share(self_evaluation=opened, by=cast.host)
    seers = {
        user.name
        for user in cast.people().values()
        if SelfEvaluation.objects.visible_to(user).exists() and user != cast.host
    }
    assert named == seers


def test_before_sharing_only_the_host_sees_it(cast: Cast, opened: SelfEvaluation) -> None:
    seers = [n for n, user in cast.people().items() if SelfEvaluation.objects.visible_to(user).exists()]
    assert seers == ["host"]
