"""Addresses of the headteachers' yearly declarations."""

from django.urls import path

from schools.views import declarations as views

urlpatterns = [
    path("declarations/", views.declaration_list, name="declaration-list"),
    path("declarations/<int:pk>/", views.declaration_edit, name="declaration-edit"),
    path("declarations/<int:pk>/conflict/", views.conflict_create, name="conflict-create"),
    path("declarations/<int:pk>/interest/", views.interest_create, name="interest-create"),
    path("declarations/<int:pk>/take-over/", views.declaration_take_over, name="declaration-take-over"),
    path("declarations/<int:pk>/answers/", views.declaration_answers, name="declaration-answers"),
    path("declarations/<int:pk>/dates/", views.declaration_window, name="declaration-window"),
    path("declarations/read/<int:pk>/", views.declaration_read, name="declaration-read"),
    path("declarations/conflicts/<int:pk>/withdraw/", views.conflict_withdraw, name="conflict-withdraw"),
    path("declarations/interests/<int:pk>/withdraw/", views.interest_withdraw, name="interest-withdraw"),
]
