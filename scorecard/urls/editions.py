"""Addresses of the published score card."""

from django.urls import path

from scorecard.views import edition_drafts as drafts
from scorecard.views import edition_papers as papers
from scorecard.views import editions

urlpatterns = [
    path("published/", editions.edition_list, name="edition-list"),
    path("published/new/", drafts.edition_create, name="edition-create"),
    path("published/<int:pk>/", editions.edition_detail, name="edition-detail"),
    path("published/<int:pk>/changes/", editions.edition_changes, name="edition-changes"),
    path("published/<int:pk>/schools/<int:urn>/", editions.edition_school, name="edition-school"),
    path("published/<int:pk>/measures/", drafts.edition_measures, name="edition-measures"),
    path("published/<int:pk>/write/<slug:part>/", drafts.edition_commentary, name="edition-commentary"),
    path("published/<int:pk>/preview/", drafts.edition_preview, name="edition-preview"),
    path("published/<int:pk>/publish/", drafts.edition_publish, name="edition-publish"),
    path("published/<int:pk>/drop/", drafts.edition_drop, name="edition-drop"),
    path("published/<int:pk>/correct/", drafts.edition_correct, name="edition-correct"),
    path("published/<int:pk>/paper/", papers.edition_paper, name="edition-paper"),
    path("published/<int:pk>/paper/file/", papers.edition_file, name="edition-file"),
    path("published/<int:pk>/schools/<int:urn>/paper/", papers.edition_paper, name="edition-school-paper"),
    path("published/<int:pk>/schools/<int:urn>/paper/file/", papers.edition_file, name="edition-school-file"),
]
