"""Addresses of decisions about schools of concern and of the local authority's monitoring."""

from django.urls import path

from peerchallenge.views import concerns, monitoring, monitoring_update

urlpatterns = [
    path("decisions/", concerns.concern_list, name="concern-list"),
    path("decisions/new/", concerns.concern_create, name="concern-create"),
    path("decisions/<int:pk>/", concerns.concern_detail, name="concern-detail"),
    path("decisions/<int:pk>/accept/", concerns.concern_accept, name="concern-accept"),
    path("decisions/<int:pk>/decline/", concerns.concern_decline, name="concern-decline"),
    path("monitoring/", monitoring.case_list, name="case-list"),
    path("monitoring/scheme/", monitoring.terms_edit, name="monitoring-scheme"),
    path("monitoring/update/", monitoring_update.page, name="monitoring-update"),
    path("monitoring/update/<int:pk>/", monitoring_update.download, name="monitoring-update-download"),
    path("monitoring/<int:pk>/", monitoring.case_detail, name="case-detail"),
    path("monitoring/<int:pk>/edit/", monitoring.case_edit, name="case-edit"),
    path("monitoring/<int:pk>/review/", monitoring.case_review, name="case-review"),
    path("monitoring/<int:pk>/notice/", monitoring.case_notice, name="case-notice"),
    path("monitoring/<int:pk>/share/", monitoring.case_share, name="case-share"),
    path("monitoring/<int:pk>/after-care/", monitoring.case_after_care, name="case-after-care"),
]
