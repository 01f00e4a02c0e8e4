"""Every message of the partnership, for the Director and the administrator."""

from operator import attrgetter

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST

from hlp import mail, outbox
from hlp.access import Request, fetch, require_sight
from hlp.forms.messages import MessageFilterForm
from hlp.models import Message
from hlp.tables import Column, Table, download

PAGE = 50
COLUMNS = [
    Column("What", attrgetter("kind_label"), 26),
    Column("To", attrgetter("person.name"), 26),
    Column("E-mail address", attrgetter("address"), 36),
    Column("Written", attrgetter("written_at"), 24),
    Column("Sent", attrgetter("sent_at"), 24),
    Column("Tries", attrgetter("attempts"), 8),
    Column("State", lambda message: message.get_state_display(), 18),
    Column("Why it was written", attrgetter("why"), 50),
    Column("Last error", attrgetter("last_error"), 50),
]


def message_list(request: Request) -> HttpResponseBase:
    """Messages, newest first, filtered by state, kind and words."""
    require_sight(request.user, "hlp.read_messages")
    visible = Message.objects.visible_to(request.user)
    form = MessageFilterForm(request.GET, kinds=visible.kinds())
    search = import_string(settings.LIST_SEARCH)(request, form)
    found = search.of_people(form.matching(visible).select_related("person"), "person")
    if file := download(request, Table("messages", COLUMNS, found.iterator())):
        return file
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    query = f"{form.query()}{search.query}"
    context = {"search": search, "page": page, "query": query, "failed": visible.failed().count()}
    return render(request, "hlp/message/list.html", context)


def message_detail(request: Request, pk: int) -> HttpResponse:
    """One message: what it says, why, to whom, and what became of it."""
    message = fetch(Message.objects.visible_to(request.user).select_related("person"), request.user, pk=pk)
    return render(request, "hlp/message/detail.html", {"message": message, "mail": mail.preview(message)})


@require_POST
def message_again(request: Request, pk: int) -> HttpResponse:
    """Send a message once more."""
    message = fetch(Message.objects.visible_to(request.user), request.user, pk=pk)
    outbox.send_again(message, by=request.user)
    messages.success(request, f"The message to {message.person} goes out again within a minute.")
    return redirect(message)
