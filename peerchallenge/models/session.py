"""A challenge session: one school's day with its visiting headteachers."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Max, Min, Q, Value, When
from django.urls import reverse

from hlp import clock
from hlp.models import TextVersion, User
from hlp.models.history import StateChange
from peerchallenge.choices import REPORT_OPEN, REPORT_SENT, TO_COME, EventKind, SessionState
from peerchallenge.models.round import Round
from schools.models import Group, School, Theme
from schools.roles import roles_of


class ChallengeSessionQuerySet(models.QuerySet["ChallengeSession"]):
    """Sets of sessions."""

    def visible_to(self, user: User) -> "ChallengeSessionQuerySet":
        """Dates and states: staff all; others where they host, prepare, review, lead the collaborative or assure."""
        held = roles_of(user)
        if held.runs_partnership:
            return self
        return self.filter(
            Q(host__in=held.schools | held.delegated)
            | Q(pk__in=Reviewer.objects.filter(person_id=user.pk).values("session"))
            | Q(group__collaborative__in=held.collaboratives)
            | (Q(qa_reviewer_id=user.pk) if held.qa_reviewer else Q(pk=None))
        )

    def with_people(self) -> "ChallengeSessionQuerySet":
        """With host, round, group and team, in a fixed number of queries."""
        return self.select_related(
            "host", "round__year", "group__collaborative", "focus", "qa_reviewer"
        ).prefetch_related("reviewers__person", "reviewers__school")

    def with_papers(self) -> "ChallengeSessionQuerySet":
        """With self-evaluation and reply, for what a session asks of somebody."""
        return self.select_related(
            "self_evaluation", "programme", "reply", "check_in", "qa_review"
        ).prefetch_related("reply__corrections", "reply__disputes", "evaluations")

    def with_sending(self) -> "ChallengeSessionQuerySet":
        """With ``sent_at``, the moment when the host first received the report."""
        return self.annotate(sent_at=Min("versions__sent_at"))

    def with_last_change(self) -> "ChallengeSessionQuerySet":
        """With ``changed_at``, the moment of the newest row of its history."""
        return self.annotate(changed_at=Max("events__at"))

    def by_urgency(self, *first: Case) -> "ChallengeSessionQuerySet":
        """In the order in which they ask for something: reports due, days to come, then what is over, newest first."""
        order = [SessionState.HELD, SessionState.CONFIRMED, SessionState.POSTPONED, SessionState.REPORTED]
        places = [When(state=state, then=Value(place)) for place, state in enumerate(order)]
        places.append(When(state=SessionState.PLANNED, then=Value(order.index(SessionState.CONFIRMED))))
        ahead = Case(When(state__in=[SessionState.HELD, *TO_COME], then=F("starts_at")))
        rows = self.annotate(stage=Case(*places, default=Value(len(order))), ahead=ahead)
        return rows.order_by(*first, "stage", F("ahead").asc(nulls_last=True), "-starts_at", "pk")

    def awaiting_report(self) -> "ChallengeSessionQuerySet":
        """Held, and the report not sent."""
        return self.filter(state=SessionState.HELD)

    def overdue(self, at: datetime) -> "ChallengeSessionQuerySet":
        """Held, and the report not sent in time."""
        return self.awaiting_report().filter(report_due_at__lt=at)


class ChallengeSession(models.Model):
    """One school's challenge in one round. All moments are UTC.

    ``ended_at`` is the moment that the clock started: the earlier of the lead's tap and the planned end, or what
    the Director corrected it to. ``report_due_at`` follows from it. ``clock_set_at`` is when people were last told
    of that moment and ``clock_generation`` counts how often the clock was set: no reminder is repeated for one
    setting. ``next_reminder_at`` is when something is next owed to somebody; the sweep asks for nothing else.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sessions")
    host = models.ForeignKey(School, on_delete=models.PROTECT, related_name="hosted_sessions")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField()
    planned_end_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)
    focus = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    focus_detail = models.CharField(max_length=300, blank=True)
    key_lines = models.TextField("key lines of enquiry", blank=True)
    host_contact = models.CharField("contact at the host school on the day", max_length=120, blank=True)
    qa_reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="qa_sessions"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    report_due_at = models.DateTimeField(null=True, blank=True)
    clock_set_at = models.DateTimeField(null=True, blank=True)
    clock_generation = models.PositiveIntegerField(default=0)
    next_reminder_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ChallengeSessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(
                fields=["next_reminder_at"], name="session_owes", condition=Q(next_reminder_at__isnull=False)
            ),
            models.Index(
                fields=["report_due_at"], name="session_report_due", condition=Q(state=SessionState.HELD)
            ),
            models.Index(
                fields=["planned_end_at"],
                name="session_to_end",
                condition=Q(state__in=[SessionState.PLANNED, SessionState.CONFIRMED]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_end_at__gt=F("starts_at")), name="session_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, report_due_at=None)
                | Q(ended_at__isnull=False, report_due_at__isnull=False),
                name="session_end_and_due_together",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[SessionState.HELD, SessionState.REPORTED, SessionState.CLOSED])
                | Q(ended_at__isnull=False),
                name="session_held_has_end",
            ),
            models.UniqueConstraint(
                fields=["round", "host"],
                condition=~Q(state=SessionState.CANCELLED),
                name="session_once_a_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host}, {clock.day(self.starts_at)}"

    def get_absolute_url(self) -> str:
        """The session's page."""
        return reverse("peerchallenge:session-detail", args=[self.pk])

    @property
    def about(self) -> str:
        """How messages, documents and the audit log name this session."""
        return f"session:{self.pk}"

    @property
    def lead(self) -> "Reviewer | None":
        """The lead reviewer's row, from the prefetched team where there is one."""
        return next((r for r in self.reviewers.all() if r.is_lead), None)

    @property
    def is_to_come(self) -> bool:
        """Whether the day is still ahead."""
        return self.state in TO_COME

    @property
    def is_report_open(self) -> bool:
        """Whether a report is still to be sent."""
        return self.state in REPORT_OPEN

    @property
    def is_report_sent(self) -> bool:
        """Whether the host has the report."""
        return self.state in REPORT_SENT

    def is_overdue(self, at: datetime | None = None) -> bool:
        """Whether the report should have been sent by now."""
        due = self.report_due_at
        return self.state == SessionState.HELD and due is not None and due < (at or clock.now())


class Reviewer(models.Model):
    """A visiting headteacher of one session. Stays theirs when their appointment has ended.

    ``took_over_at`` is when somebody joined the team or became its lead after the day: they accept the code of conduct
    before they write.
    """

    session = models.ForeignKey(ChallengeSession, on_delete=models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    school = models.ForeignKey(School, null=True, on_delete=models.PROTECT, related_name="+")
    is_lead = models.BooleanField(default=False)
    code_version = models.ForeignKey(TextVersion, null=True, on_delete=models.PROTECT, related_name="+")
    code_accepted_at = models.DateTimeField(null=True)
    took_over_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-is_lead", "person__name"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="reviewer_once_a_session"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(is_lead=True), name="reviewer_one_lead_a_session"
            ),
            models.CheckConstraint(
                condition=Q(code_version=None, code_accepted_at=None)
                | Q(code_version__isnull=False, code_accepted_at__isnull=False),
                name="reviewer_code_and_moment_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {'lead reviewer' if self.is_lead else 'reviewer'}"


class SessionEvent(StateChange):
    """One step in a session's history."""

    thing = models.ForeignKey(ChallengeSession, on_delete=models.PROTECT, related_name="events")

    def __str__(self) -> str:
        return f"{self.get_kind_label()} {self.at:%Y-%m-%d %H:%M}"

    def get_kind_label(self) -> str:
        """What happened, in words: the new state, or the kind of change."""
        if self.kind == EventKind.STATE:
            return SessionState(self.to_state).label
        return EventKind(self.kind).label
