"""Addresses of the score card: one list a noun, all under /score-card/."""

from django.urls import include, path

from scorecard.urls import (
    cards,
    desk,
    editions,
    imports,
    inspections,
    measures,
    reports,
    setting,
)

app_name = "scorecard"
urlpatterns = [
    path("score-card/", include(cards.urlpatterns)),
    path("score-card/", include(measures.urlpatterns)),
    path("score-card/", include(desk.urlpatterns)),
    path("score-card/", include(reports.urlpatterns)),
    path("score-card/", include(inspections.urlpatterns)),
    path("score-card/", include(imports.urlpatterns)),
    path("score-card/", include(editions.urlpatterns)),
    path("score-card/", include(setting.urlpatterns)),
]
