"""What hosts answered: real schools thank, or have no comments; what is contested, declined or late is invented."""

from datetime import datetime, timedelta

from peerchallenge.choices import CorrectionState
from peerchallenge.demo.scenes import head
from peerchallenge.demo.stage import Stage
from peerchallenge.demo.windows import office_hour
from peerchallenge.models import ChallengeSession, FactualCorrection, Reply
from peerchallenge.packs.paragraphs import paragraphs
from peerchallenge.services.replies import answering, deciding, disputes, final, writing
from schools.choices import Role
from schools.roles import people_with

ANSWERED_AFTER, ANSWERED_SOON = timedelta(days=4), timedelta(days=2)
ONE_DAY = timedelta(days=1)

THANKS = (
    "We thank the team for a fair and generous day. What they saw is what we know of our school, and the three actions "
    "are already in our plan. Our teachers valued the conversations most of all.",
    "The report is a true picture. Staff were proud to show their work, and governors will discuss it at their next "
    "meeting. We would gladly welcome the team back to see what has become of the actions.",
    "Thank you for the care with which the team listened to our pupils. The even-better-ifs are the ones that we had "
    "hoped somebody would help us to see.",
)
ADDED = " The team also spent twenty minutes in the nursery."
ADDED_WHY = "It stands in the programme of the day, and we were glad of it."
ADDED_REASON = "Right: two of us were there after break."

LARKFIELD_WRONG = "Attendance is checked every Monday, not once a half term."
LARKFIELD_WHY = "The log of the last two terms, which we sent with the papers."
OPINION = "Pupils in every lesson were stretched."
OPINION_WHY = "That is how our leaders saw it on the same walk."
DISPUTED = (
    "Leadership has been settled since September, and the plan has been cut to three priorities, which staff can name. "
    "The books of Year 1 were collected in the week in which two classes had changed teachers. We ask that the term "
    "‘vulnerable’ be looked at again."
)
UNFAIR = (
    "The two year groups in which books were looked at had supply teachers at the time. Our own assessments were "
    "checked with a school outside the group, and the record was on the table."
)
TALKED = (
    "We met for an hour. The headteacher accepts what was seen on the day and contests what is concluded from it. The "
    "lead reviewer’s notes and the plan were on the table. The school wishes the Director to look at it."
)
NOTED = (
    "I read the books and the record of the assessments and spoke to both sides. The team judged what it was shown. The "
    "check with the outside school was made three weeks later, and speaks for the school’s direction."
)
OWN_VIEW = (
    "We are grateful for a frank day. We see ourselves further along than the report does: the three priorities are "
    "known to every member of staff, and the first has been met. We should like help, and have asked for it."
)


