"""Quality assurance in the demonstration: agreed with at real schools, different views at the invented ones."""

from datetime import datetime, timedelta

from peerchallenge.choices import REPORT_SENT, Accuracy
from peerchallenge.demo.stage import Stage
from peerchallenge.demo.windows import office_hour
from peerchallenge.models import ChallengeSession
from peerchallenge.packs.qa_parts import QA_PARTS
from peerchallenge.services.qa import judging, sending
from peerchallenge.services.qa.judging import Own

SINCE = timedelta(days=300)  # older sessions were assured on paper
JUDGED_AFTER, SENT_AFTER, LATE_AFTER = timedelta(hours=3), timedelta(days=3), timedelta(days=16)

TEXTS = {
    "preparation_comment": "Papers came a week before, the timetable left room to talk, and the team had met online.",
    "conduct_comment": "The host walked with the team. Hard questions were asked kindly, and every one was answered.",
    "evidence_comment": "Books, lessons and pupils\u2019 voices told the same story. Notes kept facts and views apart.",
    "lead_comment": "Opens conversations well and lets others finish. Could sum up sooner when time runs short.",
    "reviewers_comment": "Listened closely and brought examples of their own. Notes were shared at midday.",
    "report_comment": "Short, fair and what was said on the day. Each action can be used on Monday.",
    "host_view": "The headteacher felt heard, and found the questions sharper than last year.",
    "team_view": "The team would have liked half an hour more in classrooms, and learned much for their own schools.",
    "advice": "Another borough has the host choose one of the two learning walks. It makes the start easier.",
    "practice": "The one-page note that reviewers fill in after each visit.",
    "verdict_comment": "The judgements rest on evidence, and the school can work with the report.",
}
APART = "Books in two year groups did not bear out what the school says, and neither did its own assessments."
STUCK = "Two of three actions were left when leadership changed. I would not call it settled yet."


def play(stage: Stage) -> None:
    """Own judgements, QA reports, one that is late and one that is half written, all up to now."""
    rows = ChallengeSession.objects.filter(
        state__in=REPORT_SENT, qa_reviewer__isnull=False, ended_at__gt=stage.now - SINCE
    )
    for turn, session in enumerate(rows.with_people().order_by("starts_at", "pk")):
        assert session.ended_at is not None  # noqa: S101 its report was sent
        late = session.host.invented
        sent_at = office_hour(session.ended_at + (LATE_AFTER if late else SENT_AFTER), turn)
        _play(session, sent_at if sent_at < stage.now else None)


def _play(session: ChallengeSession, sent_at: datetime | None) -> None:
    """Judged on the evening of the day; written and sent, or left half written where that is still to come."""
    assert session.ended_at is not None  # noqa: S101 its report was sent
    by = session.qa_reviewer
    assert by is not None  # noqa: S101 the session is assured
    review = judging.open_review(session=session, by=by)
    at = session.ended_at + JUDGED_AFTER
    judging.record_judgement(review=review, own=_own(session), by=by, at=at)
    done = QA_PARTS if sent_at else QA_PARTS[:2]
    review.answers = {
        part.slug: {p.name: _answer(session, p.name, p.kind) for p in part.points} for part in done
    }
    review.saves = {part.slug: {"revision": 1, "page": "", "turn": 0, "at": at.isoformat()} for part in done}
    review.save(update_fields=["answers", "saves"])
    if sent_at:
        sending.send(review=review, by=by, at=sent_at)


def _own(session: ChallengeSession) -> Own:
    """What the team found at a real school; at an invented one some areas are seen differently."""
    report = session.report
    areas = dict(report.area_judgements.values_list("area", "accuracy"))
    overall, evidence = (
        report.overall_accuracy,
        "What I saw in lessons and books is what the school says of itself.",
    )
    if session.host.invented:
        for place, area in enumerate(sorted(areas)):
            areas[area] = Accuracy.MORE_POSITIVE if place % 3 == 0 else areas[area]
        overall, evidence = Accuracy.MORE_POSITIVE, APART
    direction = report.direction
    heading = "Leaders have chosen few things and finish them."
    return Own(
        overall=overall,
        overall_evidence=evidence,
        direction=direction.code if direction else "",
        direction_evidence=STUCK if direction and direction.concern else heading,
        areas=areas,
    )


def _answer(session: ChallengeSession, name: str, kind: str) -> str:
    if kind == "rating":
        return "3" if session.host.invented or (session.pk + len(name)) % 3 == 0 else "4"
    if kind == "verdict":
        return "advice" if session.host.invented else "secure"
    return TEXTS[name]
