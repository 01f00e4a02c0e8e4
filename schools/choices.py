"""Kinds of schools, groups, terms and roles."""

from django.db.models import TextChoices


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


class ImportState(TextChoices):
    """How far an import from the register is."""

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


# Roles held at one school, in one collaborative, or for the whole partnership.
SCHOOL_ROLES = frozenset({Role.HEADTEACHER, Role.DEPUTY, Role.SCHOOL_OFFICE})
# Those who prepare a school's session for its headteacher: dates, documents and programme, no text of a report.
DELEGATE_ROLES = frozenset({Role.DEPUTY, Role.SCHOOL_OFFICE})
COLLABORATIVE_ROLES = frozenset({Role.LEAD_HEADTEACHER})
PARTNERSHIP_ROLES = frozenset({Role.DIRECTOR, Role.ADMINISTRATOR, Role.QA_REVIEWER, Role.LA_OFFICER})

# What the kinds of messages are called where they are listed.
MESSAGE_LABELS = {"invitation": "Invitation", "groups-published": "Groups published"}
