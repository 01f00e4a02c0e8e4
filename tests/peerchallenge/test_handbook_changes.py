"""A handbook that has changed: a version that says what, made after a pause, told once, and cut for its reader."""

from collections.abc import Iterator

import pytest
import time_machine

from hlp import texts
from hlp.models import Blob, Document, Message
from peerchallenge.models import AreaSelfEvaluation, ChallengeSession, Handbook, SelfEvaluation, StaleHandbook
from peerchallenge.services import handbooks, selfevaluations
from peerchallenge.services.handbooks.parts import HANDBOOK_PARTS
from peerchallenge.services.programmes import naming, writing
from peerchallenge.services.sessions import change_session, postpone_session
from tests import factories as make
from tests.conftest import As, Cast, utc

FIRST, AGAIN = utc("2026-11-05 09:00"), utc("2026-11-05 10:00")


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(FIRST, tick=False):
        yield


def out(handbook: Handbook) -> Handbook:
    """The version as it stands once it is made."""
    Document.objects.filter(pk=handbook.document_id).update(
        state="ready", blob=Blob.keep(b"%PDF-1.7 test"), ready_at=FIRST
    )
    return handbook


def newest(cast: Cast) -> Handbook:
    return Handbook.objects.select_related("document").filter(session=cast.session).first()  # type: ignore[return-value]


def shared(cast: Cast, words: str = "Reading volunteers") -> None:
    """The host has shared a self-evaluation with these words."""
    found = selfevaluations.open_self_evaluation(session=cast.session)
    found.texts.filter(kind="showcase").update(body=words)
    SelfEvaluation.objects.filter(pk=found.pk).update(shared_at=FIRST, shared_by=cast.host)


def told() -> list[tuple[str, list[str]]]:
    rows = Message.objects.filter(kind="handbook-changed", state="waiting").order_by("person__name")
    return [(row.person.name, row.context["changes"]) for row in rows]


EVERYBODY = ["Hana Host", "Leo Lead", "Quinn Quality", "Rita Reviewer"]


# --- What it holds ------------------------------------------------------------------------------


def test_it_holds_self_evaluation_actions_and_the_place(cast: Cast) -> None:
    shared(cast)
    AreaSelfEvaluation.objects.update(strengths="Phonics")
    school = cast.host_school
    school.easting, school.northing = 513000, 175500
    school.save()
    source = handbooks.ask_handbook(session=cast.session).document.source
    parts = {part["key"]: part["data"] for part in source["parts"]}
    assert list(parts) == ["self-evaluation", "place"]
    assert parts["self-evaluation"]["areas"][0]["strengths"] == "Phonics"
    assert [one["is_host"] for one in parts["place"]["schools"]] == [True, False, False]
    assert [part.key for part in HANDBOOK_PARTS] == ["self-evaluation", "last-time", "documents", "place"]


def test_a_self_evaluation_that_is_not_shared_is_not_in_it(cast: Cast) -> None:
    found = selfevaluations.open_self_evaluation(session=cast.session)
    found.texts.update(body="Secret")
    assert "Secret" not in str(handbooks.ask_handbook(session=cast.session).document.source)


def test_the_safeguarding_lead_stands_in_it(cast: Cast) -> None:
    writing.begin(session=cast.session, by=cast.host)
    naming.name_safeguarding_lead(session=cast.session, name="Dee Elle", phone="020 7946 0000", by=cast.host)
    source = handbooks.ask_handbook(session=cast.session).document.source
    assert (source["safeguarding"], source["is_suggested"]) == ("Dee Elle, 020 7946 0000", False)


# --- What has changed ---------------------------------------------------------------------------


def test_a_new_version_says_what_has_changed(cast: Cast) -> None:
    out(handbooks.ask_handbook(session=cast.session))
    ChallengeSession.objects.update(focus_detail="Writing", starts_at=utc("2026-11-19 08:30"))
    shared(cast)
    second = handbooks.ask_handbook(session=cast.session, at=AGAIN)
    assert second.changes == [
        "Date or times: it is now Thursday 19 November 2026, 8:30am to 4pm.",
        "The focus and the key lines of enquiry.",
        "The school’s self-evaluation.",
    ]
    assert second.document.source["changes"] == second.changes
    assert handbooks.is_current(ChallengeSession.objects.with_people().get(), second.document)


