"""Addresses of the meeting itself and of what follows: minutes, decisions, actions, the record, the challenge."""

from django.urls import path

from board.views import actions, challenges, decisions, minutes, public, record, room, room_items

urlpatterns = [
    path("board/meetings/<int:pk>/room/", room.room_detail, name="room-detail"),
    path("board/meetings/<int:pk>/room/declare/", room.declaration_create, name="declaration-create"),
    path("board/meetings/<int:pk>/room/end/", room.room_end, name="room-end"),
    path("board/meetings/<int:pk>/room/<int:item>/", room_items.room_item, name="room-item"),
    path("board/meetings/<int:pk>/room/<int:item>/save/", room_items.minute_save, name="minute-save"),
    path(
        "board/meetings/<int:pk>/room/<int:item>/decide/", room_items.decision_create, name="decision-create"
    ),
    path("board/meetings/<int:pk>/room/<int:item>/act/", room_items.action_create, name="action-create"),
    path("board/declarations/<int:pk>/remove/", room.declaration_remove, name="declaration-remove"),
    path("board/meetings/<int:pk>/minutes/", minutes.minutes_detail, name="minutes-detail"),
    path("board/meetings/<int:pk>/minutes/send/", minutes.minutes_send, name="minutes-send"),
    path("board/meetings/<int:pk>/minutes/return/", minutes.minutes_return, name="minutes-return"),
    path("board/meetings/<int:pk>/minutes/pass/", minutes.minutes_pass, name="minutes-pass"),
    path(
        "board/meetings/<int:pk>/minutes/correct/<int:item>/<int:part>/",
        minutes.minutes_correct,
        name="minutes-correct",
    ),
    path("board/meetings/<int:pk>/minutes/confirm/", minutes.minutes_confirm, name="minutes-confirm"),
    path("board/meetings/<int:pk>/minutes/publish/", minutes.minutes_publish, name="minutes-publish"),
    path("board/meetings/<int:pk>/minutes/<int:number>/", minutes.minutes_version, name="minutes-version"),
    path(
        "board/meetings/<int:pk>/minutes/<int:number>/download/",
        minutes.minutes_download,
        name="minutes-download",
    ),
    path("board/decisions/chair/", decisions.chairs_action_create, name="chairs-action-create"),
    path("board/decisions/<int:pk>/", decisions.decision_detail, name="decision-detail"),
    path("board/decisions/<int:pk>/edit/", decisions.decision_edit, name="decision-edit"),
    path("board/decisions/<int:pk>/strike/", decisions.decision_strike, name="decision-strike"),
    path("board/actions/", actions.action_list, name="action-list"),
    path("board/actions/<int:pk>/", actions.action_detail, name="action-detail"),
    path("board/actions/<int:pk>/edit/", actions.action_edit, name="action-edit"),
    path("board/actions/<int:pk>/drop/", actions.action_drop, name="action-drop"),
    path("board/actions/<int:pk>/carry/", actions.action_carry, name="action-carry"),
    path("board/actions/<int:pk>/reopen/", actions.action_reopen, name="action-reopen"),
    path("board/record/", record.record_list, name="record-list"),
    path("board/record/upload/", record.archive_create, name="archive-create"),
    path("board/record/papers/<int:pk>/", record.archive_detail, name="archive-detail"),
    path("board/record/papers/<int:pk>/download/", record.archive_download, name="archive-download"),
    path("board/challenges/", challenges.challenge_list, name="challenge-list"),
    path("board/challenges/new/", challenges.challenge_create, name="challenge-create"),
    path("board/challenges/<int:pk>/", challenges.challenge_detail, name="challenge-detail"),
    path("board/challenges/<int:pk>/edit/", challenges.challenge_edit, name="challenge-edit"),
    path("board/challenges/<int:pk>/targets/", challenges.challenge_targets, name="challenge-targets"),
    path(
        "board/challenges/<int:pk>/targets/<slug:measure>/take/", challenges.target_take, name="target-take"
    ),
    path(
        "board/challenges/<int:pk>/targets/<int:target>/remove/",
        challenges.target_remove,
        name="target-remove",
    ),
    path("board/challenges/<int:pk>/set/", challenges.challenge_set, name="challenge-set"),
    path("board/challenges/<int:pk>/publish/", challenges.challenge_publish, name="challenge-publish"),
    path("board/challenges/<int:pk>/close/", challenges.challenge_close, name="challenge-close"),
    # For everybody, without signing in
    path("minutes/", public.public_minutes_list, name="public-minutes-list"),
    path("minutes/<int:pk>/", public.public_minutes_detail, name="public-minutes-detail"),
    path("minutes/<int:pk>/download/", public.public_minutes_download, name="public-minutes-download"),
]
