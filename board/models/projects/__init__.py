"""Projects: the proposal and its life, schools that take part, their work and meetings, what it changed."""

from board.models.projects.calls import Expression, ExpressionEvent, ProjectCall, ProjectMember
from board.models.projects.meetings import ProjectMeeting, ProjectMeetingPlace
from board.models.projects.project import Project, ProjectEvent
from board.models.projects.work import ImpactFigure, Milestone, ProgressReport, ProjectDocument

__all__ = [
    "Expression",
    "ExpressionEvent",
    "ImpactFigure",
    "Milestone",
    "ProgressReport",
    "Project",
    "ProjectCall",
    "ProjectDocument",
    "ProjectEvent",
    "ProjectMeeting",
    "ProjectMeetingPlace",
    "ProjectMember",
]
