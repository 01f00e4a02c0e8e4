"""Calendar files, and the private address to which a calendar program subscribes."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from hlp import access
from hlp.access import Request
from peerchallenge.models import CalendarFeed, ChallengeSession, Round
from peerchallenge.services import feeds
from peerchallenge.views.sessions import fetch_session, posted
from schools.forms.search import SchoolSearch
from schools.roles import roles_of

ICS = "text/calendar; charset=utf-8"
PER_PAGE = 50
page = require_http_methods(["GET", "POST"])


@require_GET
def session_file(request: Request, pk: int) -> HttpResponse:
    """One session as a calendar file; for its lead reviewer with the report."""
    session = fetch_session(request, pk)
    rows = ChallengeSession.objects.visible_to(request.user).filter(pk=pk)
    return _file(feeds.draw(str(session), rows, request.user), f"session-{session.host.name}")


@require_GET
def round_file(request: Request, pk: int) -> HttpResponse:
    """The sessions of a round that the reader may see as a calendar file."""
    user = request.user
    found = access.fetch(Round.objects.visible_to(user).select_related("year"), user, pk=pk)
    rows = ChallengeSession.objects.visible_to(user).filter(round=found)
    return _file(feeds.draw(str(found), rows, user), str(found))


def _file(body: bytes, name: str) -> HttpResponse:
    reply = HttpResponse(body, content_type=ICS)
    reply["Content-Disposition"] = f'attachment; filename="{slugify(name)}.ics"'
    return reply


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str, everything: bool = False) -> HttpResponse:
    """What a calendar program reads: the secret in the address stands for the person. 404 for any other."""
    found = feeds.find_feed(token)
    if found is None:
        raise Http404
    body = feeds.draw_feed(found, everything=everything)
    tag, changed = feeds.remember(found, "all" if everything else "own", body)
    reply = HttpResponse(body, content_type=ICS)
    reply["ETag"], reply["Last-Modified"] = quote_etag(tag), http_date(changed.timestamp())
    reply["Cache-Control"] = "private, no-cache"
    reply["X-Robots-Tag"] = "noindex"
    told = get_conditional_response(request, reply["ETag"], int(changed.timestamp()), reply)
    return told or reply


@page
def feed_detail(request: Request) -> HttpResponse:
    """The reader's own calendar address and how to subscribe. A POST makes it."""
    user = request.user
    access.require_sight(user, "peerchallenge.subscribe")
    if request.method == "POST":
        feeds.open_feed(person=user, by=user)
        return redirect("peerchallenge:feed-detail")
    found = CalendarFeed.objects.visible_to(user).filter(person=user).first()
    held = roles_of(user)
    context = {
        "feed": found,
        "reads_calendar": user.has_perm("peerchallenge.read_calendar"),
        "addresses": addresses(found) if found else {},
        "sees_more": held.runs_partnership or bool(held.collaboratives),
    }
    return render(request, "peerchallenge/feed/detail.html", context)


def addresses(found: CalendarFeed) -> dict[str, str]:
    """The address for one's own sessions and for all that one may see, as ``https`` and as ``webcal``."""
    own = f"{settings.SITE_URL}{reverse('peerchallenge:feed', args=[found.token])}"
    every = f"{settings.SITE_URL}{reverse('peerchallenge:feed-everything', args=[found.token])}"
    return {"own": own, "own_webcal": _webcal(own), "all": every, "all_webcal": _webcal(every)}


def _webcal(address: str) -> str:
    return f"webcal://{address.partition('://')[2]}"


@page
def feed_reset(request: Request, pk: int) -> HttpResponse:
    """Replace an address: its owner, or the office for them."""
    user = request.user
    found = access.fetch(CalendarFeed.objects.visible_to(user).select_related("person"), user, pk=pk)
    own = found.person_id == user.pk
    data = posted(request)
    if data is not None:
        feeds.reset_feed(feed=found, version=data.get("version", ""), by=user)
        messages.success(request, "The old calendar address leads nowhere now.")
        return redirect("peerchallenge:feed-detail" if own else "peerchallenge:feed-list")
    return render(request, "peerchallenge/feed/reset.html", {"feed": found, "own": own})


@require_GET
def feed_list(request: Request) -> HttpResponse:
    """Who has a calendar address: for the office, which can reset it."""
    user = request.user
    access.require_sight(user, "peerchallenge.reset_feeds")
    asked = request.GET.get("name", "").strip()
    rows = CalendarFeed.objects.visible_to(user).select_related("person")
    named = rows.filter(Q(person__name__icontains=asked) | Q(person__email__icontains=asked))
    search = SchoolSearch(request, own=["name"])
    found = search.of_people(named if asked else rows, "person")
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "peerchallenge/feed/list.html", {"page": shown, "asked": asked, "search": search})
