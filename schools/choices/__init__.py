"""Kinds of schools, groups, terms and roles."""

from django.db.models import TextChoices

from schools.choices.practice import PRACTICE_LABELS


class Phase(TextChoices):
    """The phase of education as the register names it."""

    NURSERY = "nursery", "Nursery"
    PRIMARY = "primary", "Primary"
    ALL_THROUGH = "all-through", "All-through"
    SPECIAL = "special", "Special"


class TermName(TextChoices):
    """The three terms of a school year."""

    AUTUMN = "autumn", "Autumn"
    SPRING = "spring", "Spring"
    SUMMER = "summer", "Summer"


class ThemeAct(TextChoices):
    """What was done to a theme of the shared vocabulary."""

    ADDED = "added", "Added"
    RENAMED = "renamed", "Renamed"
    DESCRIBED = "described", "Description changed"
    SYNONYMS = "synonyms", "Synonyms changed"
    MERGED = "merged", "Merged"
    SPLIT = "split", "Split"
    RETIRED = "retired", "Retired"
    RESTORED = "restored", "Taken up again"


class Role(TextChoices):
    """What a person may be appointed to. Board seats are the board's own."""

    HEADTEACHER = "headteacher", "Headteacher"
    DEPUTY = "deputy", "Deputy headteacher"
    SCHOOL_OFFICE = "school-office", "School office"
    LEAD_HEADTEACHER = "lead-headteacher", "Lead headteacher"
    DIRECTOR = "director", "Director"
    ADMINISTRATOR = "administrator", "Partnership administrator"
    QA_REVIEWER = "qa-reviewer", "QA reviewer"
    LA_OFFICER = "la-officer", "LA officer"


class ClosedKind(TextChoices):
    """Why no challenge is held on some days of term."""

    SATS = "sats", "Key stage 2 tests"
    PHONICS = "phonics", "Phonics check"
    INSET = "inset", "INSET"
    OTHER = "other", "Other"


class ImportKind(TextChoices):
    """What an import brings."""

    REGISTER = "register", "Schools from the register"
    PEOPLE = "people", "People and posts"


class ImportState(TextChoices):
    """How far an import is."""

    READING = "reading", "Being read"
    READY = "ready", "To be checked"
    APPLYING = "applying", "Being taken over"
    DONE = "done", "Done"
    FAILED = "failed", "Not possible"
    DROPPED = "dropped", "Replaced by a newer upload"


class ChangeKind(TextChoices):
    """What an import changes at a school, in the order in which it is shown."""

    SUCCESSOR = "successor", "New URN, following a school"
    NEW = "new", "New school"
    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Open again"
    RENAMED = "renamed", "Renamed"
    MOVED = "moved", "Moved"
    TYPE = "type", "Type changed"
    AGES = "ages", "Phase or ages changed"
    DETAILS = "details", "Other details"


class PinKind(TextChoices):
    """What the planner of groups is told about named schools."""

    TOGETHER = "together", "In one group"
    APART = "apart", "In different groups"
    COLLABORATIVE = "collaborative", "In a collaborative"


class PlanState(TextChoices):
    """How far a plan of a year's groups is."""

    WORKING = "working", "Being worked out"
    READY = "ready", "Draft"
    FAILED = "failed", "Not possible"
    PUBLISHED = "published", "Published"
    REPLACED = "replaced", "Published, replaced since"
    DROPPED = "dropped", "Put aside"


class Audience(TextChoices):
    """Who may come to a training event without being invited by the office."""

    HEADTEACHERS = "headteachers", "Headteachers"
    LEADERS = "leaders", "Headteachers and deputy headteachers"
    EVERYBODY = "everybody", "Everybody who holds a post in the partnership"
    INVITED = "invited", "Only those whom the office invites"


class PlaceState(TextChoices):
    """Where a person stands with a training event."""

    INVITED = "invited", "Invited"
    COMING = "coming", "Signed up"
    WAITING = "waiting", "On the waiting list"
    NOT_COMING = "not-coming", "Not coming"
    PRESENT = "present", "Present"
    ABSENT = "absent", "Absent"


