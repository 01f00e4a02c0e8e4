"""Meetings of a project's schools: announced, answered, called off, noted, in a calendar."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from board.choices import PROJECTS_AT_WORK
from board.forms.projects.meetings import MeetingForm, NoteForm, ReplyForm
from board.models import ProjectMeeting
from board.services.projects import calendars
from board.services.projects import meetings as services
from board.services.projects.places import schools_of
from board.views.pieces import form_page
from board.views.projects.pieces import LEAD, done, page, page_project, posted, project_form
from hlp import access, clock
from hlp.access import Request
from schools.models import School
from schools.roles import roles_of


@page
def meeting_create(request: Request, pk: int) -> HttpResponse:
    """Announce a meeting."""
    project = page_project(request, pk, LEAD)
    if project.state not in PROJECTS_AT_WORK:
        raise Http404
    form = MeetingForm(posted(request))
    made: list[ProjectMeeting] = []

    def act() -> None:
        made.append(services.create(project=project, plan=form.plan(), by=request.user))

    if done(form, act):
        messages.success(request, "The meeting is announced to the schools.")
        return redirect(made[0])
    return project_form(request, project, form, "Announce a meeting")


def _meeting(request: Request, pk: int, permission: str | None = None) -> ProjectMeeting:
    visible = ProjectMeeting.objects.visible_to(request.user).select_related(
        "project__lead_school", "project__lead_person"
    )
    meeting = access.fetch(visible, request.user, pk=pk)
    access.require(request.user, permission, meeting.project)
    return meeting


def _own_schools(request: Request, meeting: ProjectMeeting) -> list[School]:
    """The reader's schools that take part: a headteacher answers, and so does who prepares for them."""
    held = roles_of(request.user)
    mine = held.schools | held.delegated
    return [school for school in schools_of(meeting.project) if school.pk in mine]


@page
def meeting_detail(request: Request, pk: int) -> HttpResponse:
    """One meeting: when, where, who comes or came, what came of it; a school that takes part answers here."""
    meeting = _meeting(request, pk)
    own = _own_schools(request, meeting)
    ahead = not meeting.is_cancelled and meeting.starts_at > clock.now()
    answers = ahead and bool(own)
    if request.method == "POST" and not answers:
        access.require(request.user, "board.reply_for_nobody")
    places = list(meeting.school_places.select_related("school"))
    given = next((one for one in places if own and one.school_id == own[0].pk), None)
    initial = {"people": given.people} if given else {}
    if given and given.coming is not None:
        initial["coming"] = "yes" if given.coming else "no"
    form = ReplyForm(posted(request), schools=own, initial=initial) if answers else None

    def act() -> None:
        assert form is not None  # noqa: S101 asked below only where there is one
        services.reply(meeting=meeting, by=request.user, **form.cleaned_data)

    if form and done(form, act):
        messages.success(request, "Thank you. Your answer is noted.")
        return redirect(meeting)
    context = {
        "meeting": meeting,
        "project": meeting.project,
        "places": places,
        "coming": sum(bool(one.coming) for one in places),
        "came": sum(bool(one.present) for one in places),
        "ahead": ahead,
        "form": form,
        "leads": request.user.has_perm(LEAD, meeting.project),
    }
    return render(request, "board/project/meeting.html", context)


@page
def meeting_edit(request: Request, pk: int) -> HttpResponse:
    """Move a meeting, or change what is said of it."""
    meeting = _meeting(request, pk, LEAD)
    names = ("title", "place", "joining", "about_it", "version")
    starts, ends = clock.local(meeting.starts_at), clock.local(meeting.ends_at)
    initial = {name: getattr(meeting, name) for name in names}
    form = MeetingForm(
        posted(request),
        initial={**initial, "day": starts.date(), "starts": starts.time(), "ends": ends.time()},
    )
    form.submit = "Save"

    def act() -> None:
        version = form.cleaned_data["version"] or 0
        services.change(meeting=meeting, plan=form.plan(), version=version, by=request.user)

    if done(form, act, lambda: _meeting(request, pk).version):
        messages.success(request, "Saved. The schools are told where day, hour or place changed.")
        return redirect(meeting)
    return form_page(
        request, form, "Change this meeting", meeting.get_absolute_url(), caption=meeting.project.title
    )


@require_POST
def meeting_cancel(request: Request, pk: int) -> HttpResponse:
    """Call a meeting off."""
    meeting = _meeting(request, pk, LEAD)
    try:
        services.cancel(meeting=meeting, by=request.user)
        messages.success(request, "The meeting is called off, and the schools are told.")
    except ValidationError as refusal:
        messages.error(request, f"{refusal.messages[0]}.")
    return redirect(meeting)


@page
def meeting_note(request: Request, pk: int) -> HttpResponse:
    """Who was there, and what came of it."""
    meeting = _meeting(request, pk, LEAD)
    places = list(meeting.school_places.select_related("school"))
    initial = {"notes": meeting.notes, "version": meeting.version}
    form = NoteForm(posted(request), places=places, initial=initial)

    def act() -> None:
        given = form.cleaned_data
        services.note(
            meeting=meeting,
            seen=form.seen(),
            notes=given["notes"],
            version=given["version"] or 0,
            by=request.user,
        )

    if done(form, act, lambda: _meeting(request, pk).version):
        messages.success(request, "Saved.")
        return redirect(meeting)
    return form_page(request, form, "Who was there", meeting.get_absolute_url(), caption=meeting.title)


@require_GET
def meeting_calendar(request: Request, pk: int) -> HttpResponse:
    """The meeting as a calendar file."""
    meeting = _meeting(request, pk)
    reply = HttpResponse(calendars.draw(meeting), content_type="text/calendar; charset=utf-8")
    reply["Content-Disposition"] = f'attachment; filename="project-meeting-{meeting.starts_at:%Y-%m-%d}.ics"'
    return reply
