"""The kernel's records: people, messages, documents, texts, audit, and the partnership itself."""

from hlp.models.audit import AuditEntry
from hlp.models.document import Blob, Document
from hlp.models.drawing import Drawing
from hlp.models.enquiry import Enquiry
from hlp.models.heartbeat import Heartbeat
from hlp.models.mailbox import MailboxMail
from hlp.models.message import Message
from hlp.models.page import FormerAddress, Page, PageVersion
from hlp.models.partnership import Partnership
from hlp.models.picture import Picture, PictureSize
from hlp.models.text import Text, TextVersion
from hlp.models.user import User

__all__ = [
    "AuditEntry",
    "Blob",
    "Document",
    "Drawing",
    "Enquiry",
    "FormerAddress",
    "Heartbeat",
    "MailboxMail",
    "Message",
    "Page",
    "PageVersion",
    "Partnership",
    "Picture",
    "PictureSize",
    "Text",
    "TextVersion",
    "User",
]
