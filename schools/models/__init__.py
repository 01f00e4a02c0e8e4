"""Schools, academic years, collaboratives, groups, memberships and appointments."""

from schools.models.appointment import Appointment
from schools.models.closure import ClosedPeriod
from schools.models.declaration import Conflict, Declaration, DeclarationWindow, Interest
from schools.models.group import Collaborative, Group, GroupPlace
from schools.models.importrun import ImportRun
from schools.models.link import SchoolLink
from schools.models.membership import Membership, MembershipChange
from schools.models.plan import Plan, PlanEvent, PlanQuestion, PlanRevision
from schools.models.school import School
from schools.models.theme import Theme
from schools.models.training import TrainingEvent, TrainingModule, TrainingPlace, TrainingRecord
from schools.models.wish import Overrule, Pin, PlannerSettings
from schools.models.year import AcademicYear, BankHoliday, Term

__all__ = [
    "AcademicYear",
    "Appointment",
    "BankHoliday",
    "ClosedPeriod",
    "Collaborative",
    "Conflict",
    "Declaration",
    "DeclarationWindow",
    "Group",
    "GroupPlace",
    "ImportRun",
    "Interest",
    "Membership",
    "MembershipChange",
    "Overrule",
    "Pin",
    "Plan",
    "PlanEvent",
    "PlanQuestion",
    "PlanRevision",
    "PlannerSettings",
    "School",
    "SchoolLink",
    "Term",
    "Theme",
    "TrainingEvent",
    "TrainingModule",
    "TrainingPlace",
    "TrainingRecord",
]
