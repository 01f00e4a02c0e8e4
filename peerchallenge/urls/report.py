"""Addresses of the report: as it is written, as it was sent, and its blank forms."""

from django.urls import path

from peerchallenge.views import (
    blank_report,
    report,
    report_choosing,
    report_practice,
    report_sections,
    report_sent,
    report_together,
)

REPORT = "sessions/<int:pk>/report"
VERSION = f"{REPORT}/versions/<int:number>"

urlpatterns = [
    path("report-form/", blank_report.page, name="report-blank"),
    path("report-form/word/", blank_report.word, name="report-blank-word"),
    path(f"{REPORT}/", report.tasks, name="report-tasks"),
    path(f"{REPORT}/around/", report_together.around, name="report-around"),
    path(f"{REPORT}/check/", report.check, name="report-check"),
    path(f"{REPORT}/warnings/", report_together.warnings, name="report-warnings"),
    path(f"{REPORT}/preview/", report.preview, name="report-preview"),
    path(f"{REPORT}/preview/download/", report.preview_download, name="report-preview-download"),
    path(f"{REPORT}/send/", report.send, name="report-send"),
    path(f"{REPORT}/receipt/", report_sent.receipt, name="report-receipt"),
    path(f"{REPORT}/read/", report_sent.read, name="report-read"),
    path(f"{VERSION}/progress/", report_sent.progress, name="report-progress"),
    path(f"{VERSION}/print/", report_sent.print_again, name="report-print"),
    path(f"{VERSION}/download/", report_sent.download, name="report-download"),
    path(f"{VERSION}/seal/", report_sent.seal, name="report-seal"),
    path(f"{REPORT}/nominate/<slug:paragraph>/", report_practice.nominate, name="report-nominate"),
    path(f"{REPORT}/<slug:slug>/", report_sections.section, name="report-section"),
    path(f"{REPORT}/<slug:slug>/save/", report_sections.save, name="report-save"),
    path(f"{REPORT}/<slug:slug>/choose/", report_choosing.choose, name="report-choose"),
    path(f"{REPORT}/<slug:slug>/around/", report_together.around, name="report-section-around"),
]
