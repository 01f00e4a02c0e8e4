"""The directory as members find their way in it: search, filters, results that say why."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hlp.access import Request, require_sight
from hlp.models import User
from schools.choices.practice import PracticeKind
from schools.forms.practice_search import PracticeSearchForm
from schools.models import PracticeEdition, School
from schools.roles import roles_of
from schools.services.directory.listing import cards
from schools.services.directory.search import Results, search

PAGE = 24
READ = "schools.read_directory"


@require_GET
def practice_list(request: Request) -> HttpResponse:
    """What is published to members: all of it, or what fits, the best first."""
    user = request.user
    require_sight(user, READ)
    held = roles_of(user)
    own = School.objects.visible_to(user).filter(pk__in=held.schools | held.delegated)
    form = PracticeSearchForm(request.GET, own=list(own))
    context = found_page(request, form, user)
    context["may_nominate"] = user.has_perm("schools.nominate_practice")
    return render(request, "schools/practice/find.html", context)


def found_page(request: Any, form: PracticeSearchForm, reader: User | None) -> dict[str, Any]:
    """One page of results for a reader (None: everybody), in the order of the search, each with why."""
    results = search(reader, form.wanted())
    page = Paginator(results.keys, PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    editions = (
        PracticeEdition.objects.visible_to(reader) if reader else PracticeEdition.objects.for_everybody()
    )
    by_key = {edition.pk: edition for edition in editions.filter(pk__in=shown)}
    found = cards(by_key[key] for key in shown if key in by_key)
    asked = request.GET.copy()
    asked.pop("page", None)
    return {
        "form": None,
        "finder": form,
        "kinds": PracticeKind.choices,
        "kind": form.cleaned_data.get("kind", ""),
        "page": page,
        "cards": found,
        "hits": [{"card": card, "why": results.why(card.edition)} for card in found] if form.words else [],
        "slips": _slips(results) if found else [],
        "searched": bool(form.words or form.chosen),
        "query": f"{asked.urlencode()}&" if asked else "",
    }


def _slips(results: Results) -> list[str]:
    """The words that nobody uses, for which those that are like them were looked for."""
    return results.question.slipped
