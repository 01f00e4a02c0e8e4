"""Addresses of the host's documents and of the team's analysis before the visit."""

from django.urls import path

from peerchallenge.views import hostdocument, previsit

DOCUMENTS = "sessions/<int:pk>/documents"
BEFORE = "sessions/<int:pk>/analysis"

urlpatterns = [
    path(f"{DOCUMENTS}/", hostdocument.document_list, name="document-list"),
    path(f"{DOCUMENTS}/give/", hostdocument.document_give, name="document-give"),
    path(f"{DOCUMENTS}/<int:number>/", hostdocument.document_download, name="document-download"),
    path(f"{DOCUMENTS}/<int:number>/remove/", hostdocument.document_remove, name="document-remove"),
    path(f"{BEFORE}/", previsit.previsit, name="previsit"),
    path(f"{BEFORE}/new/", previsit.hypothesis_create, name="hypothesis-create"),
    path(f"{BEFORE}/done/", previsit.previsit_finish, name="previsit-finish"),
    path(f"{BEFORE}/key-lines/", previsit.previsit_hand_over, name="previsit-hand-over"),
    path(f"{BEFORE}/<int:number>/", previsit.hypothesis_edit, name="hypothesis-edit"),
    path(f"{BEFORE}/<int:number>/answer/", previsit.hypothesis_answer, name="hypothesis-answer"),
    path(f"{BEFORE}/<int:number>/remove/", previsit.hypothesis_remove, name="hypothesis-remove"),
]
