"""Addresses of findings and of the vocabulary of themes."""

from django.urls import path

from peerchallenge.views import earlier, findings, vocabulary

urlpatterns = [
    path("findings/", findings.finding_list, name="finding-list"),
    path("findings/rounds/<int:pk>/", findings.finding_queue, name="finding-queue"),
    path("sessions/<int:pk>/findings/", findings.finding_report, name="finding-report"),
    path("findings/earlier/", earlier.earlier_list, name="earlier-list"),
    path("findings/earlier/new/", earlier.earlier_create, name="earlier-create"),
    path("findings/earlier/<int:pk>/", earlier.earlier_detail, name="earlier-detail"),
    path("findings/earlier/<int:pk>/remove/", earlier.earlier_remove, name="earlier-remove"),
    path("findings/vocabulary/", vocabulary.theme_list, name="theme-list"),
    path("findings/vocabulary/new/", vocabulary.theme_create, name="theme-create"),
    path("findings/vocabulary/<int:pk>/", vocabulary.theme_detail, name="theme-detail"),
    path("findings/vocabulary/<int:pk>/edit/", vocabulary.theme_edit, name="theme-edit"),
    path("findings/vocabulary/<int:pk>/merge/", vocabulary.theme_merge, name="theme-merge"),
    path("findings/vocabulary/<int:pk>/split/", vocabulary.theme_split, name="theme-split"),
    path("findings/vocabulary/<int:pk>/sort/", vocabulary.theme_sort, name="theme-sort"),
    path("findings/vocabulary/<int:pk>/retire/", vocabulary.theme_retire, name="theme-retire"),
    path("findings/vocabulary/<int:pk>/restore/", vocabulary.theme_restore, name="theme-restore"),
]
