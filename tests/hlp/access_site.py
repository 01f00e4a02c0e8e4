"""Who opens the public site and what lies behind it (``tests/test_access.py`` says how to read the rows)."""

from datetime import UTC, datetime
from typing import Any

from hlp.models import Enquiry
from hlp.site import pages
from tests.conftest import Cast
from tests.hlp import sites

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    # For everybody
    "GET hlp:page": "2 22 222 22 22 22 2 22",
    "GET hlp:news-list": "2 22 222 22 22 22 2 22",
    "GET hlp:news-detail": "2 22 222 22 22 22 2 22",
    "GET hlp:news-feed": "2 22 222 22 22 22 2 22",
    "GET hlp:contact": "2 22 222 22 22 22 2 22",
    "POST hlp:contact": "2 22 222 22 22 22 2 22",
    "GET hlp:contact-sent": "2 22 222 22 22 22 2 22",
    "GET hlp:sitemap": "2 22 222 22 22 22 2 22",
    "GET hlp:robots": "2 22 222 22 22 22 2 22",
    "GET schools:public-list": "2 22 222 22 22 22 2 22",
    "GET schools:public-detail": "2 22 222 22 22 22 2 22",
    # A picture that stands on no page yet
    "GET hlp:picture": "4 24 444 44 44 44 4 44",
    # Behind the site: the Director alone
    "GET hlp:site-list": "s 24 444 44 44 44 4 44",
    "GET hlp:site-create": "s 24 444 44 44 44 4 44",
    "POST hlp:site-create": "s 24 444 44 44 44 4 44",
    "GET hlp:site-preview": "s 55 555 55 55 55 5 55",
    "POST hlp:site-preview": "s 24 444 44 44 44 4 44",
    "GET hlp:site-detail": "s 24 444 44 44 44 4 44",
    "GET hlp:site-edit": "s 24 444 44 44 44 4 44",
    "POST hlp:site-edit": "s 24 444 44 44 44 4 44",
    "GET hlp:site-version": "s 24 444 44 44 44 4 44",
    "GET hlp:site-restore": "s 55 555 55 55 55 5 55",
    "POST hlp:site-restore": "s 34 444 44 44 44 4 44",
    "GET hlp:site-publish": "s 24 444 44 44 44 4 44",
    "POST hlp:site-publish": "s 24 444 44 44 44 4 44",
    "GET hlp:site-withdraw": "s 24 444 44 44 44 4 44",
    "POST hlp:site-withdraw": "s 34 444 44 44 44 4 44",
    "GET hlp:site-cancel": "s 55 555 55 55 55 5 55",
    "POST hlp:site-cancel": "s 34 444 44 44 44 4 44",
    "GET hlp:site-place": "s 24 444 44 44 44 4 44",
    "POST hlp:site-place": "s 24 444 44 44 44 4 44",
    # What visitors wrote: the office
    "GET hlp:enquiry-list": "s 22 444 44 44 44 4 44",
    "GET hlp:enquiry-detail": "s 22 444 44 44 44 4 44",
    "GET hlp:enquiry-answer": "s 55 555 55 55 55 5 55",
    "POST hlp:enquiry-answer": "s 33 444 44 44 44 4 44",
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """A page that ships, a published piece of news, a picture that waits, and a visitor's question."""
    pages.ensure_defaults()
    news = sites.piece(cast.director)
    picture = sites.picture(cast.director)
    at = datetime(2026, 11, 16, 8, tzinfo=UTC)
    enquiry = Enquiry.objects.create(token="a", name="Ann", email="ann@visitor.example", text="Hello", at=at)
    verbs = ("detail", "edit", "publish", "withdraw", "cancel", "place")
    return {
        "hlp:page": {"slug": "board"},
        "hlp:news-detail": {"slug": news.slug},
        "hlp:picture": {"pk": picture.pk, "width": picture.width},
        "hlp:site-create": {"kind": "news"},
        **{f"hlp:site-{verb}": {"pk": news.pk} for verb in verbs},
        **{f"hlp:site-{verb}": {"pk": news.pk, "number": 1} for verb in ("version", "restore")},
        **{f"hlp:enquiry-{verb}": {"pk": enquiry.pk} for verb in ("detail", "answer")},
        "schools:public-detail": {"urn": cast.host_school.urn},
    }
