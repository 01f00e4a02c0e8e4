"""The address at which a member of the board agrees to be named in public."""

from django.urls import path

from board.views import naming

urlpatterns = [path("board/my-name/", naming.own_name, name="own-name")]
