"""Addresses of support between schools."""

from django.urls import path

from peerchallenge.views import support, support_matches, support_strengths

urlpatterns = [
    path("support/", support.support_list, name="support-list"),
    path("support/request/", support.support_request, name="support-request"),
    path("support/ledger/", support.support_ledger, name="support-ledger"),
    path("support/strengths/", support_strengths.strength_list, name="strength-list"),
    path("support/strengths/new/", support_strengths.strength_create, name="strength-create"),
    path("support/strengths/<int:pk>/consent/", support_strengths.strength_consent, name="strength-consent"),
    path(
        "support/strengths/<int:pk>/withdraw/", support_strengths.strength_withdraw, name="strength-withdraw"
    ),
    path("support/<int:pk>/", support.support_detail, name="support-detail"),
    path("support/<int:pk>/edit/", support.support_edit, name="support-edit"),
    path("support/<int:pk>/note/", support.support_note, name="support-note"),
    path("support/<int:pk>/close/", support.support_close, name="support-close"),
    path("support/<int:pk>/withdraw/", support.support_withdraw, name="support-withdraw"),
    path("support/<int:pk>/introduce/<int:urn>/", support_matches.match_create, name="match-create"),
    path("support/matches/<int:pk>/", support_matches.match_detail, name="match-detail"),
    path("support/matches/<int:pk>/agree/", support_matches.match_agree, name="match-agree"),
    path("support/matches/<int:pk>/end/", support_matches.match_end, name="match-end"),
    path("support/matches/<int:pk>/impact/", support_matches.match_impact, name="match-impact"),
]
