"""Addresses of quality assurance."""

from django.urls import path

from peerchallenge.views import qa, qa_calibration, qa_coverage

urlpatterns = [
    path("qa/", qa_coverage.coverage, name="qa-coverage"),
    path("qa/assign/", qa_coverage.assign, name="qa-assign"),
    path("qa/calibration/", qa_calibration.calibration, name="qa-calibration"),
    path("qa/calibration/<int:pk>/", qa_calibration.download, name="qa-paper"),
    path("qa/independence/<slug:name>/", qa.declare, name="qa-declare"),
    path("sessions/<int:pk>/qa/", qa.tasks, name="qa-tasks"),
    path("sessions/<int:pk>/qa/judgement/", qa.judgement, name="qa-judgement"),
    path("sessions/<int:pk>/qa/parts/<slug:slug>/", qa.part, name="qa-part"),
    path("sessions/<int:pk>/qa/parts/<slug:slug>/save/", qa.save, name="qa-save"),
    path("sessions/<int:pk>/qa/send/", qa.send, name="qa-send"),
    path("sessions/<int:pk>/qa/read/", qa.read, name="qa-read"),
    path("sessions/<int:pk>/qa/pdf/", qa.download, name="qa-download"),
]
