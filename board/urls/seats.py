"""Addresses of the board itself: its pages, seats and the register of interests."""

from django.urls import path

from board.views import home, interests, seats

urlpatterns = [
    path("board/", home.home, name="home"),
    path("board/desk/", home.desk, name="desk"),
    path("board/ahead/", home.ahead, name="ahead"),
    path("board/members/", seats.seat_list, name="seat-list"),
    path("board/members/found/", seats.seat_found, name="seat-found"),
    path("board/members/new/", seats.seat_create, name="seat-create"),
    path("board/members/<int:pk>/", seats.seat_detail, name="seat-detail"),
    path("board/members/<int:pk>/edit/", seats.seat_edit, name="seat-edit"),
    path("board/members/<int:pk>/abolish/", seats.seat_abolish, name="seat-abolish"),
    path("board/members/<int:pk>/give/", seats.holding_create, name="holding-create"),
    path("board/terms/<int:pk>/end/", seats.holding_end, name="holding-end"),
    path("board/interests/", interests.interest_list, name="interest-list"),
    path("board/interests/mine/", interests.interest_mine, name="interest-mine"),
    path("board/interests/new/", interests.interest_create, name="interest-create"),
    path("board/interests/confirm/", interests.interest_confirm, name="interest-confirm"),
    path("board/interests/<int:pk>/end/", interests.interest_end, name="interest-end"),
    path("board/items/<int:pk>/withdraw/", interests.withdrawal_create, name="withdrawal-create"),
    path("board/withdrawals/<int:pk>/lift/", interests.withdrawal_lift, name="withdrawal-lift"),
]
