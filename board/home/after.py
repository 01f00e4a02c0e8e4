"""What minutes, decisions, actions and the challenge show on the board's pages and among what needs somebody."""

from typing import Any

from django.urls import reverse

from board.choices import AGENDA_OUT, ActionState, ChallengeState, MeetingState, MinutesState
from board.home.pieces import Panel, Tab
from board.models import BoardAction, Challenge, Decision, Meeting, Minutes
from board.roles import board_roles_of
from board.services import progress
from board.services.actions import SOON
from board.services.challenges import public as public_challenges
from board.services.minutes import public_rows
from hlp import clock
from hlp.models import User
from schools.models import School
from schools.roles import roles_of

LATEST = 5
Item = dict[str, Any]


def entries(user: User) -> list[dict[str, Any]]:
    """Actions, the record and the challenge in the menu."""
    wanted = (
        ("Actions", "action-list", "use_actions"),
        ("Record", "record-list", "read_record"),
        ("Challenge", "challenge-list", "read_challenges"),
    )
    return [
        {"label": label, "href": reverse(f"board:{name}")}
        for label, name, permission in wanted
        if user.has_perm(f"board.{permission}")
    ]


def tabs(user: User, meeting: Meeting) -> list[Tab]:
    """The meeting itself for those who keep its minutes, and its minutes for whoever may read them."""
    found = []
    if user.has_perm("board.minute") and meeting.state in AGENDA_OUT:
        found.append(Tab("In the meeting", reverse("board:room-detail", args=[meeting.pk]), "room"))
    minutes = Minutes.objects.visible_to(user).filter(meeting=meeting).first()
    if minutes:
        found.append(Tab("Minutes", minutes.get_absolute_url(), "minutes"))
    return found


def needs(user: User) -> list[Item]:
    """My actions that are late or due soon, and minutes that wait for me."""
    return [*_actions(user), *_minutes(user)]


def _actions(user: User) -> list[Item]:
    today = clock.today()
    mine = BoardAction.objects.running().filter(owner=user, due_on__lte=today + SOON)
    return [
        {
            "title": f"Action of the Board {action.number}",
            "href": action.get_absolute_url(),
            "text": action.text[:160],
            "due": clock.at(action.due_on, clock.LAST_CALL),
            "late": action.is_late(today),
            "status": "Late" if action.is_late(today) else f"By {clock.short_day(action.due_on)}",
            "colour": "red" if action.is_late(today) else "yellow",
            "kind": ("actions of the Board", f"{reverse('board:action-list')}?show=mine"),
        }
        for action in mine
    ]


def _minutes(user: User) -> list[Item]:
    held = board_roles_of(user)
    if not (held.chair or held.clerk):
        return []
    found = []
    for minutes in Minutes.objects.visible_to(user).select_related("meeting"):
        words = _asked(minutes, chair=held.chair, clerk=held.clerk)
        if words:
            day = clock.day(minutes.meeting.starts_at)
            found.append(
                {
                    "title": f"{words} the minutes of {day}",
                    "href": minutes.get_absolute_url(),
                    "since": minutes.meeting.ends_at,
                    "status": minutes.get_state_display(),
                    "colour": "purple",
                }
            )
    return found


def _asked(minutes: Minutes, *, chair: bool, clerk: bool) -> str:
    """What is asked of the chair or the clerk; nothing where the minutes wait for somebody else."""
    if chair and minutes.state == MinutesState.WITH_CHAIR:
        return "Pass"
    if clerk and minutes.state == MinutesState.DRAFT:
        return "Write"
    if clerk and minutes.is_confirmed and minutes.published_at is None:
        return "Publish"
    return ""


def panels(user: User) -> list[Panel]:
    """On the board's own home: my actions, the challenge that runs, the latest decisions."""
    held = board_roles_of(user)
    found = [_my_actions(user)]
    challenge = Challenge.objects.visible_to(user).filter(state=ChallengeState.PUBLISHED).first()
    if challenge:
        lines = progress.lines(challenge)
        found.append(Panel("board/home/challenge.html", {"challenge": challenge, "lines": lines}))
    if held.reads_record:
        latest = Decision.objects.visible_to(user).standing().select_related("meeting", "item")[:LATEST]
        found.append(Panel("board/home/decisions.html", {"decisions": latest}))
    return found


def _my_actions(user: User) -> Panel:
    today = clock.today()
    mine = BoardAction.objects.running().filter(owner=user)
    rows = [
        {
            "title": action.text,
            "href": action.get_absolute_url(),
            "text": f"By {clock.day(action.due_on)}",
            "status": "Late" if action.is_late(today) else action.get_state_display(),
            "colour": "red" if action.is_late(today) else _colour(action),
        }
        for action in mine
    ]
    return Panel("board/home/actions.html", {"rows": rows})


def _colour(action: BoardAction) -> str:
    return "purple" if action.state == ActionState.CARRIED else "blue"


def meeting_panels(user: User, meeting: Meeting) -> list[Panel]:
    """On the page of a meeting that is over: what was decided and who does what."""
    if meeting.state not in {MeetingState.HELD, MeetingState.CLOSED}:
        return []
    decided = Decision.objects.visible_to(user).standing().filter(meeting=meeting).order_by("pk")
    given = BoardAction.objects.visible_to(user).filter(meeting=meeting).select_related("owner")
    context = {"decisions": list(decided), "given": list(given), "today": clock.today()}
    return [Panel("board/home/outcome.html", context)] if decided or given else []


def challenge_panels(user: User) -> list[dict[str, Any]]:
    """On everybody's home page: the performance challenge that the Board has published."""
    challenge = Challenge.objects.visible_to(user).filter(state=ChallengeState.PUBLISHED).first()
    if challenge is None:
        return []
    panel = {"challenge": challenge, "lines": progress.lines(challenge)}
    return [{"template": "board/home/challenge.html", "context": {"panel": panel}, "order": "overview"}]


def school_panels(user: User, school: School) -> list[dict[str, Any]]:
    """On a school's page, for its headteacher and those who run the partnership: the challenge that runs."""
    held = roles_of(user)
    return challenge_panels(user) if school.pk in held.schools or held.runs_partnership else []


def public_panels(place: str) -> list[dict[str, Any]]:
    """On pages of the public site: the challenge that runs beside what a challenge is, minutes beside what the Board is."""
    if place == "performance-challenge":
        found = public_challenges()
        shown = [{"challenge": one, "lines": progress.lines(one)} for one in found]
        return [{"template": "board/public/challenges.html", "context": {"shown": shown}}] if shown else []
    if place == "board":
        context = {"rows": public_rows()[:LATEST], "all": reverse("board:public-minutes-list")}
        return [{"template": "board/public/minutes.html", "context": context}] if context["rows"] else []
    return []
