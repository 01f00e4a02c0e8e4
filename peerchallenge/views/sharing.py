"""Who can see my report: the list, the yearly consent, and links. Whatever widens the audience asks again."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp.access import Request, fetch, require
from hlp.transitions import StaleEdit
from peerchallenge.forms.sharing import ConsentForm, LinkForm
from peerchallenge.models import ChallengeSession, ReportVersion, ShareConsent, ShareLink
from peerchallenge.packs.audience import Audience
from peerchallenge.services import sharing

SHARE = "peerchallenge.share_report"
page = require_http_methods(["GET", "POST"])


def _session(request: Request, pk: int, permission: str | None = None) -> ChallengeSession:
    """The session of a report that the reader may read in the ordinary way, not because it is shared with them."""
    sent = ReportVersion.objects.visible_to(request.user).audience(request.user).values("session")
    visible = ChallengeSession.objects.visible_to(request.user).filter(pk__in=sent)
    return fetch(visible.with_people(), request.user, permission, pk=pk)


@require_GET
def detail(request: Request, pk: int) -> HttpResponse:
    """Names and posts of everybody who can read the report; for the headteacher also consent and links."""
    session = _session(request, pk)
    shares = request.user.has_perm(SHARE, session)
    oversees = shares or request.user.has_perm("peerchallenge.revoke_link", session)
    consents = ShareConsent.objects.visible_to(request.user)
    consent = consents.filter(school=session.host, year=session.round.year).select_related("given_by").first()
    wanted = sharing.consent_of(session.host, session.round.year)
    kinds = {kind: bool(wanted and getattr(wanted, kind)) for kind in sharing.KINDS}
    context = {
        "session": session,
        "readers": sharing.readers(session),
        "added": sharing.added_by(session, kinds),
        "consent": consent,
        "shares": shares,
        "oversees": oversees,
        "links": _links(request, pk) if oversees else [],
    }
    return render(request, "peerchallenge/sharing/detail.html", context)


def _links(request: Request, pk: int) -> QuerySet[ShareLink]:
    return ShareLink.objects.visible_to(request.user).filter(session=pk).select_related("created_by")


@page
def consent(request: Request, pk: int) -> HttpResponse:
    """What may be shared wider this year. What opens the report to more people is asked for a second time."""
    session = _session(request, pk, SHARE)
    stored = sharing.consent_of(session.host, session.round.year)
    form = ConsentForm(
        request.POST if request.method == "POST" else None,
        initial={
            **{kind: stored is not None and getattr(stored, kind) for kind in sharing.KINDS},
            "version": stored.version if stored else 0,
        },
        href=reverse("peerchallenge:sharing-detail", args=[pk]),
    )
    context: dict[str, Any] = {"session": session, "form": form, "year": session.round.year}
    if form.is_valid():
        wanted = {kind: form.cleaned_data[kind] for kind in sharing.KINDS}
        wider = [kind for kind in sharing.KINDS if wanted[kind] and not getattr(stored, kind, False)]
        if wider and "sure" not in request.POST:
            added = sharing.added_by(session, wanted)
            more = {"wanted": wanted, "added": added, "wider": wider, "version": form.cleaned_data["version"]}
            return render(request, "peerchallenge/sharing/consent_sure.html", {**context, **more})
        try:
            sharing.give_consent(
                school=session.host,
                year=session.round.year,
                wanted=wanted,
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except StaleEdit:
            form.take_stale(stored.version if stored else 0)
        else:
            messages.success(request, f"Your choice for {session.round.year} is kept.")
            return redirect("peerchallenge:sharing-detail", pk=pk)
    return render(request, "peerchallenge/sharing/consent.html", context)


@page
def create(request: Request, pk: int) -> HttpResponse:
    """A link for one reader: filled in, asked for again, then shown once."""
    session = _session(request, pk, SHARE)
    form = LinkForm(
        request.POST if request.method == "POST" else None,
        initial={"key": uuid4().hex, "role": "chair of governors", "days": 30},
        href=reverse("peerchallenge:sharing-detail", args=[pk]),
    )
    context = {"session": session, "form": form, "audience": Audience.SHARED_LINK}
    if form.is_valid():
        if "sure" not in request.POST:
            more = {"data": form.cleaned_data}
            return render(request, "peerchallenge/sharing/create_sure.html", {**context, **more})
        try:
            link, token = sharing.make_link(session=session, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.take(refusal)
        else:
            address = f"{settings.SITE_URL}{reverse('peerchallenge:shared-read', args=[token])}"
            return render(
                request, "peerchallenge/sharing/made.html", {**context, "link": link, "address": address}
            )
    return render(request, "peerchallenge/sharing/create.html", context)


@require_POST
def revoke(request: Request, pk: int, link: int) -> HttpResponse:
    """End a link at once; the headteacher and the Director may."""
    session = _session(request, pk)
    require(request.user, "peerchallenge.revoke_link", session)
    found = fetch(ShareLink.objects.visible_to(request.user), request.user, session=session, pk=link)
    sharing.revoke(link=found, by=request.user)
    messages.success(request, f"The link for {found.reader} is revoked. It opens nothing any more.")
    return redirect("peerchallenge:sharing-detail", pk=pk)