def test_those_concerned_are_told_once_for_a_burst(cast: Cast) -> None:
    out(handbooks.ask_handbook(session=cast.session))
    ChallengeSession.objects.update(focus_detail="Writing")
    out(handbooks.ask_handbook(session=cast.session, at=AGAIN))
    shared(cast)
    out(handbooks.ask_handbook(session=cast.session, at=utc("2026-11-05 10:05")))
    both = ["The focus and the key lines of enquiry.", "The school’s self-evaluation."]
    assert told() == [(name, both) for name in EVERYBODY]
    due = set(
        Message.objects.filter(kind="handbook-changed", state="waiting").values_list("due_at", flat=True)
    )
    assert due == {utc("2026-11-05 10:25")}

    Message.objects.filter(state="waiting").update(state="sent", sent_at=AGAIN)
    ChallengeSession.objects.update(key_lines="Who reads?")
    handbooks.ask_handbook(session=cast.session, at=utc("2026-11-06 09:00"))
    assert told() == [(name, both[:1]) for name in EVERYBODY]


def test_nobody_is_told_of_a_handbook_that_was_never_out_nor_twice_of_a_new_time(cast: Cast) -> None:
    handbooks.ask_handbook(session=cast.session)
    ChallengeSession.objects.update(focus_detail="Writing")
    out(handbooks.ask_handbook(session=cast.session, at=AGAIN))
    times = {"starts_at": utc("2026-11-19 08:30"), "planned_end_at": utc("2026-11-19 16:00")}
    session = ChallengeSession.objects.with_people().get()
    change_session(session=session, version=1, by=cast.director, at=AGAIN, **times)
    assert (newest(cast).document.version, told()) == (3, [])
    assert Message.objects.filter(kind="session-moved").exists()


# --- Made again after a pause ---------------------------------------------------------------------


def test_it_is_made_again_once_nobody_has_changed_anything_for_a_while(cast: Cast) -> None:
    out(handbooks.ask_handbook(session=cast.session))
    writing.begin(session=cast.session, by=cast.host, at=AGAIN)
    assert handbooks.make_stale_again(at=utc("2026-11-05 10:09")) == 0
    assert handbooks.make_stale_again(at=utc("2026-11-05 10:10")) == 1
    assert handbooks.make_stale_again(at=utc("2026-11-05 10:10")) == 0
    assert newest(cast).changes == ["The programme of the day."]


def test_what_was_called_off_is_not_made_again(cast: Cast) -> None:
    writing.begin(session=cast.session, by=cast.host, at=AGAIN)
    postpone_session(session=cast.session, reason="Flu", by=cast.director, at=AGAIN)
    handbooks.make_stale_again(at=utc("2026-11-05 11:00"))
    assert (Handbook.objects.count(), StaleHandbook.objects.count()) == (0, 0)


# --- Copies for those who may read less --------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "evaluation", "lead"),
    [
        ("host", True, True),
        ("qa_reviewer", True, True),
        ("director", True, True),
        ("lead_headteacher", True, False),
        ("deputy", False, True),
        ("office", False, True),
        ("administrator", False, False),
    ],
)
def test_a_copy_leaves_out_what_its_reader_may_not_read(
    cast: Cast, as_: As, who: str, evaluation: bool, lead: bool
) -> None:
    texts.ensure_defaults()
    shared(cast, "Xylophones")
    writing.begin(session=cast.session, by=cast.host)
    naming.name_safeguarding_lead(session=cast.session, name="Dee Elle", phone="", by=cast.host)
    out(handbooks.ask_handbook(session=cast.session))
    answer = as_(getattr(cast, who)).get(f"/sessions/{cast.session.pk}/handbook/")
    shown = str(answer.context["document"].source)
    assert ("Xylophones" in shown, "Dee Elle" in shown) == (evaluation, lead)
    again = as_(getattr(cast, who)).get(f"/sessions/{cast.session.pk}/handbook/1/")
    assert again.status_code == (200 if evaluation and lead else 302)
    assert Document.objects.count() == (1 if evaluation and lead else 2)


def test_the_team_is_told_in_time_whom_to_go_to(cast: Cast, as_: As) -> None:
    make.prepared(cast.session)
    naming.name_safeguarding_lead(session=cast.session, name="Dee Elle", phone="", by=cast.host)
    seen = {
        who: "Dee Elle"
        in as_(getattr(cast, who)).get(f"/sessions/{cast.session.pk}/programme/").content.decode()
        for who in ("reviewer", "director", "deputy", "qa_reviewer", "administrator", "lead_headteacher")
    }
    assert [who for who, found in seen.items() if not found] == ["administrator", "lead_headteacher"]
