"""Addresses of the programme of a day, of the year's template, and of the days of the countdown."""

from django.urls import path

from peerchallenge.views import countdown, programme, programme_slots, programme_template

DAY = "sessions/<int:pk>/programme"
SLOT = f"{DAY}/slots/<int:slot>"
TEMPLATE = "years/<slug:name>/programme"

urlpatterns = [
    path(f"{DAY}/", programme.read, name="programme-read"),
    path(f"{DAY}/begin/", programme.begin, name="programme-begin"),
    path(f"{DAY}/agree/", programme.agree, name="programme-agree"),
    path(f"{DAY}/suggest/", programme.suggest, name="programme-suggest"),
    path(f"{DAY}/suggestions/<int:remark>/settle/", programme.settle, name="programme-settle"),
    path(f"{DAY}/safeguarding/", programme.safeguarding, name="programme-safeguarding"),
    path(f"{DAY}/print/", programme.print_, name="programme-print"),
    path(f"{DAY}/programme.pdf", programme.download, name="programme-download"),
    path(f"{DAY}/people/", programme_slots.people, name="programme-people"),
    path(f"{DAY}/people/<int:person>/remove/", programme_slots.forget, name="programme-forget"),
    path(f"{DAY}/slots/new/", programme_slots.create, name="slot-create"),
    path(f"{SLOT}/", programme_slots.edit, name="slot-edit"),
    path(f"{SLOT}/remove/", programme_slots.remove, name="slot-remove"),
    path(f"{SLOT}/earlier/", programme_slots.shift, {"way": "up"}, name="slot-earlier"),
    path(f"{SLOT}/later/", programme_slots.shift, {"way": "down"}, name="slot-later"),
    path("years/<slug:name>/countdown/", countdown.edit, name="countdown-edit"),
    path(f"{TEMPLATE}/", programme_template.detail, name="template-detail"),
    path(f"{TEMPLATE}/new/", programme_template.create, name="template-create"),
    path(f"{TEMPLATE}/<int:pk>/", programme_template.edit, name="template-edit"),
    path(f"{TEMPLATE}/<int:pk>/remove/", programme_template.remove, name="template-remove"),
]
