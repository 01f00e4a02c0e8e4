"""A headship that is about to change hands, at an invented school, with a review left to pass on."""

from datetime import timedelta

from hlp import clock
from peerchallenge.demo.invented import MILLSTREAM
from peerchallenge.demo.stage import Stage
from schools.choices import Role
from schools.demo import names
from schools.models import Appointment
from schools.services.handovers import Successor, hand_over

LEAVES_IN, VACANT_FOR = timedelta(days=26), timedelta(days=13)
NUMBER = 380  # of the invented person who follows: beyond everybody who is hired


def play(stage: Stage) -> None:
    """The headteacher leaves in some weeks, and somebody new follows some days later."""
    posts = Appointment.objects.filter(role=Role.HEADTEACHER, school__urn=MILLSTREAM)
    post = posts.select_related("person", "school").get()
    if post.school is None:
        return
    person = names.person(NUMBER, names.domain(post.school))
    ends = stage.today + LEAVES_IN
    starts = ends + VACANT_FOR + timedelta(days=1)
    successor = Successor(starts, name=person.name, email=person.email)
    at = clock.at(stage.today - timedelta(days=2), clock.QUIET_UNTIL)
    new = hand_over(post=post, ends=ends, successor=successor, by=stage.director, at=at)
    if new:
        new.person.phone = person.phone
        new.person.save(update_fields=["phone"])
