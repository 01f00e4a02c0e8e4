"""Search by school name: the same small box above every list of things that belong to schools."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.forms import BaseForm

from hlp.access import Request
from hlp.forms import GovForm
from hlp.likeness import LONGEST_TYPED
from hlp.models import User
from schools.models import Appointment, School
from schools.services.names import Found, find

OWN = ("school", "page", "download")
Rows = TypeVar("Rows", bound=QuerySet[Any])
T = TypeVar("T")
Place = School | Iterable[School | None] | None
Person = User | Iterable[User | None] | None


class SchoolSearch(GovForm):
    """The box, what it found and how the page says so (``_components/school_search.html``).

    Make it from the request, then give it the rows that the reader may see: ``narrow`` for a queryset, ``keep`` for a
    list, ``of_people`` and ``keep_people`` for rows about persons. Without a name typed the rows stay as they are and
    nothing is asked. ``beside``: the list's own filter, shown in the same form; ``own``: names of further fields that
    the page draws; ``label`` where the list is of schools.
    """

    school = forms.CharField(
        required=False,
        label="School",
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    look = {"width": 20, "attrs": {}}

    def __init__(
        self,
        request: Request,
        beside: BaseForm | None = None,
        own: Iterable[str] = (),
        label: str = "School",
    ) -> None:
        super().__init__(request.GET, auto_id="search_%s")
        self.fields["school"].label = label
        self.request, self.beside = request, beside
        self.typed = self.cleaned_data.get("school", "") if self.is_valid() else ""
        self.drawn = {*OWN, *own, *(beside.fields if beside else ())}
        self.result, self.total, self.number = Found(), 0, 0

    @property
    def is_on(self) -> bool:
        """Whether a name was typed."""
        return bool(self.typed)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What else stands in the address and is no field of this form: kept in hidden fields."""
        asked = self.request.GET
        return [(name, value) for name in asked if name not in self.drawn for value in asked.getlist(name)]

    @property
    def clear(self) -> str:
        """The same list for all schools, with its other filters."""
        asked = self.request.GET.copy()
        for name in OWN:
            asked.pop(name, None)
        return f"{self.request.path}?{asked.urlencode()}"

    @property
    def query(self) -> str:
        """The name for the address of another page of the list, ``school=beav&``, or nothing."""
        return f"{urlencode({'school': self.typed})}&" if self.is_on else ""

    def narrow(self, rows: Rows, *paths: str) -> Rows:
        """The rows whose school fits. ``paths`` lead to it: ``school``, ``session__host``; one of them is enough."""
        if not self.is_on:
            return rows
        bare = rows.order_by()
        there = Q()
        for path in paths:
            there |= Q(pk__in=bare.values("pk" if path == "" else path))
        self.result = find(self.typed, School.objects.filter(there))
        wanted = Q()
        for path in paths:
            wanted |= Q(**{f"{path}__in" if path else "pk__in": self.result.schools})
        return self._counted(rows, rows.filter(pk__in=bare.filter(wanted).values("pk")))

    def of_people(self, rows: Rows, path: str) -> Rows:
        """The rows about a person who holds or held a post at a school that fits; ``path`` leads to the person."""
        if not self.is_on:
            return rows
        posts = Appointment.objects.filter(person__in=rows.order_by().values(path))
        self.result = find(self.typed, School.objects.filter(pk__in=posts.values("school")))
        there = Appointment.objects.filter(school__in=self.result.schools).values("person")
        return self._counted(rows, rows.filter(**{f"{path}__in": there}))

    def keep_people(self, rows: Iterable[T], of: Callable[[T], Person]) -> list[T]:
        """The rows of a list about a person (or several) who holds or held a post at a school that fits."""
        rows = list(rows)
        if not self.is_on:
            return rows
        own = [{person.pk for person in _each(of(row), User)} for row in rows]
        posts = Appointment.objects.filter(person__in=set().union(*own)).exclude(school=None)
        self.result = find(self.typed, School.objects.filter(pk__in=posts.values("school")))
        there = set(posts.filter(school__in=self.result.schools).values_list("person", flat=True))
        return self._listed(rows, own, there)

    def _counted(self, rows: Rows, found: Rows) -> Rows:
        self.total, self.number = rows.count(), found.count()
        return found

    def keep(self, rows: Iterable[T], of: Callable[[T], Place]) -> list[T]:
        """The rows of a list whose school fits; ``of`` gives a row's school, or its schools."""
        rows = list(rows)
        if not self.is_on:
            return rows
        own = [{school.pk for school in _each(of(row), School)} for row in rows]
        self.result = find(self.typed, School.objects.filter(pk__in=set().union(*own)))
        return self._listed(rows, own, self.result.schools)

    def _listed(self, rows: list[T], own: list[set[int]], fitting: set[int]) -> list[T]:
        found = [row for row, keys in zip(rows, own, strict=True) if keys & fitting]
        self.total, self.number = len(rows), len(found)
        return found


def _each(given: Any, kind: type) -> list[Any]:
    """The one thing given, or those of several that are there."""
    return [given] if isinstance(given, kind) else [one for one in given or () if one is not None]
