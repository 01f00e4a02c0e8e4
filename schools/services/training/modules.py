"""The modules that are taught: those that ship with the product, and what the Director makes of them."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from schools.models import AcademicYear, TrainingModule
from schools.services.versions import fingerprint, refuse_stale

REFRESH_YEARS = 3

# name, description, whether a lead reviewer needs it, whether it is ever to be refreshed
DEFAULTS = (
    (
        "Protocols and ethics",
        "What a peer challenge is and is not; confidentiality; how the code of conduct works on the day.",
        True,
        True,
    ),
    (
        "Key lines of enquiry",
        "From a self-evaluation to the few questions that a day can answer.",
        True,
        True,
    ),
    (
        "Reading the score card",
        "What the figures of a school say, what they cannot say, and small cohorts.",
        False,
        True,
    ),
    (
        "Looking at learning together, without grades",
        "Visiting lessons beside a leader of the school: what to note, and what to leave alone.",
        False,
        True,
    ),
    (
        "Listening to pupils",
        "A fair mix of pupils, open questions, and what to do when a child discloses something.",
        False,
        True,
    ),
    ("Moderation", "Bringing the team’s evidence together and agreeing a judgement.", True, True),
    ("The feedback conversation", "Saying what was found so that it is heard and used.", True, True),
    (
        "Writing the report",
        "Two sides, evidence for each judgement, nobody named, within 48 hours.",
        True,
        True,
    ),
    ("Data protection", "What may be noted, kept and sent, and what must be destroyed.", True, True),
    (
        "Shadowing a peer challenge",
        "A day with an experienced lead reviewer before leading for the first time.",
        False,
        False,
    ),
)


@dataclass(frozen=True)
class Facts:
    """What the Director says of a module. ``refresh_years`` None: it counts for good."""

    name: str
    description: str
    needed_from: date | None
    refresh_years: int | None
    retired: bool = False


def start(year: AcademicYear) -> None:
    """Give the partnership its modules when its first year is laid out; what the Director changed stays."""
    if TrainingModule.objects.exists():
        return
    TrainingModule.objects.bulk_create(
        TrainingModule(
            name=name,
            description=description,
            needed_from=year.starts if needed else None,
            refresh_years=REFRESH_YEARS if refreshed else None,
            position=place,
        )
        for place, (name, description, needed, refreshed) in enumerate(DEFAULTS, 1)
    )


def version_of(module: TrainingModule) -> str:
    """The print of a module that an edit starts from."""
    return fingerprint(*(getattr(module, name) for name in Facts.__dataclass_fields__))


@transaction.atomic
def create_module(*, facts: Facts, by: User, at: datetime | None = None) -> TrainingModule:
    """Add a module after the others: check, write, audit. Raises ValidationError where the name is taken."""
    _check_name(facts, None)
    last = TrainingModule.objects.order_by("-position").values_list("position", flat=True).first()
    module = TrainingModule.objects.create(**asdict(facts), position=(last or 0) + 1)
    audit.record("training.create-module", about=_about(module), by=by, at=at or clock.now())
    return module


@transaction.atomic
def change_module(
    *, module: TrainingModule, facts: Facts, version: str, by: User, at: datetime | None = None
) -> TrainingModule:
    """Change a module: lock, check, save, audit. Records keep the refresh date that they were given.

    Raises StaleEdit when others changed it since ``version``, ValidationError where the name is taken.
    """
    row = TrainingModule.objects.select_for_update().get(pk=module.pk)
    refuse_stale(version, version_of(row))
    _check_name(facts, row)
    for name, value in asdict(facts).items():
        setattr(row, name, value)
    row.save(update_fields=list(asdict(facts)))
    audit.record("training.change-module", about=_about(row), by=by, at=at or clock.now())
    return row


def _check_name(facts: Facts, module: TrainingModule | None) -> None:
    others = TrainingModule.objects.exclude(pk=module.pk) if module else TrainingModule.objects.all()
    if others.filter(name__iexact=facts.name).exists():
        raise ValidationError({"name": f"There is a module {facts.name} already"})


def _about(module: TrainingModule) -> str:
    return f"training-module:{module.pk}"
