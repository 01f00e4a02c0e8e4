"""Addresses of the evaluation after a session."""

from django.urls import path

from peerchallenge.views import evaluation

urlpatterns = [
    path("sessions/<int:pk>/evaluation/", evaluation.edit, name="evaluation-edit"),
    path("evaluations/", evaluation.evaluation_list, name="evaluation-list"),
]
