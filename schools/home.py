"""What this room offers to shared pages: navigation, panels, and the people of the demonstration."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from hlp import clock
from hlp.models import User
from hlp.site.offers import Site
from schools.choices import Role
from schools.models import AcademicYear, Appointment, Membership, School
from schools.roles import people_with, reads_partnership, roles_of
from schools.services import headships, public
from schools.services.declarations.answers import asked_now, author_in
from schools.services.delegates import delegates_of
from schools.services.directory import open as practice
from schools.services.directory import pressing as directory
from schools.services.listing import school_cards
from schools.services.memberships.agreements import current_agreement
from schools.services.training import pressing as training

Panel = dict[str, Any]
# How long before its first day a year's agreement is asked for on the home page.
ASKED_BEFORE = timedelta(days=90)
SEES = {
    Role.DIRECTOR: "Everything that is planned, what is late, and every report.",
    Role.ADMINISTRATOR: "Schools, people, dates and messages; no report and no note.",
    Role.LEAD_HEADTEACHER: "The sessions and reports of one collaborative.",
    Role.HEADTEACHER: "The sessions at their own school and those in which they review.",
    Role.DEPUTY: "Dates, documents and programme of their own school's sessions; no report.",
    Role.SCHOOL_OFFICE: "Dates, documents and programme of their own school's sessions; no report.",
    Role.QA_REVIEWER: "The sessions to which they are assigned.",
    Role.LA_OFFICER: "Schools and groups, and what the Director refers to them.",
}


def navigation(user: User) -> list[dict[str, Any]]:
    """Schools and groups for everybody with a post; people for those who look after them."""
    if not roles_of(user).any:
        former = user.is_authenticated and user.appointments.exists()
        history = [{"label": "My history", "href": reverse("schools:history")}] if former else []
        return history + (_directory() if reads_partnership(user) else [])
    entries = [
        *_own(user),
        {"label": "Schools", "href": reverse("schools:school-list")},
        {"label": "Members", "href": reverse("schools:member-list")},
        {"label": "Groups", "href": reverse("schools:group-list")},
        {"label": "Training", "href": reverse("schools:training-list")},
        *_directory(),
    ]
    if user.has_perm("schools.manage_groups"):
        entries.insert(-1, {"label": "Plans of groups", "href": reverse("schools:plan-list")})
    if user.has_perm("schools.manage_people"):
        entries.append({"label": "People", "href": reverse("schools:person-list")})
    return entries


def _directory() -> list[dict[str, Any]]:
    return [{"label": "Good practice", "href": reverse("schools:practice-list")}]


def _own(user: User) -> list[dict[str, Any]]:
    """The page of one's own school, for those who head or help at exactly one."""
    held = roles_of(user)
    own = School.objects.filter(pk__in=held.schools | held.delegated).values_list("urn", flat=True)
    urns = list(own) if held.schools | held.delegated else []
    return [
        {"label": "My school", "href": reverse("schools:school-detail", args=[urn])}
        for urn in urns[:1]
        if len(urns) == 1
    ]


# --- The home page ---------------------------------------------------------------------------


def panels(user: User) -> list[Panel]:
    """A headship that is new or to come, an agreement to accept; for the office, days on which nobody heads a school."""
    today = clock.today()
    mine = headships.new_headships(user.pk, today)
    new = [_new(post) for post in mine if post.starts <= today]
    vacant = _vacant(user, today) if roles_of(user).runs_partnership else []
    now = [*new, *_agreements(user, today), *vacant]
    found = [_panel("_components/action_list.html", "now", items=now)] if now else []
    coming = [_to_come(post) for post in mine if post.starts > today]
    return found + ([_panel("_components/action_list.html", "coming", items=coming)] if coming else [])


def training_panels(user: User) -> list[Panel]:
    """Among what needs a person now: training owed, invitations to answer, attendance lists to fill in."""
    items = [*training.owed_items(user), *training.office_items(user)]
    return [_panel("_components/action_list.html", "now", items=items)] if items else []


def declaration_panels(user: User) -> list[Panel]:
    """Among what needs a headteacher now: the declaration for the coming year, while they are asked."""
    today = clock.today()
    windows = asked_now(today) if roles_of(user).schools else []
    asked = [(window, author_in(window.year, user)) for window in windows]
    items = [
        {
            "title": f"Declare for {window.year}: with whom you should not work, and would like to",
            "href": reverse("schools:declaration-edit", args=[window.year_id]),
            "text": "If there is nothing to declare, say so. Only you and the Director read it.",
            "status": f"By {clock.short_day(window.closes)}",
            "colour": "yellow",
        }
        for window, author in asked
        if author and author.answered_at is None
    ]
    return [_panel("_components/action_list.html", "now", items=items)] if items else []


def directory_panels(user: User) -> list[Panel]:
    """Among what needs a person now: good practice to write, check, agree to, publish or look at again, and visits."""
    items = directory.items(user)
    return [_panel("_components/action_list.html", "now", items=items)] if items else []


def _panel(template: str, order: str, **context: Any) -> Panel:
    return {"template": template, "context": context, "order": order}


def _new(post: Appointment) -> dict[str, Any]:
    title = f"New at {post.school}: what was handed over to you"
    text = f"Reports, agreed actions, your group and dates. You began on {clock.day(post.starts)}."
    urn = post.school.urn if post.school else 0
    return {"title": title, "href": reverse("schools:handover-read", args=[urn]), "text": text}


