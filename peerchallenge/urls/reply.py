"""Addresses of the host's reply."""

from django.urls import path

from peerchallenge.views import reply, reply_answers

REPLY = "sessions/<int:pk>/reply"

urlpatterns = [
    path(f"{REPLY}/", reply.detail, name="reply-detail"),
    path(f"{REPLY}/corrections/<slug:key>/", reply.correction, name="reply-correction"),
    path(f"{REPLY}/disputes/<slug:name>/", reply.dispute, name="reply-dispute"),
    path(f"{REPLY}/words/", reply.words, name="reply-words"),
    path(f"{REPLY}/words/save/", reply.save_words, name="reply-save"),
    path(f"{REPLY}/send/", reply.send, name="reply-send"),
    path(f"{REPLY}/remove/<slug:kind>/<int:row>/", reply.remove, name="reply-remove"),
    path(f"{REPLY}/decisions/<int:row>/", reply_answers.decision, name="reply-decision"),
    path(f"{REPLY}/final/", reply_answers.send_final, name="reply-final"),
    path(f"{REPLY}/contested/<int:row>/", reply_answers.dispute_detail, name="dispute-detail"),
    path(f"{REPLY}/extend/", reply_answers.extend, name="reply-extend"),
]