P = PlaceState
# Whoever is on the list may be marked present or absent, and a mistake may be put right.
ATTENDANCE = frozenset({P.PRESENT, P.ABSENT})
PLACE_MOVES: dict[str, frozenset[str]] = {
    P.INVITED: frozenset({P.COMING, P.WAITING, P.NOT_COMING, P.PRESENT, P.ABSENT}),
    P.COMING: frozenset({P.NOT_COMING, P.PRESENT, P.ABSENT}),
    P.WAITING: frozenset({P.COMING, P.NOT_COMING, P.PRESENT, P.ABSENT}),
    P.NOT_COMING: frozenset({P.COMING, P.WAITING, P.INVITED, P.PRESENT, P.ABSENT}),
    P.PRESENT: frozenset({P.ABSENT}),
    P.ABSENT: frozenset({P.PRESENT}),
}


class ConflictKind(TextChoices):
    """Why a headteacher should not work with a school. No more than the category is ever asked for."""

    RELATIONSHIP = "relationship", "Personal relationship"
    EMPLOYMENT = "employment", "Employment there within the last five years"
    GOVERNOR = "governor", "Link through a governor"
    OTHER = "other", "Another reason"


class InterestKind(TextChoices):
    """What a headteacher would like to do with another school."""

    WORK_WITH = "work-with", "Work with them"
    LEARN_FROM = "learn-from", "Learn from them"


class MembershipStep(TextChoices):
    """What happened to a school's membership."""

    JOINED = "joined", "Joined"
    REJOINED = "re-joined", "Re-joined"
    RENEWED = "renewed", "Renewed"
    LEFT = "left", "Leaves"
    STAYS = "stays", "Stays after all"
    WITHDRAWN = "withdrawn", "Taken back"
    ACCEPTED = "accepted", "Agreement accepted"


class Arrival(TextChoices):
    """How a school came to be a member in a year, where it was none at the end of the year before."""

    JOINED = "joined", "Joined"
    REJOINED = "re-joined", "Re-joined"


# Roles held at one school, in one collaborative, or for the whole partnership.
SCHOOL_ROLES = frozenset({Role.HEADTEACHER, Role.DEPUTY, Role.SCHOOL_OFFICE})
# Those who prepare a school's session for its headteacher: dates, documents and programme, no text of a report.
DELEGATE_ROLES = frozenset({Role.DEPUTY, Role.SCHOOL_OFFICE})
COLLABORATIVE_ROLES = frozenset({Role.LEAD_HEADTEACHER})
PARTNERSHIP_ROLES = frozenset({Role.DIRECTOR, Role.ADMINISTRATOR, Role.QA_REVIEWER, Role.LA_OFFICER})

# What the kinds of messages are called where they are listed.
MESSAGE_LABELS = {
    "invitation": "Invitation",
    "groups-published": "Groups published",
    "training-offer": "Training offered",
    "training-invitation": "Invitation to training",
    "training-place": "Place at a training event",
    "training-changed": "Training event changed",
    "training-cancelled": "Training event cancelled",
    "training-refresh": "Training to be refreshed",
    "declaration-open": "Yearly declaration opens",
    "agreement-asked": "Membership agreement to accept",
    "declaration-reminder": "Yearly declaration not answered",
    **PRACTICE_LABELS,
}

# The steps of a plan of groups. What was put aside may be taken up again.
PLAN_MOVES: dict[str, frozenset[str]] = {
    PlanState.WORKING: frozenset({PlanState.READY, PlanState.FAILED, PlanState.DROPPED}),
    PlanState.READY: frozenset({PlanState.PUBLISHED, PlanState.DROPPED}),
    PlanState.FAILED: frozenset({PlanState.DROPPED}),
    PlanState.PUBLISHED: frozenset({PlanState.REPLACED}),
    PlanState.REPLACED: frozenset(),
    PlanState.DROPPED: frozenset({PlanState.READY}),
}
