"""One walk through everything: finding, theme, project, Board, directory, and the question of the next round."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from board.models import Project
from hlp import clock
from peerchallenge.choices import FindingKind
from peerchallenge.models import ChallengeSession
from schools.choices import TermName
from schools.choices.practice import PracticeAudience, PracticeKind
from schools.models import PracticeEntry, Theme
from schools.services import directory
from tests import factories as make
from tests.conftest import Cast
from tests.journeys.conftest import PageAs
from tests.journeys.test_projects import lay, type_day
from tests.peerchallenge.found import found, proposed
from tests.peerchallenge.themed import READING, themed_round
from tests.schools.practised import FULL

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


def test_from_a_finding_to_the_question_of_the_next_round(
    transactional_db: None,
    cast: Cast,
    page_as: PageAs,
    check_accessibility: Check,
    look: Look,
) -> None:
    def check(page: Page, name: str) -> None:
        look(page, f"walk-{name}")
        check_accessibility(page)

    lay(cast)
    today = clock.today()
    round_ = themed_round(cast)
    spring = make.RoundFactory(
        year=cast.year, term=TermName.SPRING, opens=date(2027, 1, 11), closes=date(2027, 3, 19)
    )
    theme = Theme.objects.get(name=READING)
    last = ChallengeSession.objects.filter(round=round_).order_by("pk").last()
    assert last is not None
    waiting = found(last, "Let pupils choose the books that they read.", kind=FindingKind.BETTER)
    proposed(waiting, theme)

    # A finding gets its theme, and the round its board of themes
    director = page_as(cast.director)
    director.goto(f"/findings/rounds/{round_.pk}/")
    expect(director.get_by_text("Let pupils choose the books")).to_be_visible()
    check(director, "finding")
    director.get_by_role("button", name="Confirm").click()
    expect(director.get_by_text("Every finding of this round is confirmed")).to_be_visible()
    director.goto(f"/rounds/{round_.pk}/themes/publish/")
    expect(director.get_by_role("heading", name="Publish the themes")).to_be_visible()
    director.get_by_label("I have read the texts").check()
    director.get_by_role("button", name="Publish the themes").click()
    expect(director.get_by_role("main")).to_contain_text("are published")
    director.goto(f"/rounds/{round_.pk}/themes/")
    check(director, "board-of-themes")
    director.get_by_role("link", name=READING).first.click()
    expect(director.get_by_role("heading", name=READING)).to_be_visible()

    # The theme becomes a project
    director.get_by_role("link", name="Propose a project").click()
    expect(director.get_by_role("heading", name="Propose a project")).to_be_visible()
    director.get_by_label("Title", exact=True).fill("Books they want to read")
    director.get_by_label("What is the problem?").fill("Pupils read what they are given.")
    if not director.get_by_label("How do you know?").input_value():
        director.get_by_label("How do you know?").fill("It came up at eight schools.")
    director.get_by_label("What will the project do?").fill("Pupils choose the books of their class library.")
    director.get_by_label("Or what is measured, in words").fill("pupils who read at home each day")
    director.get_by_label("Unit").fill("%")
    director.get_by_label("Where it stands now").fill("40")
    director.get_by_label("Source of that figure").fill("a question to all pupils")
    director.get_by_label("Target", exact=True).fill("60")
    director.get_by_label("How will you know that it worked?").fill("The same question at the end.")
    director.get_by_label("Lead school").select_option("Ash Primary School")
    director.get_by_label("Lead colleague").select_option("Delia Deputy")
    type_day(director, "First day", today + timedelta(days=1))
    type_day(director, "Last day", today + timedelta(days=200))
    check(director, "proposal")
    director.get_by_role("button", name="Save this proposal").click()
    expect(director.get_by_role("main")).to_contain_text("The proposal is saved")
    address = director.url
    assert Project.objects.get().theme == theme

    # The Board decides
    director.get_by_role("link", name="Put it to the Board").click()
    director.get_by_label("Outcomes of the peer challenges").check()
    director.get_by_role("button", name="Put it to the Board").click()
    expect(director.get_by_role("main")).to_contain_text("The proposal is with the Board")
    clerk = page_as(cast.clerk)
    clerk.goto(f"/board/meetings/{cast.board.meeting.pk}/room/{cast.board.item.pk}/")
    clerk.get_by_role("link", name="Decide on this proposal").click()
    expect(clerk.get_by_role("heading", name="What does the Board decide?")).to_be_visible()
    clerk.get_by_label("Approve", exact=True).check()
    clerk.get_by_role("button", name="Record the decision").click()
    expect(clerk.get_by_role("main")).to_contain_text("the project follows it")
    check(clerk, "decided")

    # It is worked on and closed; its outcome is nominated for the directory
    lead = page_as(cast.deputy, narrow=True)
    lead.goto(address)
    lead.get_by_role("link", name="Close it with its findings").click()
    expect(lead.get_by_label("Closer to the target, not reached")).to_be_visible()
    lead.get_by_label("Closer to the target, not reached").check()
    lead.get_by_label("Figure at the end").fill("55")
    lead.get_by_label("What came of it?").fill("Pupils read more, and tell each other what.")
    lead.get_by_label("What worked?").fill("A class library that pupils keep.")
    lead.get_by_label("A question for the next round").fill("Do pupils choose what they read?")
    lead.get_by_role("button", name="Close this project").click()
    expect(lead.get_by_role("main")).to_contain_text("The project is closed")
    entry = PracticeEntry.objects.get(kind=PracticeKind.PROJECT_OUTCOME)
    publish(cast, entry, theme, page_as)

    # Another school finds it, by a word with a slip
    reader = page_as(cast.outsider, narrow=True)
    reader.goto("/practice/")
    reader.get_by_label("Search good practice").fill("class libary")
    reader.get_by_role("button", name="Search").click()
    expect(reader.get_by_text("No entry uses “libary”")).to_be_visible()
    check(reader, "found")
    reader.get_by_role("link", name="Books they want to read").click()
    expect(reader.get_by_role("heading", name="Books they want to read")).to_be_visible()

    # What it leaves to ask goes into the next round
    director.goto(address)
    director.get_by_role("link", name="Ask the next round").click()
    director.get_by_label("In which round?").select_option(str(spring.pk))
    director.get_by_role("button", name="Ask it in that round").click()
    expect(director.get_by_role("main")).to_contain_text("The round looks at it")
    director.goto(f"/rounds/{spring.pk}/")
    expect(director.get_by_role("main")).to_contain_text(READING)
    check(director, "next-round")
    assert Project.objects.get().asked_in == spring


def publish(cast: Cast, entry: PracticeEntry, theme: Theme, page_as: PageAs) -> None:
    """Its school writes the entry and agrees; the Director publishes it."""
    text = {**FULL, "title": "Books they want to read", "summary": "A class library that pupils keep."}
    directory.save(entry=entry, facts=text, themes=[theme], by=cast.host)
    directory.submit(entry=entry, by=cast.host)
    directory.check(entry=entry, by=cast.lead_headteacher)
    directory.consent(entry=entry, audience=PracticeAudience.PUBLIC, pictures=False, by=cast.host)
    director = page_as(cast.director)
    director.goto(f"/practice/{entry.pk}/draft/")
    director.get_by_role("button", name="Publish", exact=True).click()
    expect(director.get_by_role("heading", name="Publish this entry")).to_be_visible()
    director.get_by_role("button", name="Publish", exact=True).click()
    expect(director.get_by_role("main")).to_contain_text("Published. The school is being told")
