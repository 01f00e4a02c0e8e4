"""Addresses of what schools report themselves."""

from django.urls import path

from scorecard.views import reports

urlpatterns = [
    path("report/", reports.report_list, name="report-list"),
    path("report/<int:urn>/<int:year>/", reports.report_edit, name="report-edit"),
    path("report/<int:urn>/<int:year>/file/", reports.report_upload, name="report-upload"),
]
