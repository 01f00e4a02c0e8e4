"""The demonstration's mailbox: what would have been e-mailed, read in the browser."""

from django.db import models


class MailboxMail(models.Model):
    """One e-mail as it would have gone out."""

    message_id = models.CharField(max_length=200)
    to = models.CharField(max_length=254, db_index=True)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    html = models.TextField(blank=True)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.subject} ({self.to})"
