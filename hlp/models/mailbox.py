"""The demonstration's mailbox: what would have been e-mailed, read in the browser."""

from django.db import models


class MailboxQuerySet(models.QuerySet["MailboxMail"]):
    """Sets of kept e-mails."""

    def visible_to(self, user: object) -> "MailboxQuerySet":
        """All for everybody: the mailbox exists in the demonstration alone, where everybody may be anybody."""
        return self

    def addresses(self) -> list[str]:
        """Everybody to whom something was sent."""
        return list(self.order_by("to").values_list("to", flat=True).distinct())


class MailboxMail(models.Model):
    """One e-mail as it would have gone out."""

    message_id = models.CharField(max_length=200)
    to = models.CharField(max_length=254, db_index=True)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    html = models.TextField(blank=True)
    sent_at = models.DateTimeField(auto_now_add=True)

    objects = MailboxQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.subject} ({self.to})"