def answer(stage: Stage, session: ChallengeSession, turn: int, *, by_now: bool = False) -> None:
    """A real school's answer, in its turn: mostly no comments, some thanks, a few with a fact put right.

    ``by_now`` leaves what was sent only lately as it is: the reply is awaited.
    """
    reply, at = _reply(session), office_hour(session.reply.opened_at + ANSWERED_AFTER, turn)
    if by_now and at > stage.now:
        return
    if turn % 4:
        answering.say_nothing(reply=reply, by=head(stage, session), at=at)
        return
    if turn % 12 == 0:
        correct(stage, session, "activities-0", ADDED, ADDED_WHY, at=at, add=True)
    _say(stage, session, THANKS[turn // 4 % len(THANKS)], at)
    answering.send_reply(reply=reply, by=head(stage, session), at=at)
    if turn % 12 == 0:
        decide_all(session, at + ONE_DAY, accept={"activities-0": ADDED_REASON})


def correct(
    stage: Stage,
    session: ChallengeSession,
    key: str,
    text: str,
    why: str,
    *,
    at: datetime,
    add: bool = False,
) -> None:
    """A draft of a correction: the text instead of the paragraph, or added to it."""
    reply = _reply(session)
    rows = paragraphs(writing.version_of(reply).data)
    before = next(row.text for row in rows if row.key == key)
    after = f"{before}{text}" if add else text
    writing.save_correction(
        reply=reply, key=key, after=after, why=why, version=0, by=head(stage, session), at=at
    )


def decide_all(session: ChallengeSession, at: datetime, *, accept: dict[str, str]) -> None:
    """The lead decides: those in ``accept`` with its reason, the others are declined; then the final report."""
    reply = _reply(session)
    lead = session.reviewers.get(is_lead=True).person
    for row in FactualCorrection.objects.filter(reply=reply, state=CorrectionState.PROPOSED):
        right = accept.get(row.paragraph, "")
        reason = right or "That is another view of what we saw. It has its place in your right of reply."
        deciding.decide(
            correction=row, accept=bool(right), reason=reason, version=row.version, by=lead, at=at
        )
    final.send_final(reply=reply, by=lead, at=at + timedelta(minutes=20))


def lapse(session: ChallengeSession) -> None:
    """Nobody answered."""
    reply = _reply(session)
    answering.lapse(reply=reply, at=reply.reply_due_at)


def corrected_and_declined(stage: Stage, session: ChallengeSession) -> None:
    """Two corrections: one a fact, one a view."""
    at = office_hour(session.reply.opened_at + ANSWERED_AFTER, 3)
    correct(stage, session, "progress-0", f" {LARKFIELD_WRONG}", LARKFIELD_WHY, at=at, add=True)
    correct(stage, session, "teaching_better-0", OPINION, OPINION_WHY, at=at)
    answering.send_reply(reply=_reply(session), by=head(stage, session), at=at)
    decide_all(session, at + ONE_DAY, accept={"progress-0": "Right. We had the log and overlooked it."})


def contested_and_noted(stage: Stage, session: ChallengeSession) -> None:
    """The judgement on the self-evaluation is disputed, talked about, and noted by the Director."""
    at = office_hour(session.reply.opened_at + ANSWERED_AFTER, 2)
    host = head(stage, session)
    writing.save_dispute(
        reply=_reply(session), name="overall_evidence", grounds=UNFAIR, version=0, by=host, at=at
    )
    reply = answering.send_reply(reply=_reply(session), by=host, at=at)
    for row in reply.disputes.all():
        _talk(stage, session, at + ONE_DAY)
        disputes.note_outcome(dispute=row, outcome=NOTED, by=stage.director, at=at + 3 * ONE_DAY)


def contested_and_late(stage: Stage, session: ChallengeSession) -> None:
    """Two corrections wait too long for their decision, and the judgement is contested."""
    opened = session.reply.opened_at
    at = max(office_hour(opened + ANSWERED_SOON, 1), opened + timedelta(hours=3))
    host = head(stage, session)
    correct(stage, session, "progress-0", f" {LARKFIELD_WRONG}", LARKFIELD_WHY, at=at, add=True)
    correct(stage, session, "teaching_better-0", OPINION, OPINION_WHY, at=at)
    _say(stage, session, OWN_VIEW, at)
    writing.save_dispute(
        reply=_reply(session), name="direction_evidence", grounds=DISPUTED, version=0, by=host, at=at
    )
    answering.send_reply(reply=_reply(session), by=host, at=at)
    if at + 2 * ONE_DAY <= stage.now:
        _talk(stage, session, at + 2 * ONE_DAY)


def _talk(stage: Stage, session: ChallengeSession, at: datetime) -> None:
    """The lead headteacher's notes, where the dispute is with one."""
    leads = people_with(Role.LEAD_HEADTEACHER, collaborative=session.group.collaborative)
    for row in _reply(session).disputes.filter(state="lead-headteacher"):
        disputes.pass_on(dispute=row, conversation=TALKED, by=(leads or [stage.director])[0], at=at)


def _say(stage: Stage, session: ChallengeSession, words: str, at: datetime) -> None:
    reply = _reply(session)
    writing.save_words(reply=reply, words=words, revision=reply.revision, by=head(stage, session), at=at)


def _reply(session: ChallengeSession) -> Reply:
    return Reply.objects.select_related("session").get(session=session)
