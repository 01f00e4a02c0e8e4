"""Who sits on the board, and the acts that change it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from board.choices import Constituency
from board.forms.seat import NEW, EndHoldingForm, HoldingForm, SeatForm
from board.models import Holding, Seat
from board.services import seats as services
from board.services.seats import Place
from board.views.pieces import done, form_page, page, posted
from hlp import access, clock
from hlp.access import Request
from hlp.tables import Column, Table, download
from schools.forms.search import SchoolSearch

MANAGE = "board.manage_seats"


def _places(request: Request) -> list[Place]:
    seats = Seat.objects.visible_to(request.user).standing().select_related("collaborative")
    holdings = Holding.objects.visible_to(request.user).select_related("person", "seat")
    return services.places(seats, holdings, clock.today())


@require_GET
def seat_list(request: Request) -> HttpResponseBase:
    """The board's members by constituency, with terms, alternates and vacancies."""
    access.require_sight(request.user, "board.read")
    places = _places(request)
    search = SchoolSearch(request)
    found = search.keep_people(
        places, lambda one: [row.person for row in (one.holder, *one.alternates) if row]
    )
    if file := download(request, _table(found)):
        return file
    groups = [(kind, [one for one in found if one.seat.constituency == kind]) for kind in Constituency]
    voting = [one for one in places if one.seat.votes]
    context = {
        "groups": [(kind, rows) for kind, rows in groups if rows],
        "number": len(voting),
        "search": search,
        "vacant": sum(one.holder is None for one in voting),
        "soon": sum(one.ends_soon for one in places),
        "may_manage": request.user.has_perm(MANAGE),
    }
    return render(request, "board/seat/list.html", context)


def _table(places: list[Place]) -> Table:
    columns = [
        Column("Seat", lambda one: one.seat.name, 44),
        Column("Constituency", lambda one: one.seat.get_constituency_display(), 20),
        Column("Vote", lambda one: "Yes" if one.seat.votes else "No", 8),
        Column("Holder", lambda one: one.holder.person.name if one.holder else "Vacant", 30),
        Column("From", lambda one: one.holder.starts if one.holder else "", 14),
        Column("Until", lambda one: (one.holder.ends or "") if one.holder else "", 14),
        Column("Alternates", lambda one: ", ".join(row.person.name for row in one.alternates), 30),
    ]
    return Table("board-members", columns, places)


@require_POST
def seat_found(request: Request) -> HttpResponse:
    """Lay out the seats of the founding."""
    access.require_sight(request.user, "board.read")
    access.require(request.user, MANAGE)
    services.found(by=request.user)
    messages.success(request, "The seats are laid out. Now say who holds them.")
    return redirect("board:seat-list")


def _seat(request: Request, pk: int, permission: str | None = None) -> Seat:
    return access.fetch(Seat.objects.visible_to(request.user), request.user, permission, pk=pk)


@require_GET
def seat_detail(request: Request, pk: int) -> HttpResponse:
    """One seat: who holds it, who held it."""
    seat = _seat(request, pk)
    rows = list(Holding.objects.visible_to(request.user).filter(seat=seat).select_related("person", "seat"))
    (place,) = services.places([seat], rows, clock.today())
    rows.sort(key=lambda row: (row.starts, row.pk), reverse=True)
    context = {
        "seat": seat,
        "place": place,
        "rows": rows,
        "today": clock.today(),
        "may_manage": request.user.has_perm(MANAGE) and seat.abolished_on is None,
    }
    return render(request, "board/seat/detail.html", context)


@page
def seat_create(request: Request) -> HttpResponse:
    """A further seat."""
    access.require_sight(request.user, "board.read")
    access.require(request.user, MANAGE)
    return _save(request, None, reverse("board:seat-list"))


@page
def seat_edit(request: Request, pk: int) -> HttpResponse:
    """What a seat is called and stands for."""
    seat = _seat(request, pk, MANAGE)
    return _save(request, seat, seat.get_absolute_url())


def _save(request: Request, seat: Seat | None, back: str) -> HttpResponse:
    form = SeatForm(posted(request), seat=seat, cancel=back)
    if done(form, lambda: services.save_seat(seat=seat, by=request.user, **form.cleaned_data)):
        messages.success(request, "The seat is saved.")
        return redirect("board:seat-list")
    return form_page(request, form, "Change the seat" if seat else "Add a seat", back)


@require_POST
def seat_abolish(request: Request, pk: int) -> HttpResponse:
    """A seat that is no longer."""
    seat = _seat(request, pk, MANAGE)
    try:
        services.abolish(seat=seat, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(seat)
    messages.success(request, f"The seat {seat} is abolished. Its history stays.")
    return redirect("board:seat-list")


@page
def holding_create(request: Request, pk: int) -> HttpResponse:
    """Give a seat to somebody."""
    seat = _seat(request, pk, MANAGE)
    rows = Holding.objects.visible_to(request.user).filter(seat=seat).select_related("person")
    (place,) = services.places([seat], rows, clock.today())
    form = HoldingForm(
        posted(request),
        seat=seat,
        holder=place.holder,
        people=services.candidates(),
        proposed=place.proposed,
        cancel=seat.get_absolute_url(),
    )
    if done(form, lambda: _seat_somebody(request, seat, form)):
        messages.success(request, f"{seat}: the term is entered, and the person is told by e-mail.")
        return redirect(seat)
    return form_page(request, form, "Give this seat", seat.get_absolute_url(), caption=seat.name)


def _seat_somebody(request: Request, seat: Seat, form: HoldingForm) -> None:
    data: dict[str, Any] = form.cleaned_data
    if data["who"] == NEW:
        new = {"name": data["name"], "email": data["email"]}
        services.seat_new_person(seat=seat, by=request.user, **new, **form.term())
    else:
        services.seat_person(seat=seat, person=data["person"], by=request.user, **form.term())


@page
def holding_end(request: Request, pk: int) -> HttpResponse:
    """The last day of a term."""
    visible = Holding.objects.visible_to(request.user).select_related("seat", "person")
    holding = access.fetch(visible, request.user, MANAGE, pk=pk)
    back = holding.seat.get_absolute_url()
    form = EndHoldingForm(posted(request), ends=holding.ends, cancel=back)
    if done(form, lambda: services.end_holding(holding=holding, by=request.user, **form.cleaned_data)):
        messages.success(
            request, f"The last day of {holding.person} is {clock.day(form.cleaned_data['ends'])}."
        )
        return redirect(holding.seat)
    return form_page(request, form, f"When does {holding.person} leave?", back, caption=holding.seat.name)
