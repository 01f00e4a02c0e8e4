"""Forms of the headteachers' yearly declarations."""

from typing import Any

from django import forms
from django.urls import reverse

from hlp.forms import GovButton, GovButtons, GovDateField, GovField, GovForm, GovLink, TidyField
from hlp.models import User
from schools.choices import ConflictKind, InterestKind
from schools.models import AcademicYear, School, Theme
from schools.services.declarations.pairs import heads_in, members_of


class ConflictForm(GovForm):
    """With whom, and why: the category is enough."""

    submit = "Declare this conflict"

    whom = forms.ChoiceField(
        label="Who is it about?",
        help_text="A school, whoever heads it; or a headteacher, wherever they work.",
        error_messages={"required": "Choose a school or a headteacher"},
    )
    kind = forms.ChoiceField(
        label="Why?",
        widget=forms.RadioSelect,
        choices=ConflictKind.choices,
        error_messages={"required": "Select a reason"},
    )
    detail = TidyField(
        label="Anything the Director should know (if you like)",
        required=False,
        max_length=1000,
        help_text="Only the Director reads this.",
    )

    def __init__(self, *args: Any, year: AcademicYear, author: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        heads = heads_in(year)
        own = heads.schools_of(author.pk)
        members = {pk: school for pk, school in members_of(year).items() if pk not in own}
        posts = [post for post in heads.posts if post.school_id in members and post.person_id != author.pk]
        people = {post.person_id: f"{post.person}, {members[post.school_id or 0]}" for post in posts}
        self.schools = {f"school-{pk}": school for pk, school in members.items()}
        self.people = {f"person-{post.person_id}": post.person for post in posts}
        schools = sorted(((key, str(school)) for key, school in self.schools.items()), key=lambda one: one[1])
        named = sorted(((f"person-{pk}", name) for pk, name in people.items()), key=lambda one: one[1])
        whom: Any = self.fields["whom"]
        whom.choices = [("", "Choose one"), ("A school", schools), ("A headteacher", named)]

    def layout(self) -> list[Any]:
        """Who, why, and the way back."""
        cancel = GovLink("Cancel", reverse("schools:declaration-edit", args=[self.year.pk]))
        fields = ["whom", GovField("kind", size="s"), GovField("detail", rows=4)]
        return [*fields, GovButtons(GovButton(self.submit), cancel)]

    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        whom = {"school": self.schools.get(data["whom"]), "other": self.people.get(data["whom"])}
        return {**whom, "kind": data["kind"], "detail": data["detail"]}


class InterestForm(GovForm):
    """With which school, to do what, about what."""

    submit = "Add this wish"

    school = forms.ModelChoiceField(School.objects.none(), label="Which school?", empty_label="Choose one")
    kind = forms.ChoiceField(
        label="What would you like?",
        widget=forms.RadioSelect,
        choices=InterestKind.choices,
        error_messages={"required": "Select what you would like"},
    )
    focus = forms.ModelChoiceField(
        Theme.objects.in_use(),
        label="About what (if anything in particular)?",
        required=False,
        empty_label="Nothing in particular",
    )

    def __init__(self, *args: Any, year: AcademicYear, author: User, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        own = heads_in(year).schools_of(author.pk)
        field: Any = self.fields["school"]
        field.queryset = schools.filter(pk__in=members_of(year).keys() - own)

    def layout(self) -> list[Any]:
        """The school, the wish, and the way back."""
        cancel = GovLink("Cancel", reverse("schools:declaration-edit", args=[self.year.pk]))
        return ["school", GovField("kind", size="s"), "focus", GovButtons(GovButton(self.submit), cancel)]


class WindowForm(GovForm):
    """From when until when headteachers are asked."""

    submit = "Save the dates"

    opens = GovDateField(label="First day", noun="the first day", help_text="An e-mail goes out on this day.")
    closes = GovDateField(
        label="Last day",
        noun="the last day",
        help_text="Whoever has not answered is reminded a week before.",
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def layout(self) -> list[Any]:
        """Both days, and the way back."""
        cancel = GovLink("Cancel", reverse("schools:declaration-list"))
        return ["opens", "closes", "version", GovButtons(GovButton(self.submit), cancel)]
