"""The schools, years, groups and people of the demonstration.

Real schools carry the facts of the public register and nothing else; six schools and all people are invented.
"""

from datetime import datetime

from hlp import clock
from schools.demo import website
from schools.demo.declarations import declare_everybody
from schools.demo.groups import join, lay_groups
from schools.demo.memberships import lay_earlier, tell_memberships
from schools.demo.people import appoint_everybody
from schools.demo.plans import lay_plans
from schools.demo.register import add_schools, members
from schools.demo.training import train_everybody
from schools.demo.years import lay_years

__all__ = ["seed"]


def seed(now: datetime) -> None:
    """Lay out three years around ``now`` with members and groups, two before them with members; appoint everybody.

    The website is written too.

    Next year has no groups yet: they are being planned.
    """
    today = clock.local(now).date()
    schools = add_schools()
    years = lay_years(today)
    lay_earlier(schools, years[1])
    for year in years:
        join(year, members(schools, year, current=years[1]))
    for year in years[:2]:
        lay_groups(year, members(schools, year, current=years[1]))
    appoint_everybody(schools, years[1], today)
    train_everybody(years, now)
    tell_memberships(now)
    declare_everybody(years[2], now)
    lay_plans(years, now)
    website.seed(now)