def _to_come(post: Appointment) -> dict[str, Any]:
    text = "Everything on the school opens to you on that day."
    return {"title": f"{post.title}, from {clock.day(post.starts)}", "href": "", "text": text}


def _agreements(user: User, today: date) -> list[dict[str, Any]]:
    """The membership agreement for this year, and for the one that begins soon, while it is not accepted."""
    heads = roles_of(user).schools
    if not heads or not current_agreement():
        return []
    rows = Membership.objects.visible_to(user).filter(school__in=heads, agreement=None)
    due = rows.filter(ends__gte=today, starts__lte=today + ASKED_BEFORE).select_related("school", "year")
    return [
        {
            "title": f"Accept the membership agreement for {row.year}",
            "href": reverse("schools:agreement-accept", args=[row.school.urn, row.year.slug]),
            "text": f"For {row.school}. It takes two minutes.",
        }
        for row in due.order_by("starts", "school__name")
    ]


def _vacant(user: User, today: date) -> list[dict[str, Any]]:
    year = AcademicYear.objects.visible_to(user).current()
    return [
        {
            "title": f"{school} has no headteacher {gap}",
            "href": reverse("schools:handover-create", args=[school.urn]),
            "text": "Name who follows, or somebody acting, as soon as it is known.",
        }
        for school, gap in headships.soon_vacant(year, today)
    ]


# --- The hand-over page and a person's history ------------------------------------------------


def handover_panels(user: User, school: School) -> list[Panel]:
    """What to do first, and the people: the group with its headteachers, and who answers for it."""
    year = AcademicYear.objects.visible_to(user).current()
    card = school_cards([school], year)[0]
    group = card.place.group if card.place else None
    others = (
        School.objects.filter(places__group=group).exclude(pk=school.pk) if group else School.objects.none()
    )
    leads = people_with(Role.LEAD_HEADTEACHER, collaborative=group.collaborative) if group else []
    people = [
        *(("Lead headteacher", person) for person in leads),
        *(("Director", person) for person in people_with(Role.DIRECTOR)),
        *(("Administrator", person) for person in people_with(Role.ADMINISTRATOR)),
    ]
    helping = {
        "href": reverse("schools:delegate-list", args=[school.urn]),
        "posts": list(delegates_of(school)),
    }
    context = {"group": group, "year": year, "cards": school_cards(others, year), "people": people, **helping}
    return [
        _panel("_components/action_list.html", "first", items=_first(user, school)),
        _panel("schools/handover/people.html", "side", **context),
    ]


def _first(user: User, school: School) -> list[dict[str, Any]]:
    """What a newcomer does in their first hour; for others, who read along, nothing."""
    if school.pk not in roles_of(user).schools:
        return []
    known = [] if user.phone else [_step("Say how you are reached on the day of a session", "hlp:account")]
    return [
        *known,
        *training.owed_items(user),
        _step("Look at who helps at your school, and who gets copies", "schools:delegate-list", school.urn),
        _step("Read the partnership’s texts: code of conduct, protocols, preparation", "hlp:text-list"),
    ]


def _step(title: str, name: str, *args: Any) -> dict[str, Any]:
    return {"title": title, "href": reverse(name, args=args)}


def history_panels(user: User, person: User) -> list[Panel]:
    """The posts that somebody holds and held, newest first."""
    posts = person.appointments.select_related("school", "collaborative").order_by("-starts", "-pk")
    return [_panel("schools/history/posts.html", "main", posts=list(posts), today=clock.today())]


def account_links(user: User) -> list[dict[str, Any]]:
    """For the page of one's own account: what one was part of, and what one declares."""
    links = [{"label": "My history: posts and sessions", "href": reverse("schools:history")}]
    if roles_of(user).schools:
        links.append({"label": "My declarations", "href": reverse("schools:declaration-list")})
        links.append({"label": "My training log", "href": reverse("schools:training-log", args=[user.pk])})
    return links


# --- The public site ---------------------------------------------------------------------------


def public_entries(site: Site) -> list[dict[str, Any]]:
    """The member schools in the menu of the public site."""
    href = reverse("schools:public-list")
    schools = {"label": "Member schools", "href": href, "invites": "Find a school"}
    return [schools, {"label": "Good practice", "href": reverse("schools:public-practice-list")}]


def public_panels(place: str) -> list[dict[str, Any]]:
    """On the first page of the public site the map of the members, and the way to each of them."""
    if place == "home-hero":
        members = list(public.members_today())
        sky = {"sky": public.draw_sky(members)}
        return [{"template": "schools/public/_hero.html", "context": sky}] if members else []
    if place == "home":
        areas = public.districts(public.members_today())
        shown = practice.newest()
        found = {"template": "schools/public/_practice.html", "context": {"editions": shown}}
        return [
            {"template": "schools/public/_find.html", "context": {"areas": areas}},
            *([found] if shown else []),
        ]
    return []


# --- The demonstration -----------------------------------------------------------------------


def demo_people() -> list[dict[str, Any]]:
    """Everybody who holds a post today, by role, for the page that signs one in."""
    held = Appointment.objects.on(clock.today()).filter(person__is_active=True)
    groups: dict[str, list[dict[str, Any]]] = {role: [] for role in SEES}
    for post in held.select_related("person", "school", "collaborative").order_by("person__name", "pk"):
        groups[post.role].append({"user": post.person, "title": post.title})
    return [
        {"role": Role(role).label, "sees": SEES[Role(role)], "people": people}
        for role, people in groups.items()
        if people
    ]
