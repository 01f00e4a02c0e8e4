"""Addresses of self-evaluation, handbook and the year's scheme."""

from django.urls import path

from peerchallenge.views import handbook, scheme, selfevaluation, selfevaluation_paper, selfevaluation_start

SELF_EVALUATION = "sessions/<int:pk>/self-evaluation"

urlpatterns = [
    path(f"{SELF_EVALUATION}/", selfevaluation.read, name="selfevaluation-read"),
    path(f"{SELF_EVALUATION}/edit/", selfevaluation.tasks, name="selfevaluation-edit"),
    path(f"{SELF_EVALUATION}/edit/<int:area>/", selfevaluation.part, name="selfevaluation-part"),
    path(f"{SELF_EVALUATION}/edit/<int:area>/save/", selfevaluation.save, name="selfevaluation-save"),
    path(f"{SELF_EVALUATION}/edit/last-time/", selfevaluation_start.start, name="selfevaluation-start"),
    path(f"{SELF_EVALUATION}/edit/<slug:text>/", selfevaluation.part, name="selfevaluation-text"),
    path(f"{SELF_EVALUATION}/edit/<slug:text>/save/", selfevaluation.save, name="selfevaluation-text-save"),
    path(f"{SELF_EVALUATION}/share/", selfevaluation.share, name="selfevaluation-share"),
    path(f"{SELF_EVALUATION}/pdf/", selfevaluation_paper.paper, name="selfevaluation-paper"),
    path(
        f"{SELF_EVALUATION}/pdf/<int:version>/", selfevaluation_paper.download, name="selfevaluation-download"
    ),
    path("sessions/<int:pk>/handbook/", handbook.detail, name="handbook-detail"),
    path("sessions/<int:pk>/handbook/<int:version>/", handbook.download, name="handbook-download"),
    path("years/<slug:name>/scheme/", scheme.edit, name="scheme-edit"),
]
