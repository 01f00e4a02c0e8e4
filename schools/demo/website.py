"""The demonstration's public site, written by its invented Director."""

from datetime import datetime

from hlp.site import demo
from schools.choices import Role
from schools.roles import people_with


def seed(now: datetime) -> None:
    """Fill the website in the Director's name."""
    administrators = people_with(Role.ADMINISTRATOR)
    demo.seed(
        now,
        director=people_with(Role.DIRECTOR)[0],
        administrator=administrators[0] if administrators else None,
    )
