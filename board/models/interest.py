"""The register of interests, its yearly confirmation, and withdrawals from an item."""

from django.conf import settings
from django.db import models

from board.choices import BoardInterestKind, WithdrawalSource
from board.models.agenda import AgendaItem
from board.roles import board_roles_of
from hlp import clock
from hlp.models import User
from hlp.models.history import WrittenOnce
from schools.models import AcademicYear


class InterestQuerySet(models.QuerySet["Interest"]):
    """Sets of interests."""

    def visible_to(self, user: User) -> "InterestQuerySet":
        """The register lies open at the table; others see their own."""
        return self if board_roles_of(user).sits else self.filter(person=user)

    def standing(self) -> "InterestQuerySet":
        """Those that have not ended."""
        return self.exclude(ended_on__lte=clock.today())


class Interest(models.Model):
    """One registered interest of a person. Nothing is deleted: it ends."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="board_interests"
    )
    kind = models.CharField(max_length=10, choices=BoardInterestKind)
    organisation = models.CharField(max_length=160)
    text = models.TextField("what it is", blank=True)
    declared_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "declared_on", "pk"]

    def __str__(self) -> str:
        return f"{self.person}: {self.organisation}"

    @property
    def is_standing(self) -> bool:
        """Whether it has not ended."""
        return self.ended_on is None or self.ended_on > clock.today()


class InterestConfirmation(WrittenOnce):
    """A person says that their entries are complete for a year."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="interest_confirmations"
    )
    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "year"], name="interests_confirmed_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.year}"


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    """Sets of withdrawals."""

    def visible_to(self, user: User) -> "WithdrawalQuerySet":
        """Those of items that somebody sees; without a seat only their own."""
        rows = self.filter(item__in=AgendaItem.objects.visible_to(user))
        return rows if board_roles_of(user).sits else rows.filter(person=user)

    def standing(self) -> "WithdrawalQuerySet":
        """Those that were not lifted."""
        return self.filter(lifted_at=None)


class Withdrawal(models.Model):
    """Somebody takes no part in an item, and gets neither its papers nor its minutes, until it is lifted."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="withdrawals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="withdrawals")
    source = models.CharField(max_length=8, choices=WithdrawalSource)
    interest = models.ForeignKey(
        Interest, null=True, blank=True, on_delete=models.PROTECT, related_name="withdrawals"
    )
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person"], condition=models.Q(lifted_at=None), name="withdrawn_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} from {self.item}"
