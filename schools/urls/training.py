"""Addresses of training."""

from django.urls import path

from schools.views.training import attendance, events, modules, people, records

urlpatterns = [
    path("training/", events.training_list, name="training-list"),
    path("training/events/new/", events.event_create, name="training-event-create"),
    path("training/events/<int:pk>/", events.event_detail, name="training-event"),
    path("training/events/<int:pk>/edit/", events.event_edit, name="training-event-edit"),
    path("training/events/<int:pk>/cancel/", events.event_cancel, name="training-event-cancel"),
    path("training/events/<int:pk>/sign-up/", events.event_sign_up, name="training-sign-up"),
    path("training/events/<int:pk>/withdraw/", events.event_withdraw, name="training-withdraw"),
    path("training/events/<int:pk>/people/", attendance.event_names, name="training-names"),
    path("training/events/<int:pk>/attendance/", attendance.event_attendance, name="training-attendance"),
    path("training/modules/", modules.module_list, name="training-modules"),
    path("training/modules/new/", modules.module_create, name="training-module-create"),
    path("training/modules/<int:pk>/", modules.module_edit, name="training-module-edit"),
    path("training/people/", people.people_list, name="training-people"),
    path("training/people/<int:pk>/", people.training_log, name="training-log"),
    path("training/records/new/", records.record_create, name="training-record-create"),
    path("training/records/<int:pk>/take-back/", records.record_take_back, name="training-record-take-back"),
    path("training/certificates/<int:pk>/", records.certificate, name="training-certificate"),
    path(
        "training/certificates/<int:pk>/download/", records.certificate_file, name="training-certificate-file"
    ),
    path("training/certificates/check/", records.certificate_check, name="training-certificate-check"),
]
