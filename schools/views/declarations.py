"""The headteachers' yearly declarations. What is declared is its author's and the Director's alone."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp import clock
from hlp.access import Request, fetch, require, require_sight
from hlp.tables import download
from hlp.transitions import StaleEdit
from schools.forms.declaration import ConflictForm, InterestForm, WindowForm
from schools.forms.search import SchoolSearch
from schools.models import AcademicYear, Conflict, Declaration, DeclarationWindow, Interest, School
from schools.services.declarations import answers, known_conflicts

WATCH, READ = "schools.watch_declarations", "schools.read_declarations"
STALE = "Somebody changed these dates since you opened the page. Nothing was overwritten"


@require_GET
def declaration_list(request: Request) -> HttpResponse:
    """The years: for a headteacher how their own declaration stands, for the office how many have answered."""
    user, today = request.user, clock.today()
    require_sight(user, "schools.read")
    watches, rows = user.has_perm(WATCH), []
    windows = {window.year_id: window for window in DeclarationWindow.objects.visible_to(user)}
    for year in AcademicYear.objects.visible_to(user).filter(ends__gte=today).order_by("-starts"):
        authors = answers.authors_of(year)
        mine = next((author for author in authors if author.person.pk == user.pk), None)
        answered = sum(author.answered_at is not None for author in authors)
        window = windows.get(year.pk)
        state = {"is_open": bool(window and window.is_open(today)), "window": window}
        if mine or watches:
            rows.append({"year": year, "mine": mine, "asked": len(authors), "answered": answered, **state})
    if not rows and not watches:
        raise Http404
    context = {"rows": rows, "watches": watches, "reads": user.has_perm(READ)}
    return render(request, "schools/declaration/list.html", context)


@require_http_methods(["GET", "POST"])
def declaration_edit(request: Request, pk: int) -> HttpResponse:
    """One's own declaration for a year: what is known, what is declared. A POST says that it is complete."""
    year, author = _mine(request, pk)
    if request.method == "POST":
        answers.answer(person=request.user, year=year)
        messages.success(request, f"Thank you. Your declaration for {year} is complete.")
        return redirect("schools:declaration-edit", pk=pk)
    declaration = _own(request).filter(year=year).first()
    before = answers.last_before(request.user, year)
    window = DeclarationWindow.objects.visible_to(request.user).filter(year=year).first()
    context = {
        "year": year,
        "author": author,
        "declaration": declaration,
        "known": _known(year, author),
        "before": before if before and not (declaration and _entries(declaration)["entries"]) else None,
        "window": window,
        **_entries(declaration),
    }
    return render(request, "schools/declaration/edit.html", context)


def _mine(request: Request, pk: int) -> tuple[AcademicYear, answers.Author]:
    """The year and the reader as one who is asked for it. Raises Http404 for everybody else."""
    year = fetch(AcademicYear.objects.visible_to(request.user), request.user, pk=pk)
    author = answers.author_in(year, request.user)
    if author is None:
        raise Http404
    return year, author


def _own(request: Request) -> Any:
    return Declaration.objects.visible_to(request.user).filter(person=request.user)


def _known(year: AcademicYear, author: answers.Author) -> list[dict[str, Any]]:
    """What the data know of the author's schools: the other school, and why."""
    own = {school.pk for school in author.schools}
    members = answers.members_of(year)
    found = [
        {"school": members[other], "reasons": reasons}
        for pair, reasons in known_conflicts(year, members).items()
        if own & pair
        for other in pair - own
    ]
    return sorted(found, key=lambda row: str(row["school"]))


def _entries(declaration: Declaration | None) -> dict[str, Any]:
    if declaration is None:
        return {"conflicts": [], "interests": [], "withdrawn": [], "entries": 0}
    conflicts = list(declaration.conflicts.select_related("school", "person"))
    interests = list(declaration.interests.select_related("school", "focus"))
    entries: list[Any] = [*conflicts, *interests]
    return {
        "conflicts": [row for row in conflicts if row.withdrawn_at is None],
        "interests": [row for row in interests if row.withdrawn_at is None],
        "withdrawn": [row for row in entries if row.withdrawn_at is not None],
        "entries": sum(row.withdrawn_at is None for row in entries),
    }


