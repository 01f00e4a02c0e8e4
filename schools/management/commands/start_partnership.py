"""Start an empty, real partnership: its name, its academic year and its first Director."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from hlp import clock, texts
from hlp.models import Partnership, User
from hlp.site import pages
from schools.choices import Role
from schools.models import AcademicYear
from schools.roles import people_with
from schools.services.people import Post, appoint, invite
from schools.services.years import lay_out_year, year_name

# Option, question; what is asked only when it was not given.
QUESTIONS = {
    "name": "Name of the partnership",
    "short_name": "Its short name, at most 20 characters",
    "contact_email": "E-mail address at which people reach the partnership",
    "year": "Academic year",
    "director_name": "Full name of the Director",
    "director_email": "E-mail address of the Director",
}


class Command(BaseCommand):
    """Asks what it needs; with every option given it asks nothing. Running it twice changes no more than once."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One option for each question."""
        for option, question in QUESTIONS.items():
            parser.add_argument(f"--{option.replace('_', '-')}", help=question)
        parser.add_argument("--no-input", action="store_true", help="Ask nothing; take the defaults")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, check, write everything or nothing, and say what comes next."""
        answers = self._answers(options)
        first = _checked(answers)
        with transaction.atomic():
            _name_partnership(answers)
            year = lay_out_year(first)
            texts.ensure_defaults()
            pages.ensure_defaults()
            director, invited = _first_director(answers["director_name"], answers["director_email"], first)
        self._say_what_is_next(answers, year, director, invited)

    def _answers(self, options: dict[str, Any]) -> dict[str, str]:
        answers: dict[str, str] = {}
        for option, question in QUESTIONS.items():
            given = options[option]
            default = _default(option, answers)
            if given is None and not options["no_input"]:
                given = input(f"{question}{f' [{default}]' if default else ''}: ")
            answers[option] = " ".join((given or "").split()) or default
            if not answers[option]:
                raise CommandError(f"{question} is missing: --{option.replace('_', '-')}")
        return answers

    def _say_what_is_next(
        self, answers: dict[str, str], year: AcademicYear, director: User, invited: bool
    ) -> None:
        address = f"{settings.SITE_URL}{reverse('account_login')}"
        told = (
            f"An invitation to {director.email} is in the outbox."
            if invited
            else f"{director} was there already."
        )
        lines = [
            f"{answers['name']} is ready, with the academic year {year}.",
            told,
            "",
            "What comes next:",
            f"1. The worker and beat must run, and EMAIL_URL must name a mail server: sign-in codes go to {director.email}.",
            f"2. {director} signs in at {address} with that address and the code that it brings.",
            "3. Under Schools, take the schools in; under Groups, check the terms and form triads and quads.",
            "4. Under People, invite headteachers, an administrator and QA reviewers.",
        ]
        self.stdout.write("\n".join(lines))


def _default(option: str, answers: dict[str, str]) -> str:
    """What Enter stands for."""
    known = Partnership.objects.filter(pk=1).first()
    if known and option in ("name", "short_name", "contact_email"):
        return str(getattr(known, option))
    if option == "short_name" and len(answers["name"].split()) > 1:
        return "".join(word[0] for word in answers["name"].split()).upper()[:20]
    if option == "year":
        today = clock.today()
        return year_name(date(today.year - (today.month < 9), 9, 1))
    directors = people_with(Role.DIRECTOR)
    if directors and option in ("director_name", "director_email"):
        return directors[0].name if option == "director_name" else directors[0].email
    return ""


def _checked(answers: dict[str, str]) -> date:
    """The first day of the year. Raises CommandError for what cannot be used."""
    for option in ("contact_email", "director_email"):
        try:
            validate_email(answers[option])
        except ValidationError as error:
            raise CommandError(f"{answers[option]} is not an e-mail address") from error
    for option, limit in (("name", 120), ("short_name", 20), ("director_name", 120)):
        if len(answers[option]) > limit:
            raise CommandError(f"{QUESTIONS[option]}: {limit} characters or fewer")
    start = answers["year"][:4]
    first = date(int(start), 9, 1) if start.isdecimal() and 2000 <= int(start) < 2100 else None
    if first is None or answers["year"] not in (year_name(first), start):
        raise CommandError("Write the academic year like 2026/27")
    return first


def _name_partnership(answers: dict[str, str]) -> None:
    names = {option: answers[option] for option in ("name", "short_name", "contact_email")}
    Partnership.objects.update_or_create(pk=1, defaults=names)


def _first_director(name: str, email: str, first: date) -> tuple[User, bool]:
    """The Director, and whether they were invited now."""
    post = Post(Role.DIRECTOR, starts=min(first, clock.today()))
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        return invite(email=email.lower(), name=name, post=post, by=None), True
    if person not in people_with(Role.DIRECTOR):
        appoint(person=person, post=post, by=None)
    return person, False
