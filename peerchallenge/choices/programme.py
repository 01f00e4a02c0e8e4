"""The programme of the day: what a slot is, and who of the visitors a line of the template is for."""

from django.db.models import TextChoices


class SlotKind(TextChoices):
    """What happens in a slot."""

    BRIEFING = "briefing", "Arrival or briefing"
    MEETING = "meeting", "Meeting"
    LEARNING_WALK = "learning-walk", "Learning walk"
    LESSONS = "lessons", "Lesson visits"
    BOOKS = "books", "Books"
    PUPILS = "pupils", "Pupils"
    STAFF = "staff", "Staff or leaders"
    GOVERNORS = "governors", "Governors"
    DATA = "data", "Data or documents"
    BREAK = "break", "Break"
    LUNCH = "lunch", "Lunch"
    TEAM = "team", "Team meeting"
    FEEDBACK = "feedback", "Feedback"
    OTHER = "other", "Something else"


# In these slots the whole team rests or thinks; nothing is seen of the school.
WITHOUT_EVIDENCE = frozenset({SlotKind.BRIEFING, SlotKind.BREAK, SlotKind.LUNCH})


class SlotTeam(TextChoices):
    """Who of the visitors takes part when a programme is made from the template."""

    ALL = "all", "The whole review team"
    LEAD = "lead", "The lead reviewer"
    ONE = "one", "One reviewer, in turn"
    NONE = "none", "Nobody of the review team"


class Side(TextChoices):
    """Whose agreement a programme has."""

    HOST = "host", "Host"
    LEAD = "lead", "Lead reviewer"


PROGRAMME_LABELS = {
    "programme-waits": "Programme of the day waits",
    "programme-agreed": "Programme of the day agreed",
    "programme-suggested": "Suggestion for a programme",
    "handbook-changed": "Handbook changed",
    "countdown-soon": "Something is due before a session",
    "countdown-late": "Something is late before a session",
}