@require_http_methods(["GET", "POST"])
def conflict_create(request: Request, pk: int) -> HttpResponse:
    """Declare a conflict."""
    year, author = _mine(request, pk)
    data = request.POST if request.method == "POST" else None
    form = ConflictForm(data, year=year, author=author.person)
    if form.is_valid():
        answers.add_conflict(person=request.user, year=year, **form.facts())
        messages.success(request, "Declared. Only you and the Director read it.")
        return redirect("schools:declaration-edit", pk=pk)
    return render(request, "schools/declaration/conflict.html", {"form": form, "year": year})


@require_http_methods(["GET", "POST"])
def interest_create(request: Request, pk: int) -> HttpResponse:
    """Say with which school one would like to work."""
    year, author = _mine(request, pk)
    data = request.POST if request.method == "POST" else None
    schools = School.objects.visible_to(request.user)
    form = InterestForm(data, year=year, author=author.person, schools=schools)
    if form.is_valid():
        answers.add_interest(person=request.user, year=year, **form.cleaned_data)
        messages.success(request, "Added. Only you and the Director read it.")
        return redirect("schools:declaration-edit", pk=pk)
    return render(request, "schools/declaration/interest.html", {"form": form, "year": year})


@require_POST
def declaration_take_over(request: Request, pk: int) -> HttpResponse:
    """Declare once more what stood in the last declaration."""
    year, author = _mine(request, pk)
    answers.take_over(person=author.person, year=year)
    messages.success(request, "Taken over. Withdraw what is no longer so, then say that it is complete.")
    return redirect("schools:declaration-edit", pk=pk)


@require_POST
def conflict_withdraw(request: Request, pk: int) -> HttpResponse:
    """Withdraw a conflict of one's own."""
    return _withdrawn(request, fetch(_entries_of(request, Conflict), request.user, pk=pk))


@require_POST
def interest_withdraw(request: Request, pk: int) -> HttpResponse:
    """Withdraw a wish of one's own."""
    return _withdrawn(request, fetch(_entries_of(request, Interest), request.user, pk=pk))


def _entries_of(request: Request, model: Any) -> Any:
    mine = model.objects.visible_to(request.user).filter(declaration__person=request.user)
    return mine.select_related("declaration__year")


def _withdrawn(request: Request, entry: Any) -> HttpResponse:
    answers.withdraw(entry=entry, by=request.user)
    messages.success(request, "Withdrawn. It stays in your history.")
    return redirect("schools:declaration-edit", pk=entry.declaration.year_id)


# --- Those who look after them -------------------------------------------------------------------


@require_GET
def declaration_answers(request: Request, pk: int) -> HttpResponseBase:
    """Who has answered for a year, and who has not."""
    require_sight(request.user, "schools.read")
    year = fetch(AcademicYear.objects.visible_to(request.user), request.user, WATCH, pk=pk)
    authors = answers.authors_of(year)
    answered = sum(author.answered_at is not None for author in authors)
    asked, search = len(authors), SchoolSearch(request)
    authors = search.keep(authors, lambda author: author.schools)
    if file := download(request, answers.answers_table(authors)):
        return file
    context = {
        "year": year,
        "authors": authors,
        "asked": asked,
        "search": search,
        "answered": answered,
        "reads": request.user.has_perm(READ),
    }
    return render(request, "schools/declaration/answers.html", context)


@require_GET
def declaration_read(request: Request, pk: int) -> HttpResponse:
    """One person's declaration: for its author, and for the Director."""
    visible = Declaration.objects.visible_to(request.user).select_related("person", "year")
    declaration = fetch(visible, request.user, pk=pk)
    context = {"declaration": declaration, "reads": request.user.has_perm(READ), **_entries(declaration)}
    return render(request, "schools/declaration/read.html", context)


@require_http_methods(["GET", "POST"])
def declaration_window(request: Request, pk: int) -> HttpResponse:
    """Set from when until when headteachers are asked."""
    require_sight(request.user, "schools.read")
    year = fetch(AcademicYear.objects.visible_to(request.user), request.user, pk=pk)
    require(request.user, "schools.set_declaration_window")
    window = DeclarationWindow.objects.visible_to(request.user).filter(year=year).first()
    days = {"opens": window.opens, "closes": window.closes} if window else {}
    initial = {**days, "version": answers.window_version(year)}
    form = WindowForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            answers.set_window(year=year, by=request.user, **form.cleaned_data)
        except StaleEdit:
            form.add_error(None, STALE)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"The dates for {year} are saved.")
            return redirect("schools:declaration-list")
    return render(request, "schools/declaration/window.html", {"form": form, "year": year})
