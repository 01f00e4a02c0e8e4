"""The blank report form: to print, and as a Word file."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from hlp.access import Request
from hlp.models import Partnership
from peerchallenge.choices import Accuracy, SupportWanted
from peerchallenge.packs import word as word_pack
from peerchallenge.packs.sections import FEWEST_WORDS, MOST_WORDS, PROTOCOL, report_sections
from peerchallenge.services import reports
from schools.roles import roles_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def page(request: Request) -> HttpResponse:
    """The form on a page that prints well."""
    return render(request, "peerchallenge/report/blank.html", _facts(request))


def word(request: Request) -> HttpResponse:
    """The form as a Word file."""
    facts = _facts(request)
    data = word_pack.blank_form(
        partnership=Partnership.current().name,
        sections=facts["sections"],
        areas=facts["areas"],
        directions=facts["directions"],
        accuracies=facts["accuracies"],
        support=facts["support"],
        protocol=PROTOCOL,
        words=(FEWEST_WORDS, MOST_WORDS),
    )
    headers = {"Content-Disposition": 'attachment; filename="peer-challenge-report-form.docx"'}
    return HttpResponse(data, content_type=WORD, headers=headers)


def _facts(request: Request) -> dict[str, Any]:
    """What the form consists of this year. Raises PermissionDenied for somebody without any post or review."""
    user: Any = request.user
    if not (roles_of(user).any or user.reviews.exists()):
        raise PermissionDenied
    areas, directions = reports.blank_scheme()
    return {
        "sections": list(report_sections()),
        "areas": areas,
        "directions": directions,
        "accuracies": [str(label) for label in Accuracy.labels],
        "support": [str(label) for label in SupportWanted.labels],
        "protocol": PROTOCOL,
        "fewest": FEWEST_WORDS,
        "most": MOST_WORDS,
        "about": ["School", "Date", "Lead reviewer", "Reviewers", "Focus", "Key lines of enquiry"],
        "blank_rows": range(4),
    }
