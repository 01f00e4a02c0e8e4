"""Fetch and authorise in one line: a stranger gets 404, a reader who may not act gets 403."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django_htmx.middleware import HtmxDetails

from hlp.models import User

M = TypeVar("M", bound=Model)


class Request(HttpRequest):
    """A request of somebody who is signed in, as every view's is that is not marked public."""

    user: User  # type: ignore[assignment]
    htmx: HtmxDetails


def fetch(visible: QuerySet[M], user: User, permission: str | None = None, /, **lookup: object) -> M:
    """The one row of ``visible`` that ``lookup`` names.

    Raises Http404 when the person cannot see it, PermissionDenied when they see it but lack ``permission``.
    """
    found = get_object_or_404(visible, **lookup)
    require(user, permission, found)
    return found


def require(user: User, permission: str | None, thing: Model | None = None) -> None:
    """Raise PermissionDenied unless the person has the permission on the thing."""
    if permission and not user.has_perm(permission, thing):
        raise PermissionDenied


def require_sight(user: User, permission: str) -> None:
    """Raise Http404 unless the person has the permission: for pages that do not exist for anybody else."""
    if not user.has_perm(permission):
        raise Http404
