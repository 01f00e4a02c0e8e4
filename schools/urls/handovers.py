"""Addresses of headships that change hands, and of a person's history."""

from django.urls import path

from schools.views import handovers, history

urlpatterns = [
    path("schools/<int:urn>/hand-over/", handovers.handover_create, name="handover-create"),
    path("hand-overs/<int:pk>/", handovers.handover_detail, name="handover-detail"),
    path("handover/", handovers.handover_list, name="handover-list"),
    path("handover/<int:urn>/", handovers.handover_read, name="handover-read"),
    path("history/", history.history, name="history"),
    path("people/<int:pk>/history/", history.person_history, name="person-history"),
]
