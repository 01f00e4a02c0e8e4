"""Addresses of the directory of good practice, and of the visits that it leads to."""

from django.urls import path

from schools.views.practice import attachments, finding, public, reading, steps, visits, work

ENTRY = "practice/<int:pk>"
VISIT = "practice/visits/<int:pk>"

urlpatterns = [
    path("practice/", finding.practice_list, name="practice-list"),
    path("practice/desk/", work.practice_desk, name="practice-desk"),
    path("practice/nominate/", work.practice_nominate, name="practice-nominate"),
    path(f"{ENTRY}/", reading.practice_detail, name="practice-detail"),
    path(f"{ENTRY}/print/", reading.practice_print, name="practice-print"),
    path(f"{ENTRY}/draft/", work.practice_work, name="practice-work"),
    path(f"{ENTRY}/preview/", reading.practice_preview, name="practice-preview"),
    path(f"{ENTRY}/write/<slug:slug>/", work.practice_part, name="practice-part"),
    path(f"{ENTRY}/step/<slug:verb>/", steps.practice_step, name="practice-step"),
    path(f"{ENTRY}/pictures/", attachments.picture_add, name="practice-picture-add"),
    path(
        f"{ENTRY}/pictures/<int:number>/remove/", attachments.picture_remove, name="practice-picture-remove"
    ),
    path(f"{ENTRY}/files/", attachments.file_add, name="practice-file-add"),
    path(f"{ENTRY}/files/<int:number>/remove/", attachments.file_remove, name="practice-file-remove"),
    path("practice/pictures/<int:pk>/<int:width>/", reading.practice_picture, name="practice-picture"),
    path("practice/files/<int:pk>/", reading.practice_file, name="practice-file"),
    path("practice/visits/", visits.visit_list, name="visit-list"),
    path(f"{ENTRY}/visit/", visits.visit_ask, name="visit-ask"),
    path(f"{VISIT}/", visits.visit_detail, name="visit-detail"),
    path(f"{VISIT}/agree/", visits.visit_agree, name="visit-agree"),
    path(f"{VISIT}/end/<slug:verb>/", visits.visit_end, name="visit-end"),
    path(f"{VISIT}/impact/", visits.visit_impact, name="visit-impact"),
    path(f"{VISIT}/calendar/", visits.visit_calendar, name="visit-calendar"),
    path("good-practice/", public.public_practice_list, name="public-practice-list"),
    path("good-practice/<int:pk>/", public.public_practice, name="public-practice"),
    path("good-practice/<int:pk>/print/", public.public_practice_print, name="public-practice-print"),
]
