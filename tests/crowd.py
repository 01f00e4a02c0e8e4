"""Many schools and sessions at once, for the delivery test and the benchmark.

    python -m tests.crowd NUMBER

fills the database that DATABASE_URL names: NUMBER held sessions whose reports all fell due a minute ago.
"""

import os
import sys
from datetime import date, datetime, timedelta


def fill(number: int, *, due: datetime, owing: int | None = None) -> None:
    """Make ``number`` held sessions with a lead and a reviewer each, in four collaboratives.

    The first ``owing`` of them (all, by default) owe their next reminder at ``due``; the others owe theirs a year later.
    """
    from hlp.models import User
    from peerchallenge.models import ChallengeSession, Reviewer, Round
    from schools.models import AcademicYear, Appointment, Collaborative, Group, School

    day = due.date()
    year = AcademicYear.objects.create(
        name="2026/27", starts=day - timedelta(days=180), ends=day + timedelta(days=180)
    )
    opens, closes = day - timedelta(days=30), day + timedelta(days=30)
    round_ = Round.objects.create(year=year, term="autumn", opens=opens, closes=closes)
    collaboratives = [Collaborative.objects.create(name=f"Collaborative {letter}") for letter in "ABCD"]
    groups = [
        Group.objects.create(name=f"Group {c.name}", year=year, collaborative=c) for c in collaboratives
    ]
    schools = School.objects.bulk_create(
        [
            School(urn=100000 + n, name=f"School {n}", type="Community school", phase="primary")
            for n in range(number)
        ],
        batch_size=5000,
    )
    people = User.objects.bulk_create(
        [User(email=f"head{n}@school.example", name=f"Head {n}", password="!") for n in range(2 * number)],
        batch_size=5000,
    )
    overseers = [
        User.objects.create(email=f"overseer{n}@school.example", name=f"Overseer {n}", password="!")
        for n in range(5)
    ]
    starts = date(2020, 9, 1)
    for person, collaborative in zip(overseers, collaboratives, strict=False):
        Appointment.objects.create(
            person=person, role="lead-headteacher", collaborative=collaborative, starts=starts
        )
    Appointment.objects.create(person=overseers[4], role="director", starts=starts)
    ended = due - timedelta(hours=48)
    owed = number if owing is None else owing
    sessions = ChallengeSession.objects.bulk_create(
        [
            ChallengeSession(
                round=round_,
                host=school,
                group=groups[n % 4],
                starts_at=ended - timedelta(hours=8),
                planned_end_at=ended,
                state="held",
                ended_at=ended,
                report_due_at=due,
                clock_set_at=ended,
                clock_generation=1,
                next_reminder_at=due if n < owed else due + timedelta(days=365),
            )
            for n, school in enumerate(schools)
        ],
        batch_size=5000,
    )
    Reviewer.objects.bulk_create(
        [
            Reviewer(session=session, person=people[2 * n + extra], is_lead=not extra)
            for n, session in enumerate(sessions)
            for extra in (0, 1)
        ],
        batch_size=5000,
    )


def main() -> None:
    """Fill the database of the environment."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hlp.settings")
    django.setup()
    from hlp import clock

    fill(int(sys.argv[1]), due=clock.now() - timedelta(minutes=1))


if __name__ == "__main__":
    main()
