"""Who is a member and when: joining, leaving, the agreement, the renewal of a year, and what follows from it all."""

from schools.services.memberships.acts import add_members, join, leave, version_of, withdraw
from schools.services.memberships.agreements import AGREEMENT, accept_agreement, ask_for_agreements
from schools.services.memberships.renewals import Renewal, renew_all, renewal_of
from schools.services.memberships.standing import Numbers, Story, read_story

__all__ = [
    "AGREEMENT",
    "Numbers",
    "Renewal",
    "Story",
    "accept_agreement",
    "add_members",
    "ask_for_agreements",
    "join",
    "leave",
    "read_story",
    "renew_all",
    "renewal_of",
    "version_of",
    "withdraw",
]
