"""Addresses of the planner of groups."""

from django.urls import path

from schools.views import plan_changes, plan_publishing, plan_questions, plan_wishes, plans

urlpatterns = [
    path("plans/", plans.plan_list, name="plan-list"),
    path("plans/new/", plans.plan_create, name="plan-create"),
    path("plans/weights/", plan_wishes.plan_settings, name="plan-settings"),
    path("plans/pins/new/", plan_wishes.pin_create, name="pin-create"),
    path("plans/pins/<int:pk>/lift/", plan_wishes.pin_lift, name="pin-lift"),
    path("plans/overrules/new/", plan_wishes.overrule_create, name="overrule-create"),
    path("plans/overrules/<int:pk>/lift/", plan_wishes.overrule_lift, name="overrule-lift"),
    path("plans/<int:pk>/", plans.plan_detail, name="plan-detail"),
    path("plans/<int:pk>/again/", plans.plan_again, name="plan-again"),
    path("plans/<int:pk>/aside/", plans.plan_aside, name="plan-aside"),
    path("plans/<int:pk>/take-up/", plans.plan_take_up, name="plan-take-up"),
    path("plans/<int:pk>/copy/", plan_changes.plan_copy, name="plan-copy"),
    path("plans/<int:pk>/change/", plan_changes.plan_change, name="plan-change"),
    path("plans/<int:pk>/try/", plan_changes.plan_try, name="plan-try"),
    path("plans/<int:pk>/undo/", plan_changes.plan_undo, name="plan-undo"),
    path("plans/<int:pk>/why-not/", plan_questions.plan_why, name="plan-why"),
    path("plans/<int:pk>/why-not/<int:question>/", plan_questions.plan_answer, name="plan-answer"),
    path(
        "plans/<int:pk>/why-not/<int:question>/again/",
        plan_questions.plan_answer_again,
        name="plan-answer-again",
    ),
    path(
        "plans/<int:pk>/why-not/<int:question>/take/",
        plan_questions.plan_answer_take,
        name="plan-answer-take",
    ),
    path("plans/<int:pk>/rules/", plan_questions.plan_rules, name="plan-rules"),
    path("plans/<int:pk>/compare/", plan_questions.plan_compare, name="plan-compare"),
    path("plans/<int:pk>/publish/", plan_publishing.plan_publish, name="plan-publish"),
]
