"""Addresses of members and memberships."""

from django.urls import path

from schools.views import members, memberships

urlpatterns = [
    path("members/", members.member_list, name="member-list"),
    path("members/add/", members.members_add, name="members-add"),
    path("members/ask/<int:pk>/", members.members_ask, name="members-ask"),
    path("members/<int:urn>/", memberships.membership_detail, name="membership-detail"),
    path("members/<int:urn>/join/", memberships.membership_join, name="membership-join"),
    path("members/<int:urn>/<slug:year>/leave/", memberships.membership_leave, name="membership-leave"),
    path(
        "members/<int:urn>/<slug:year>/withdraw/", memberships.membership_withdraw, name="membership-withdraw"
    ),
    path("members/<int:urn>/<slug:year>/agreement/", memberships.agreement_accept, name="agreement-accept"),
    path("years/<int:pk>/renew/", memberships.year_renew, name="year-renew"),
]
