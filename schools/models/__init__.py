"""Schools, academic years, collaboratives, groups, memberships and appointments."""

from schools.models.appointment import Appointment
from schools.models.closure import ClosedPeriod
from schools.models.declaration import Conflict, Declaration, DeclarationWindow, Interest
from schools.models.formername import FormerName
from schools.models.group import Collaborative, Group, GroupPlace
from schools.models.importrun import ImportRun
from schools.models.link import SchoolLink
from schools.models.membership import Membership, MembershipChange
from schools.models.plan import Plan, PlanEvent, PlanQuestion, PlanRevision
from schools.models.practice import PracticeArea, PracticeEntry, PracticeEvent
from schools.models.practice_edition import PracticeEdition, PracticeFile, PracticePicture
from schools.models.practice_index import PracticeIndex, PracticeWord
from schools.models.school import School
from schools.models.theme import Synonym, Theme, ThemeChange
from schools.models.training import TrainingEvent, TrainingModule, TrainingPlace, TrainingRecord
from schools.models.visit import PracticeVisit, PracticeVisitEvent
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
    "FormerName",
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
    "PracticeArea",
    "PracticeEdition",
    "PracticeEntry",
    "PracticeEvent",
    "PracticeFile",
    "PracticeIndex",
    "PracticePicture",
    "PracticeVisit",
    "PracticeVisitEvent",
    "School",
    "SchoolLink",
    "Synonym",
    "Term",
    "Theme",
    "ThemeChange",
    "TrainingEvent",
    "TrainingModule",
    "TrainingPlace",
    "TrainingRecord",
    "PracticeWord",
]
