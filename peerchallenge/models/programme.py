"""The programme of a session's day, and the year's template that it starts from. Times are London's."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hlp.models import User
from peerchallenge.choices import SlotKind, SlotTeam
from peerchallenge.models.session import ChallengeSession
from schools.models import AcademicYear


class TemplateSlot(models.Model):
    """A line of the year's suggested programme, which the Director edits.

    ``team`` says who of the visitors is put into it, ``with_head`` whether the headteacher is; ``who`` says in words
    whom it is for and is printed.
    """

    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="template_slots")
    starts = models.TimeField()
    ends = models.TimeField()
    kind = models.CharField(max_length=13, choices=SlotKind, default=SlotKind.OTHER)
    activity = models.CharField(max_length=200)
    who = models.CharField(max_length=120, blank=True)
    team = models.CharField(max_length=4, choices=SlotTeam, default=SlotTeam.ALL)
    with_head = models.BooleanField("the headteacher takes part", default=False)
    output = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["year", "starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="template_slot_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.starts:%H:%M} {self.activity}"


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Sets of programmes."""

    def visible_to(self, user: User) -> "ProgrammeQuerySet":
        """Whoever sees the session."""
        return self.filter(session__in=ChallengeSession.objects.visible_to(user))

    def with_slots(self) -> "ProgrammeQuerySet":
        """With slots, their people, and what was suggested, in a fixed number of queries."""
        return self.prefetch_related("slots__people", "slots__hosts", "hosts", "remarks__by")


class Programme(models.Model):
    """The programme of one session. It is agreed once host and lead reviewer have said so of the same version.

    The designated safeguarding lead is kept with it: whom the team goes to on that day.
    """

    session = models.OneToOneField(ChallengeSession, on_delete=models.CASCADE, related_name="programme")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    host_agreed_at = models.DateTimeField(null=True, blank=True)
    host_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lead_agreed_at = models.DateTimeField(null=True, blank=True)
    lead_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    safeguarding_lead = models.CharField("designated safeguarding lead", max_length=120, blank=True)
    safeguarding_phone = models.CharField("telephone on the day", max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["session"]

    def __str__(self) -> str:
        return f"Programme of {self.session}"

    def get_absolute_url(self) -> str:
        """The programme's page."""
        return reverse("peerchallenge:programme-read", args=[self.session_id])

    @property
    def is_agreed(self) -> bool:
        """Whether host and lead reviewer have both agreed to it as it stands."""
        return self.host_agreed_at is not None and self.lead_agreed_at is not None


class HostPerson(models.Model):
    """Somebody of the host school, or invited by it, who takes part in the day. No pupil is ever named."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="hosts")
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="host_person_once_a_programme")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}" if self.role else self.name


class ProgrammeSlot(models.Model):
    """One slot: when, what, where, and with whom. ``people`` are visitors, ``hosts`` the school's, ``others`` words."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="slots")
    position = models.PositiveSmallIntegerField(default=0)
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    kind = models.CharField(max_length=13, choices=SlotKind, default=SlotKind.OTHER)
    activity = models.CharField(max_length=200)
    place = models.CharField(max_length=80, blank=True)
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    hosts = models.ManyToManyField(HostPerson, blank=True, related_name="slots")
    others = models.CharField(max_length=120, blank=True)
    output = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["programme", "starts_at", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="slot_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M} {self.activity}"


class ProgrammeRemark(models.Model):
    """What somebody suggests for a programme that is not theirs to write."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="remarks")
    slot = models.ForeignKey(
        ProgrammeSlot, null=True, blank=True, on_delete=models.SET_NULL, related_name="remarks"
    )
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
