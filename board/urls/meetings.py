"""Addresses of the board's meetings, who comes, and their agendas."""

from django.urls import path, register_converter

from board.views import agendas, attendances, meetings, standing


class WayConverter:
    """``up`` or ``down``."""

    regex = "up|down"

    def to_python(self, value: str) -> str:
        """The word."""
        return value

    def to_url(self, value: str) -> str:
        """The word."""
        return value


register_converter(WayConverter, "way")

urlpatterns = [
    path("board/meetings/", meetings.meeting_list, name="meeting-list"),
    path("board/meetings/new/", meetings.meeting_create, name="meeting-create"),
    path("board/meetings/plan/<slug:slug>/", meetings.meeting_plan, name="meeting-plan"),
    path("board/meetings/<int:pk>/", meetings.meeting_detail, name="meeting-detail"),
    path("board/meetings/<int:pk>/edit/", meetings.meeting_edit, name="meeting-edit"),
    path("board/meetings/<int:pk>/move/", meetings.meeting_move, name="meeting-move"),
    path("board/meetings/<int:pk>/cancel/", meetings.meeting_cancel, name="meeting-cancel"),
    path("board/meetings/<int:pk>/invite/", meetings.meeting_invite, name="meeting-invite"),
    path("board/meetings/<int:pk>/calendar.ics", meetings.meeting_calendar, name="meeting-calendar"),
    path("board/meetings/<int:pk>/attendance/", attendances.attendance_list, name="attendance-list"),
    path("board/meetings/<int:pk>/reply/", attendances.attendance_reply, name="attendance-reply"),
    path("board/attendances/<int:pk>/", attendances.attendance_edit, name="attendance-edit"),
    path("board/meetings/<int:pk>/guests/new/", attendances.guest_create, name="guest-create"),
    path("board/guests/<int:pk>/remove/", attendances.guest_remove, name="guest-remove"),
    path("board/meetings/<int:pk>/agenda/", agendas.agenda_edit, name="agenda-edit"),
    path("board/meetings/<int:pk>/agenda/open/", agendas.agenda_open, name="agenda-open"),
    path("board/meetings/<int:pk>/agenda/publish/", agendas.agenda_publish, name="agenda-publish"),
    path("board/meetings/<int:pk>/agenda/correct/", agendas.agenda_correct, name="agenda-correct"),
    path("board/meetings/<int:pk>/items/new/", agendas.item_create, name="item-create"),
    path("board/items/<int:pk>/", agendas.item_edit, name="item-edit"),
    path("board/items/<int:pk>/under/", agendas.item_under, name="item-under"),
    path("board/items/<int:pk>/remove/", agendas.item_remove, name="item-remove"),
    path("board/items/<int:pk>/<way:way>/", agendas.item_shift, name="item-shift"),
    path("board/standing/", standing.standing_list, name="standing-list"),
    path("board/standing/found/", standing.standing_found, name="standing-found"),
    path("board/standing/new/", standing.standing_create, name="standing-create"),
    path("board/standing/<int:pk>/", standing.standing_edit, name="standing-edit"),
    path("board/standing/<int:pk>/remove/", standing.standing_remove, name="standing-remove"),
]
