"""The host's reply: written, sent, decided, and printed at the end of the final report."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from hlp.models import AuditEntry, Message
from hlp.transitions import StaleEdit
from peerchallenge.models import Dispute, FactualCorrection, Reply, ReplyRule, ReportVersion
from peerchallenge.packs.paragraphs import paragraphs
from peerchallenge.services import reports, sessions
from peerchallenge.services.replies import answering, deciding, disputes, final, opening, writing
from peerchallenge.services.replies.opening import Closed
from peerchallenge.services.replies.sweep import sweep
from schools.choices import Role
from tests import factories as make
from tests.conftest import Cast, utc
from tests.peerchallenge import full_reply, full_report
from tests.peerchallenge.full_reply import DECIDED, DECISIONS_DUE, DUE, REPLIED, RIGHT, SENT, WHY, WORDS

MORNING = utc("2026-11-27 08:00")


def told(kind: str) -> list[str]:
    """Who has a message of a kind."""
    return sorted(Message.objects.filter(kind=kind).values_list("person__name", flat=True))


# --- The time for it ----------------------------------------------------------------------------


def test_the_sending_opens_five_school_days(cast: Cast) -> None:
    reply = full_reply.sent(cast)
    assert (reply.state, reply.reply_due_at) == ("open", DUE)


def test_the_directors_setting_counts(cast: Cast) -> None:
    ReplyRule.objects.create(year=cast.year, days=2)
    assert full_reply.sent(cast).reply_due_at == utc("2026-11-24 18:00")


def test_no_answer_means_no_comment(cast: Cast) -> None:
    reply = full_reply.sent(cast)
    full_reply.correct(cast, reply)
    sweep(at=DUE - timedelta(seconds=1))
    reply.refresh_from_db()
    assert reply.state == "open"
    sweep(at=DUE)
    sweep(at=DUE)
    reply.refresh_from_db()
    assert reply.state == "lapsed"
    assert told("reply-lapsed") == ["Hana Host", "Leo Lead"]
    assert ReportVersion.objects.count() == 1
    with pytest.raises(Closed, match="The Director can give more"):
        answering.send_reply(reply=reply, by=cast.host, at=DUE)


def test_the_director_gives_more_time(cast: Cast) -> None:
    reply = full_reply.sent(cast)
    sweep(at=DUE)
    for _ in range(2):
        reply = opening.extend_reply(
            reply=reply, day=date(2026, 12, 4), reason="Illness", by=cast.director, at=DUE
        )
    assert (reply.state, reply.reply_due_at) == ("open", utc("2026-12-04 17:00"))
    assert told("reply-extended") == ["Hana Host", "Leo Lead"]
    assert AuditEntry.objects.filter(action="reply.extended").count() == 1


@pytest.mark.parametrize(
    ("day", "reason", "field"),
    [
        (date(2026, 11, 19), "Illness", "day"),
        (date(2027, 3, 1), "Illness", "day"),
        (date(2026, 12, 4), " ", "reason"),
    ],
)
def test_more_time_needs_a_day_to_come_and_a_reason(cast: Cast, day: date, reason: str, field: str) -> None:
    reply = full_reply.sent(cast)
    with pytest.raises(ValidationError) as refusal:
        opening.extend_reply(reply=reply, day=day, reason=reason, by=cast.director, at=REPLIED)
    assert list(refusal.value.message_dict) == [field]


def test_a_day_before_the_end_the_host_is_reminded_once(cast: Cast) -> None:
    full_reply.sent(cast)
    assert sweep(at=utc("2026-11-26 17:59")) == []
    assert [item.kind for item in sweep(at=utc("2026-11-26 18:00"))] == ["reply-due-soon"]
    assert sweep(at=MORNING) == []
    assert told("reply-due-soon") == ["Hana Host"]


# --- Writing ------------------------------------------------------------------------------------


def test_a_correction_is_kept_and_changed(cast: Cast) -> None:
    reply = full_reply.sent(cast)
    row = full_reply.correct(cast, reply)
    again = writing.save_correction(
        reply=reply, key="context-0", after=f"{RIGHT} More.", why=WHY, version=row.version, by=cast.host
    )
    assert (again.pk, again.number, again.place) == (row.pk, 1, "Context")
    assert (again.before, again.after) == (full_report.TEXTS["context"], f"{RIGHT} More.")


def test_a_newer_correction_is_never_overwritten(cast: Cast) -> None:
    reply = full_reply.sent(cast)
    full_reply.correct(cast, reply)
    with pytest.raises(StaleEdit):
        full_reply.correct(cast, reply, after="Another text.")
    assert FactualCorrection.objects.get().after == RIGHT


@pytest.mark.parametrize(
    ("after", "why", "fields"),
    [
        (full_report.TEXTS["context"], WHY, ["after"]),
        (" ", " ", ["after", "why"]),
        (RIGHT, "word " * 101, ["why"]),
        ("x" * 8001, WHY, ["after"]),
    ],
)
def test_a_correction_says_what_is_wrong_and_why(cast: Cast, after: str, why: str, fields: list[str]) -> None:
    reply = full_reply.sent(cast)
    with pytest.raises(ValidationError) as refusal:
        writing.save_correction(reply=reply, key="context-0", after=after, why=why, version=0, by=cast.host)
    assert list(refusal.value.message_dict) == fields


def test_words_save_themselves_and_stale_ones_are_told(cast: Cast) -> None:
    reply = full_reply.sent(cast)
    one = writing.save_words(reply=reply, words="One", revision=0, by=cast.host, page="a", turn=1)
    assert writing.save_words(reply=reply, words="Two", revision=0, by=cast.host, page="a", turn=2) == one + 1
    with pytest.raises(StaleEdit):
        writing.save_words(reply=reply, words="Three", revision=0, by=cast.host, page="b", turn=1)
    reply.refresh_from_db()
    assert reply.words == "Two"


def test_no_comments_are_said_once_and_only_where_nothing_is_written(cast: Cast) -> None:
    reply = full_reply.sent(cast)
    row = full_reply.correct(cast, reply)
    with pytest.raises(ValidationError, match="remove it first"):
        answering.say_nothing(reply=reply, by=cast.host, at=REPLIED)
    writing.remove_draft(row=row, by=cast.host)
    for _ in range(2):
        reply = answering.say_nothing(reply=reply, by=cast.host, at=REPLIED)
    assert (reply.state, reply.answered_by, ReportVersion.objects.count()) == ("no-comments", cast.host, 1)
    assert told("reply-received") == ["Leo Lead", "Rita Reviewer"]


def test_an_empty_or_overlong_reply_is_not_sent(cast: Cast) -> None:
    reply = full_reply.sent(cast)
    with pytest.raises(ValidationError, match="nothing yet"):
        answering.send_reply(reply=reply, by=cast.host, at=REPLIED)
    full_reply.say(cast, reply, "word " * 303)
    with pytest.raises(ValidationError, match="3 words too many"):
        answering.send_reply(reply=reply, by=cast.host, at=REPLIED)
    reply.refresh_from_db()
    assert reply.state == "open"


# --- Sending and deciding -----------------------------------------------------------------------


def test_sending_hands_everything_to_those_who_answer(cast: Cast) -> None:
    reply = full_reply.answered(cast)
    assert (reply.state, reply.decisions_due_at) == ("answered", DECISIONS_DUE)
    assert FactualCorrection.objects.get().state == "proposed"
    assert Dispute.objects.get().state == "lead-headteacher"
    assert told("reply-received") == ["Leo Lead", "Rita Reviewer"]
    assert told("judgement-disputed") == ["Lena Leadhead"]
    assert answering.send_reply(reply=reply, by=cast.host, at=DECIDED).answered_at == REPLIED
    assert Message.objects.filter(kind="reply-received").count() == 2


@pytest.mark.parametrize("part", ["host", "reviewer"])
def test_a_lead_headteacher_with_a_part_is_passed_over(cast: Cast, part: str) -> None:
    cast.lead_headteacher.appointments.all().delete()
    make.appoint(getattr(cast, part), Role.LEAD_HEADTEACHER, collaborative=cast.collaborative)
    full_reply.answered(cast)
    assert Dispute.objects.get().state == "director"
    assert told("judgement-disputed") == ["Dora Director"]


def test_only_words_bring_the_final_report_at_once(cast: Cast) -> None:
    reply = full_reply.sent(cast)
    full_reply.say(cast, reply)
    reply = answering.send_reply(reply=reply, by=cast.host, at=REPLIED)
    assert reply.state == "settled"
    assert [version.number for version in ReportVersion.objects.order_by("number")] == [1, 2]


def test_a_decision_needs_a_reason_and_may_be_changed(cast: Cast) -> None:
    full_reply.answered(cast)
    row = FactualCorrection.objects.get()
    with pytest.raises(ValidationError, match="Enter the reason"):
        deciding.decide(correction=row, accept=True, reason=" ", version=row.version, by=cast.lead)
    first = full_reply.decide(cast, row)
    with pytest.raises(StaleEdit):
        deciding.decide(correction=row, accept=False, reason="No.", version=row.version - 1, by=cast.lead)
    assert full_reply.decide(cast, first).version == first.version
    assert full_reply.decide(cast, row, accept=False).state == "declined"


def test_the_final_report_waits_for_every_decision(cast: Cast) -> None:
    reply = full_reply.answered(cast)
    with pytest.raises(ValidationError, match="1 correction still to be decided"):
        final.send_final(reply=reply, by=cast.lead, at=DECIDED)


def test_the_final_report_holds_what_was_decided_and_the_first_stays(cast: Cast) -> None:
    reply = full_reply.answered(cast)
    first = ReportVersion.objects.get()
    before = dict(first.data)
    full_reply.decide(cast, FactualCorrection.objects.get())
    for _ in range(2):
        version = final.send_final(reply=reply, by=cast.lead, at=DECIDED)
    first.refresh_from_db()
    assert first.data == before
    assert (version.number, version.sent_at, version.issued_at) == (2, SENT, DECIDED)
    assert paragraphs(version.data)[0].text == RIGHT
    annex = version.data["reply"]
    assert (annex["words"], annex["by"]) == (WORDS, "Hana Host")
    assert [(c["number"], c["accepted"], c["decided_by"]) for c in annex["corrections"]] == [
        (1, True, "Leo Lead")
    ]
    assert version.data["contested"] == ["direction_evidence"]
    assert version.erratum == (
        "This is version 2, of Thursday 26 November 2026 at 10am. It is the final report and follows version 1, of "
        "Friday 20 November 2026 at 6pm. 1 paragraph was corrected at the school’s request and marked. The school’s "
        "reply is at the end."
    )
    assert told("report-final") == ["Hana Host", "Leo Lead", "Rita Reviewer"]


def test_a_declined_correction_changes_nothing_and_is_printed_with_its_reason(cast: Cast) -> None:
    reply = full_reply.answered(cast)
    full_reply.decide(cast, FactualCorrection.objects.get(), accept=False)
    version = final.send_final(reply=reply, by=cast.lead, at=DECIDED)
    assert paragraphs(version.data)[0].text == full_report.TEXTS["context"]
    assert [(c["accepted"], c["reason"]) for c in version.data["reply"]["corrections"]] == [
        (False, "The census says so.")
    ]


def test_what_was_withdrawn_is_not_printed(cast: Cast) -> None:
    full_reply.answered(cast)
    deciding.withdraw(correction=FactualCorrection.objects.get(), by=cast.host, at=DECIDED)
    version = ReportVersion.objects.get(number=2)
    assert version.data["reply"]["corrections"] == []
    assert Reply.objects.get().state == "settled"


# --- Disputes -----------------------------------------------------------------------------------


def test_a_dispute_goes_to_the_director_and_stays_contested(cast: Cast) -> None:
    reply = full_reply.answered(cast)
    row = Dispute.objects.get()
    disputes.pass_on(dispute=row, conversation="We talked.", by=cast.lead_headteacher, at=DECIDED)
    full_reply.decide(cast, FactualCorrection.objects.get())
    final.send_final(reply=reply, by=cast.lead, at=DECIDED)
    disputes.note_outcome(dispute=row, outcome="I read the books.", by=cast.director, at=MORNING)
    version = ReportVersion.objects.get(number=3)
    assert version.data["contested"] == ["direction_evidence"]
    assert version.data["reply"]["disputes"][0]["outcome"] == "I read the books."
    assert paragraphs(version.data)[0].text == RIGHT
    assert told("dispute-settled") == ["Hana Host", "Leo Lead", "Rita Reviewer"]
    assert "We talked" not in str(version.data)


def test_a_withdrawn_dispute_is_no_longer_contested(cast: Cast) -> None:
    reply = full_reply.answered(cast)
    full_reply.decide(cast, FactualCorrection.objects.get())
    assert final.send_final(reply=reply, by=cast.lead, at=DECIDED).data["contested"] == ["direction_evidence"]
    disputes.withdraw(dispute=Dispute.objects.get(), by=cast.host, at=MORNING)
    assert ReportVersion.objects.get(number=3).data["contested"] == []


# --- Reminders ----------------------------------------------------------------------------------


def test_the_lead_is_reminded_then_others(cast: Cast) -> None:
    full_reply.answered(cast)
    moments = [
        (DECISIONS_DUE - timedelta(days=1), "corrections-due-soon", ["Leo Lead"]),
        (DECISIONS_DUE, "corrections-due-now", ["Lena Leadhead", "Leo Lead"]),
        (DECISIONS_DUE + timedelta(days=2), "corrections-late", ["Dora Director"]),
    ]
    for moment, kind, people in moments:
        assert {item.kind for item in sweep(at=moment)} - {"dispute-waiting", "evaluation-asked"} == {kind}
        assert sweep(at=moment) == []
        assert told(kind) == people


def test_a_waiting_dispute_is_told_to_both(cast: Cast) -> None:
    full_reply.answered(cast)
    sweep(at=DECISIONS_DUE)
    assert told("dispute-waiting") == ["Dora Director", "Lena Leadhead"]


def test_nothing_is_owed_in_the_night_or_once_it_is_decided(cast: Cast) -> None:
    full_reply.answered(cast)
    assert sweep(at=utc("2026-12-01 23:00")) == []
    full_reply.decide(cast, FactualCorrection.objects.get())
    disputes.withdraw(dispute=Dispute.objects.get(), by=cast.host, at=DECIDED)
    assert {item.kind for item in sweep(at=utc("2026-12-04 09:00"))} == {"evaluation-asked"}


# --- Closing and sealing ------------------------------------------------------------------------


def test_a_session_closes_when_the_reply_is_over(cast: Cast) -> None:
    reply = full_reply.sent(cast)
    with pytest.raises(ValidationError, match="final report"):
        sessions.close_session(session=cast.session, by=cast.director, at=REPLIED)
    answering.say_nothing(reply=reply, by=cast.host, at=REPLIED)
    assert sessions.close_session(session=cast.session, by=cast.director, at=REPLIED).state == "closed"


def test_a_waiting_dispute_keeps_a_session_open(cast: Cast) -> None:
    reply = full_reply.answered(cast)
    full_reply.decide(cast, FactualCorrection.objects.get())
    final.send_final(reply=reply, by=cast.lead, at=DECIDED)
    with pytest.raises(ValidationError, match="dispute"):
        sessions.close_session(session=cast.session, by=cast.director, at=DECIDED)
    disputes.withdraw(dispute=Dispute.objects.get(), by=cast.host, at=DECIDED)
    assert sessions.close_session(session=cast.session, by=cast.director, at=DECIDED).state == "closed"


def test_sealing_reaches_every_version_and_the_reply(cast: Cast) -> None:
    name = "Zephyrine Quillfeather"
    reply = full_reply.sent(cast, context=f"About {name}.\n\nTwo forms.")
    full_reply.correct(cast, reply, after="A pupil reads.")
    full_reply.correct(cast, reply, "context-1", f"Three forms, says {name}.")
    full_reply.say(cast, reply, f"{name} is not ours.")
    answering.send_reply(reply=reply, by=cast.host, at=REPLIED)
    for row in FactualCorrection.objects.all():
        full_reply.decide(cast, row)
    version = final.send_final(reply=reply, by=cast.lead, at=DECIDED)
    texts = {
        key: value for key, _, value in [*reports.texts_of(version.data), *reports.reply_texts(cast.session)]
    }
    clean = {key: value.replace(name, "a pupil") for key, value in texts.items() if name in value}
    new = reports.seal_version(
        version=version, reason="It named a child.", replacement=clean, by=cast.director, at=MORNING
    )
    rows = [*ReportVersion.objects.all(), *FactualCorrection.objects.all(), *Reply.objects.all()]
    assert [row for row in rows if name in str(vars(row))] == []
    assert (new.number, [v.number for v in ReportVersion.objects.filter(sealed_at=None)]) == (3, [3])
    assert new.data["reply"]["words"] == "a pupil is not ours."
