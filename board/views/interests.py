"""The register of interests, and withdrawals from an item."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from board.forms.interest import InterestForm, WithdrawForm
from board.models import Interest, Withdrawal
from board.roles import board_roles_of
from board.services import interests as services
from board.views.pieces import done, form_page, page, page_item, posted
from hlp import access
from hlp.access import Request
from hlp.tables import Column, Table, download
from schools.forms.search import SchoolSearch

READ, DECLARE = "board.read_register", "board.declare_interests"


@require_GET
def interest_list(request: Request) -> HttpResponseBase:
    """The register: what everybody at the table has declared, and who has confirmed it this year."""
    access.require_sight(request.user, READ)
    year = services.this_year()
    entries = services.register(year)
    search = SchoolSearch(request)
    found = search.keep_people(entries, lambda entry: entry.person)
    if file := download(request, _table(found)):
        return file
    context = {
        "entries": found,
        "asked": len(entries),
        "search": search,
        "year": year,
        "watches": request.user.has_perm("board.watch_register"),
        "missing": sum(entry.confirmed_at is None for entry in entries),
    }
    return render(request, "board/interest/list.html", context)


def _table(entries: list[services.Entry]) -> Table:
    rows = [(entry, one) for entry in entries for one in entry.interests or (None,)]
    columns = [
        Column("Name", lambda row: row[0].person.name, 30),
        Column("Seat", lambda row: row[0].title, 44),
        Column("Kind", lambda row: row[1].get_kind_display() if row[1] else "Nothing declared", 30),
        Column("With", lambda row: row[1].organisation if row[1] else "", 40),
        Column("What", lambda row: row[1].text if row[1] else "", 60),
        Column("Since", lambda row: row[1].declared_on if row[1] else "", 14),
        Column("Confirmed", lambda row: row[0].confirmed_at, 24),
    ]
    return Table("register-of-interests", columns, rows)


@require_GET
def interest_mine(request: Request) -> HttpResponse:
    """A person's own entries, to be confirmed once a year."""
    access.require_sight(request.user, DECLARE)
    year = services.this_year()
    rows = Interest.objects.visible_to(request.user).filter(person=request.user)
    context = {
        "rows": [row for row in rows if row.is_standing],
        "ended": [row for row in rows if not row.is_standing],
        "year": year,
        "confirmed_at": services.confirmed_at(request.user, year),
    }
    return render(request, "board/interest/mine.html", context)


@page
def interest_create(request: Request) -> HttpResponse:
    """Declare an interest."""
    access.require_sight(request.user, DECLARE)
    back = reverse("board:interest-mine")
    form = InterestForm(posted(request), cancel=back)
    if done(form, lambda: services.declare(person=request.user, by=request.user, **form.cleaned_data)):
        messages.success(request, "Your interest is in the register.")
        return redirect(back)
    return form_page(request, form, "Declare an interest", back)


@require_POST
def interest_end(request: Request, pk: int) -> HttpResponse:
    """An interest that is no longer."""
    own = Interest.objects.visible_to(request.user).filter(person=request.user)
    services.end(interest=access.fetch(own, request.user, DECLARE, pk=pk), by=request.user)
    messages.success(request, "That interest has ended. It stays on record.")
    return redirect("board:interest-mine")


@require_POST
def interest_confirm(request: Request) -> HttpResponse:
    """Everything is complete for this year."""
    access.require_sight(request.user, DECLARE)
    year = services.this_year()
    if year is None:
        messages.error(request, "No school year is laid out for today. Ask the office.")
    else:
        services.confirm(person=request.user, year=year)
        messages.success(request, f"Thank you. Your entries are confirmed for {year}.")
    return redirect("board:interest-mine")


@page
def withdrawal_create(request: Request, pk: int) -> HttpResponse:
    """Take no part in an item; the chair, the clerk and the Director may say so of others."""
    item = page_item(request, pk)
    others, own_only = board_roles_of(request.user).prepares, not board_roles_of(request.user).prepares
    people = services.people_at(item.meeting)
    own = own_only or request.GET.get("me") == "1"
    interests = Interest.objects.visible_to(request.user).standing().select_related("person")
    interests = interests.filter(person=request.user) if own else interests.filter(person__in=people)
    back = item.meeting.get_absolute_url()
    form = WithdrawForm(posted(request), people=people, interests=interests, own=own, cancel=back)

    def act() -> None:
        data: dict[str, Any] = {"person": request.user, **form.cleaned_data}
        services.withdraw(item=item, by=request.user, **data)

    if done(form, act):
        messages.success(request, "Noted. They get neither the papers nor the minutes of this item.")
        return redirect(back)
    text = "Whoever takes no part leaves the room for this item, and gets neither its papers nor its minutes."
    return form_page(
        request,
        form,
        "Take no part in an item" if own else "Withdraw somebody from an item",
        back,
        caption=item.title,
        text=text,
        others=others,
    )


@require_POST
def withdrawal_lift(request: Request, pk: int) -> HttpResponse:
    """A withdrawal that no longer stands."""
    visible = Withdrawal.objects.visible_to(request.user).select_related("item__meeting", "person")
    row = access.fetch(visible, request.user, "board.prepare", pk=pk)
    try:
        services.lift(withdrawal=row, by=request.user)
        messages.success(request, f"{row.person} takes part in this item again.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(row.item.meeting)
