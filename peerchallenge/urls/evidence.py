"""Addresses of evidence. Those under ``evidence/`` are the scope of the worker that opens them without a connection."""

from django.urls import path

from peerchallenge.views import evidence, evidence_device, moderation

NOTE = "evidence/<int:pk>/<uuid:key>"

urlpatterns = [
    path("evidence/<int:pk>/", evidence.write, name="evidence-write"),
    path("evidence/<int:pk>/send/", evidence_device.send, name="evidence-send"),
    path("evidence/offline/", evidence_device.shell, name="evidence-offline"),
    path("evidence/worker.js", evidence_device.worker, name="evidence-worker"),
    path(f"{NOTE}/", evidence.edit, name="evidence-edit"),
    path(f"{NOTE}/delete/", evidence.delete, name="evidence-delete"),
    path(f"{NOTE}/flag/", moderation.flag, name="evidence-flag"),
    path(f"{NOTE}/remove/", moderation.remove, name="evidence-remove"),
    path("sessions/<int:pk>/moderation/", moderation.overview, name="moderation"),
    path("sessions/<int:pk>/moderation/view/", moderation.view, name="moderation-view"),
    path("sessions/<int:pk>/moderation/report/", moderation.carry, name="moderation-carry"),
    path("sessions/<int:pk>/moderation/<slug:question>/", moderation.agree, name="moderation-agree"),
]
