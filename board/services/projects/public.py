"""What everybody may read of projects: those the Board approved whose summary is shown. It knows no reader."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from board.choices import ProjectState
from board.models import Project
from board.services.projects.reports import span
from hlp.site.feeds import SiteMap


@dataclass(frozen=True)
class Shown:
    """A project as the public reads it: title, summary, the lead school by name, its days."""

    pk: int
    title: str
    summary: str
    school: str
    dates: str
    finished: bool

    @property
    def href(self) -> str:
        """Its public page."""
        return reverse("board:public-project-detail", args=[self.pk])

    @property
    def lead(self) -> str:
        """The first sentence of the summary."""
        first, stop, _ = " ".join(self.summary.split()).partition(". ")
        return f"{first}." if stop else first


def shown() -> list[Shown]:
    """Every project that the public reads, those at work first, the newest first."""
    rows = Project.objects.public().select_related("lead_school")
    return sorted(map(_shown, rows), key=lambda one: one.finished)


def one(pk: int) -> Shown | None:
    """One of them; none where the public does not read it."""
    row = Project.objects.public().select_related("lead_school").filter(pk=pk).first()
    return _shown(row) if row else None


def _shown(row: Project) -> Shown:
    school = row.lead_school
    mark = " (invented)" if school and school.invented else ""
    return Shown(
        pk=row.pk,
        title=row.title,
        summary=row.public_summary,
        school=f"{school.name}{mark}" if school else "",
        dates=span(row),
        finished=row.state == ProjectState.FINISHED,
    )


class ProjectMap(SiteMap):
    """The pages of projects, for search engines."""

    def items(self) -> Iterable[Shown]:
        """Every project that the public reads."""
        return shown()

    def location(self, item: Shown) -> str:
        """The page of one."""
        return item.href
