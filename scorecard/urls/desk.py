"""Addresses of the data desk."""

from django.urls import path

from scorecard.views import desk, desk_figures

urlpatterns = [
    path("desk/", desk.desk_index, name="desk-index"),
    path("desk/coverage/", desk.desk_coverage, name="desk-coverage"),
    path("desk/measures/<slug:code>/", desk.desk_measure, name="desk-measure"),
    path("desk/schools/<int:urn>/", desk.desk_school, name="desk-school"),
    path("desk/missing/", desk.desk_missing, name="desk-missing"),
    path("desk/odd/", desk.desk_odd, name="desk-odd"),
    path("desk/differences/", desk.desk_differences, name="desk-differences"),
    path("desk/figures/<int:pk>/", desk_figures.desk_figure, name="desk-figure"),
    path("desk/figures/<int:pk>/<str:kind>/", desk_figures.desk_decide, name="desk-decide"),
    path("desk/sources/", desk_figures.desk_sources, name="desk-sources"),
    path("desk/sources/<int:pk>/", desk_figures.desk_source, name="desk-source"),
]
