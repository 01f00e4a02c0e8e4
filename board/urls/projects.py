"""Addresses of projects."""

from django.urls import path

from board.views.projects import calls, meetings, proposals, public, reading, running, work

urlpatterns = [
    path("board/projects/", reading.project_list, name="project-list"),
    path("board/projects/new/", proposals.project_create, name="project-create"),
    path("board/projects/<int:pk>/", reading.project_detail, name="project-detail"),
    path("board/projects/<int:pk>/edit/", proposals.project_edit, name="project-edit"),
    path("board/projects/<int:pk>/put/", proposals.project_put, name="project-put"),
    path("board/projects/<int:pk>/decide/", proposals.project_decide, name="project-decide"),
    path("board/projects/<int:pk>/take-back/", proposals.project_take_back, name="project-take-back"),
    path("board/projects/<int:pk>/withdraw/", proposals.project_withdraw, name="project-withdraw"),
    path("board/projects/<int:pk>/call/", calls.call_edit, name="call-edit"),
    path("board/projects/<int:pk>/call/close/", calls.call_close, name="call-close"),
    path("board/projects/<int:pk>/expressions/", calls.expression_list, name="expression-list"),
    path("board/projects/<int:pk>/members/", calls.project_members, name="project-members"),
    path("board/calls/<int:pk>/", calls.call_detail, name="call-detail"),
    path("board/expressions/<int:pk>/answer/", calls.expression_answer, name="expression-answer"),
    path("board/expressions/<int:pk>/withdraw/", calls.expression_withdraw, name="expression-withdraw"),
    path("board/projects/<int:pk>/change/", running.project_amend, name="project-amend"),
    path("board/projects/<int:pk>/pause/", running.project_pause, name="project-pause"),
    path("board/projects/<int:pk>/resume/", running.project_resume, name="project-resume"),
    path("board/projects/<int:pk>/stop/", running.project_stop, name="project-stop"),
    path("board/projects/<int:pk>/public/", running.project_public, name="project-public"),
    path("board/projects/<int:pk>/close/", running.project_close, name="project-close"),
    path("board/projects/<int:pk>/next/", running.project_ask_next, name="project-ask-next"),
    path("board/projects/<int:pk>/milestones/new/", work.milestone_create, name="milestone-create"),
    path("board/projects/<int:pk>/milestones/<int:milestone>/", work.milestone_edit, name="milestone-edit"),
    path(
        "board/projects/<int:pk>/milestones/<int:milestone>/done/", work.milestone_done, name="milestone-done"
    ),
    path(
        "board/projects/<int:pk>/milestones/<int:milestone>/remove/",
        work.milestone_remove,
        name="milestone-remove",
    ),
    path("board/project-reports/<int:pk>/", work.report_detail, name="project-report-detail"),
    path("board/project-reports/<int:pk>/write/", work.report_edit, name="project-report-edit"),
    path("board/project-reports/<int:pk>/download/", work.report_download, name="project-report-download"),
    path("board/projects/<int:pk>/documents/new/", work.document_create, name="project-document-create"),
    path("board/project-documents/<int:pk>/", work.document_download, name="project-document-download"),
    path("board/project-documents/<int:pk>/remove/", work.document_remove, name="project-document-remove"),
    path("board/projects/<int:pk>/figures/new/", work.figure_create, name="figure-create"),
    path("board/figures/<int:pk>/remove/", work.figure_remove, name="figure-remove"),
    path("board/projects/<int:pk>/meetings/new/", meetings.meeting_create, name="project-meeting-create"),
    path("board/project-meetings/<int:pk>/", meetings.meeting_detail, name="project-meeting-detail"),
    path("board/project-meetings/<int:pk>/edit/", meetings.meeting_edit, name="project-meeting-edit"),
    path("board/project-meetings/<int:pk>/cancel/", meetings.meeting_cancel, name="project-meeting-cancel"),
    path("board/project-meetings/<int:pk>/note/", meetings.meeting_note, name="project-meeting-note"),
    path(
        "board/project-meetings/<int:pk>/calendar.ics",
        meetings.meeting_calendar,
        name="project-meeting-calendar",
    ),
    # For everybody, without signing in
    path("projects/", public.public_project_list, name="public-project-list"),
    path("projects/<int:pk>/", public.public_project_detail, name="public-project-detail"),
]
