"""One plan published: its groups become the groups of the year, and everybody concerned is told."""

import pytest
from django.core.exceptions import ValidationError
from pytest_django import Settings

from hlp.models import Message
from hlp.transitions import StaleEdit
from schools.choices import PinKind, Role
from schools.models import AcademicYear, Group, GroupPlace, Plan
from schools.services.plans import revisions, wishes
from schools.services.plans.publishing import publication, publish
from tests import factories as make
from tests.conftest import As, Cast
from tests.schools import planned


@pytest.fixture
def year(cast: Cast) -> AcademicYear:
    """The year to be planned."""
    return planned.next_year(cast)


def groups_in(year: AcademicYear) -> dict[str, list[str]]:
    rows = GroupPlace.objects.filter(year=year).select_related("group", "school").order_by("school__name")
    found: dict[str, list[str]] = {}
    for place in rows:
        found.setdefault(place.group.name, []).append(place.school.name.split()[0])
    return found


def other_draft(year: AcademicYear, cast: Cast) -> Plan:
    return planned.draft(year, cast.director, "Ash Elm Cedar", "Beech Fir Gorse Kestrel", "Hazel Ivy Juniper")


def test_the_groups_of_the_year_are_made(cast: Cast, year: AcademicYear) -> None:
    plan = planned.draft(year, cast.director)
    publish(plan=plan, revision=1, by=cast.director)
    assert groups_in(year) == {
        "Triad A1": ["Ash", "Beech", "Cedar", "Kestrel"],
        "Triad A2": ["Elm", "Fir", "Gorse"],
        "Triad B1": ["Hazel", "Ivy", "Juniper"],
    }
    assert GroupPlace.objects.get(year=year, additional=True).school.name == "Kestrel School"
    plan.refresh_from_db()
    assert (plan.state, plan.published_by) == ("published", cast.director)
    assert plan.events.last().detail == {"overruled": [], "new": ["Triad A1", "Triad A2", "Triad B1"]}


def test_everybody_concerned_is_told_once(cast: Cast, year: AcademicYear) -> None:
    deputy_only = make.UserFactory(name="New Head")
    ash = planned.schools("Ash")[0]
    make.appoint(deputy_only, Role.HEADTEACHER, school=ash, starts=year.starts)
    plan = planned.draft(year, cast.director)
    for _ in range(2):
        publish(plan=plan, revision=1, by=cast.director)
    told = Message.objects.filter(kind="groups-published")
    heads = [*cast.people().values()]
    assert {m.person for m in told} & {*heads, deputy_only} == {
        cast.host, cast.lead, cast.reviewer, cast.outsider, cast.lead_headteacher, cast.other_lead_headteacher,
        deputy_only,
    }  # fmt: skip
    assert told.count() == 10 + 2 + 1
    assert told[0].context == {"year": "2027/28", "path": f"/groups/?year={year.pk}"}


def test_another_plan_replaces_it_and_tells_whose_group_is_new(cast: Cast, year: AcademicYear) -> None:
    first, second = planned.draft(year, cast.director), other_draft(year, cast)
    publish(plan=first, revision=1, by=cast.director)
    kept = Group.objects.get(year=year, name="Triad B1")
    Message.objects.all().delete()
    found = publish(plan=second, revision=1, by=cast.director)
    assert [str(group) for group in found.kept] == ["Triad B1"]
    assert Group.objects.get(pk=kept.pk).year == year
    assert sorted(groups_in(year)) == ["Triad A1", "Triad A2", "Triad B1"]
    told = set(Message.objects.values_list("person__name", flat=True))
    assert "Head of Hazel" not in told
    assert {cast.host.name, "Head of Gorse", cast.lead_headteacher.name} <= told
    assert list(Plan.objects.order_by("pk").values_list("state", flat=True)) == ["replaced", "published"]


def test_groups_with_sessions_stay_as_they_are(cast: Cast, year: AcademicYear) -> None:
    first, second = planned.draft(year, cast.director), other_draft(year, cast)
    publish(plan=first, revision=1, by=cast.director)
    round_ = make.RoundFactory(year=year)
    make.SessionFactory(
        round=round_, host=planned.schools("Hazel")[0], group=Group.objects.get(year=year, name="Triad B1")
    )
    assert publication(second).obstacles == []
    group = Group.objects.get(year=year, name="Triad A1")
    make.SessionFactory(round=round_, host=cast.host_school, group=group)
    before = groups_in(year)
    with pytest.raises(ValidationError, match="Triad A1 has sessions, so it must stay as it is"):
        publish(plan=second, revision=1, by=cast.director)
    assert groups_in(year) == before


