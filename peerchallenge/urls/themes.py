"""Addresses of the themes of rounds and of the summary of outcomes."""

from django.urls import path

from peerchallenge.views import outcomes, themeboard

urlpatterns = [
    path("rounds/themes/", themeboard.board_list, name="themeboard-list"),
    path("rounds/<int:pk>/themes/", themeboard.board_detail, name="themeboard-detail"),
    path("rounds/<int:pk>/themes/publish/", themeboard.board_publish, name="themeboard-publish"),
    path("rounds/<int:pk>/themes/next-round/", themeboard.board_take_up, name="themeboard-take-up"),
    path("rounds/<int:pk>/themes/<int:theme>/", themeboard.board_theme, name="themeboard-theme"),
    path(
        "rounds/<int:pk>/themes/<int:theme>/texts/<int:finding>/",
        themeboard.text_withhold,
        name="themeboard-text",
    ),
    path("outcomes/", outcomes.outcomes_list, name="outcomes-list"),
    path("outcomes/of-round/<int:pk>/", outcomes.outcomes_create, name="outcomes-create"),
    path("outcomes/<int:pk>/", outcomes.outcomes_detail, name="outcomes-detail"),
    path("outcomes/<int:pk>/file/", outcomes.outcomes_download, name="outcomes-download"),
    path("outcomes/<int:pk>/publish/", outcomes.outcomes_publish, name="outcomes-publish"),
    path("outcomes/<int:pk>/correct/", outcomes.outcomes_correct, name="outcomes-correct"),
    path("outcomes/<int:pk>/drop/", outcomes.outcomes_drop, name="outcomes-drop"),
    path("outcomes/<int:pk>/sections/<slug:section>/", outcomes.outcomes_section, name="outcomes-section"),
    path(
        "outcomes/<int:pk>/sections/<slug:section>/redraw/", outcomes.outcomes_redraw, name="outcomes-redraw"
    ),
]
