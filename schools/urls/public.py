"""Addresses of the member schools' pages for everybody."""

from django.urls import path

from schools.views import public

urlpatterns = [
    path("member-schools/", public.public_list, name="public-list"),
    path("member-schools/<int:urn>/", public.public_detail, name="public-detail"),
]
