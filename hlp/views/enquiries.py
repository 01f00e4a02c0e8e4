"""What visitors of the public site wrote, for the office."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hlp.access import Request, fetch, require_sight
from hlp.models import Enquiry
from hlp.site import enquiries

PAGE = 30


def enquiry_list(request: Request) -> HttpResponse:
    """Enquiries, those that wait for an answer first."""
    require_sight(request.user, "hlp.read_enquiries")
    found = Enquiry.objects.visible_to(request.user).select_related("answered_by")
    waiting = found.waiting().count()
    page = Paginator(found.order_by("answered_at", "-at"), PAGE).get_page(request.GET.get("page"))
    return render(request, "hlp/enquiry/list.html", {"page": page, "waiting": waiting})


def enquiry_detail(request: Request, pk: int) -> HttpResponse:
    """One enquiry."""
    found = Enquiry.objects.visible_to(request.user).select_related("answered_by")
    return render(request, "hlp/enquiry/detail.html", {"enquiry": fetch(found, request.user, pk=pk)})


@require_POST
def enquiry_answer(request: Request, pk: int) -> HttpResponse:
    """Note that an enquiry is answered."""
    enquiry = fetch(Enquiry.objects.visible_to(request.user), request.user, pk=pk)
    enquiries.answer(enquiry=enquiry, by=request.user)
    messages.success(request, f"Noted: {enquiry.name} has an answer.")
    return redirect("hlp:enquiry-list")