def test_a_broken_rule_stops_it_until_it_is_overruled(cast: Cast, year: AcademicYear) -> None:
    ash, beech = planned.schools("Ash", "Beech")
    for school in (ash, beech):
        school.trust = "Two Trees Trust"
        school.save()
    plan = planned.draft(year, cast.director)
    assert plan.broken == 1
    with pytest.raises(ValidationError, match="Two Trees Trust"):
        publish(plan=plan, revision=1, by=cast.director)
    assert not Group.objects.filter(year=year).exists()
    wishes.overrule(year=year, rule="trust", schools=[ash, beech], reason="One site", by=cast.director)
    publish(plan=plan, revision=1, by=cast.director)
    said = {"rule": "trust", "schools": f"{ash} and {beech}", "reason": "One site"}
    assert plan.events.last().detail["overruled"] == [said]


def test_what_changed_since_the_plan_counts(cast: Cast, year: AcademicYear) -> None:
    plan = planned.draft(year, cast.director)
    schools = planned.schools("Ash", "Beech")
    wishes.add_pin(year=year, kind=PinKind.APART, schools=schools, reason="So", by=cast.director)
    year.memberships.filter(school=planned.schools("Juniper")[0]).delete()
    assert publication(plan).obstacles == [
        "Juniper Primary School is no longer a member in 2027/28.",
        "Ash Primary School and Beech Primary School are pinned apart.",
    ]


def test_an_older_revision_is_not_published(cast: Cast, year: AcademicYear) -> None:
    plan = revisions.copy_plan(plan=planned.draft(year, cast.director), name="By hand", by=cast.director)
    with pytest.raises(StaleEdit):
        publish(plan=plan, revision=2, by=cast.director)
    revisions.put_aside(plan=plan, by=cast.director)
    with pytest.raises(ValidationError, match="Only a draft"):
        publish(plan=plan, revision=1, by=cast.director)


def test_a_published_plan_is_frozen(cast: Cast, year: AcademicYear) -> None:
    plan = planned.draft(year, cast.director)
    publish(plan=plan, revision=1, by=cast.director)
    with pytest.raises(ValidationError):
        revisions.put_aside(plan=plan, by=cast.director)
    copy = revisions.copy_plan(plan=plan, name="Next thought", by=cast.director)
    assert copy.state == "ready"


def test_names_go_around_those_that_stay(cast: Cast, year: AcademicYear) -> None:
    make.triad("Triad A1", cast.collaborative, planned.schools("Elm", "Fir", "Gorse"), year)
    plan = planned.draft(year, cast.director)
    publish(plan=plan, revision=1, by=cast.director)
    assert groups_in(year) == {
        "Triad A1": ["Elm", "Fir", "Gorse"],
        "Triad A2": ["Ash", "Beech", "Cedar", "Kestrel"],
        "Triad B1": ["Hazel", "Ivy", "Juniper"],
    }


# --- Pages -----------------------------------------------------------------------------------------


def test_the_director_sees_what_will_happen_and_publishes(as_: As, cast: Cast, year: AcademicYear) -> None:
    client, plan = as_(cast.director), planned.draft(year, cast.director)
    path = f"/plans/{plan.pk}/publish/"
    page = client.get(path).content.decode()
    assert "12 people: headteachers of the new groups" in page
    assert "Check it once more" in client.post(path, {"revision": 9}).content.decode()
    done = client.post(path, {"revision": 1}, follow=True).content.decode()
    assert "The groups for 2027/28 are published. 12 people are told by e-mail." in done
    assert client.post(path, {"revision": 1})["Location"] == plan.get_absolute_url()
    assert "Triad A2" in as_(cast.host).get(f"/groups/?year={year.pk}").content.decode()


def test_what_stands_in_the_way_is_listed(
    as_: As, cast: Cast, year: AcademicYear, settings: Settings
) -> None:
    plan = planned.draft(year, cast.director, "Ash Beech", "Elm Fir Gorse Cedar", "Hazel Ivy Juniper Kestrel")
    page = as_(cast.director).get(f"/plans/{plan.pk}/publish/").content.decode()
    assert "Ash Primary School and Beech Primary School: 2 mainstream schools, not 3 or 4." in page
    assert "Publish the groups for" not in page
