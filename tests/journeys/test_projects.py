"""A project's whole life: proposed, called for, joined on a phone, decided, worked on, closed, shown to everybody."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from board.choices import MeetingState
from board.models import Project
from hlp import clock
from hlp import documents as printed
from hlp.models import Document
from schools.models import Membership, School
from tests import factories as make
from tests.conftest import Cast
from tests.journeys.conftest import Checking, PageAs, reload

pytestmark = pytest.mark.journey


def type_day(place: Locator | Page, group: str, day: date) -> None:
    """Type a date into its three boxes."""
    boxes = place.get_by_role("group", name=group)
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(part, exact=True).fill(str(number))


def lay(cast: Cast) -> None:
    """Every school is a member until its year ends, and the Board's agenda is out for a meeting of today."""
    today = clock.today()
    for school in School.objects.all():
        days = {"starts": min(cast.year.starts, today), "ends": max(cast.year.ends, today)}
        Membership.objects.update_or_create(school=school, year=cast.year, defaults=days)
    make.ThemeFactory(name="Writing at length")
    meeting = cast.board.meeting
    meeting.starts_at, meeting.ends_at = clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=1)
    meeting.state = MeetingState.PUBLISHED
    meeting.save()
    cast.board.item.purpose = "decide"
    cast.board.item.save()


@pytest.mark.parametrize("javascript", [True, False])
def test_project_lives_from_its_proposal_to_what_it_found(
    transactional_db: None,
    cast: Cast,
    page_as: PageAs,
    checking: Checking,
    javascript: bool,
) -> None:
    check = checking("project", javascript)
    lay(cast)
    today = clock.today()

    # The Director proposes
    director = page_as(cast.director, javascript=javascript)
    director.goto("/board/projects/")
    check(director, "list-empty")
    director.get_by_role("button", name="Propose a project").click()
    expect(director.get_by_role("heading", name="Propose a project")).to_be_visible()
    director.get_by_role("button", name="Save this proposal").click()
    expect(director.get_by_role("alert")).to_contain_text("Enter the title")
    check(director, "propose-errors")
    director.get_by_label("Title", exact=True).fill("Writing at length")
    director.get_by_label("Theme", exact=True).select_option("Writing at length")
    director.get_by_label("What is the problem?").fill("Many children write little of their own.")
    director.get_by_label("How do you know?").fill("It came up at nine of 44 schools in the autumn round.")
    director.get_by_label("What will the project do?").fill("Paired writing twice a week, for two terms.")
    director.get_by_label("Or what is measured, in words").fill("children who write two pages")
    director.get_by_label("Unit").fill("%")
    director.get_by_label("Where it stands now").fill("40")
    director.get_by_label("Source of that figure").fill("sample of 200 books")
    director.get_by_label("Target", exact=True).fill("60")
    director.get_by_label("How will you know that it worked?").fill("The same sample at the end.")
    director.get_by_label("Lead school").select_option("Ash Primary School")
    director.get_by_label("Lead colleague").select_option("Delia Deputy")
    type_day(director, "First day", today + timedelta(days=1))
    type_day(director, "Last day", today + timedelta(days=200))
    director.get_by_label("Cost").fill("4500")
    director.get_by_role("button", name="Save this proposal").click()
    expect(director.get_by_role("main")).to_contain_text("The proposal is saved")
    check(director, "proposal")
    address = director.url

    # It is called for, and a headteacher answers on a phone
    director.get_by_role("link", name="Call for expressions of interest").click()
    director.get_by_label("What is the project about").fill(
        "Two terms of paired writing, with a colleague to visit you."
    )
    director.get_by_label("What is asked of a school?").fill("Two teachers, three afternoons.")
    director.get_by_label("How many schools can join?").fill("3")
    type_day(director, "Last day", today + timedelta(days=9))
    check(director, "call-edit")
    director.get_by_role("button", name="Open the call").click()
    expect(director.get_by_role("main")).to_contain_text("The call is saved")
    head = page_as(cast.lead, narrow=True, javascript=javascript)
    head.goto("/home/")
    head.get_by_role("link", name="Would your school like to join? Writing at length").click()
    expect(head.get_by_role("heading", name="Writing at length")).to_be_visible()
    check(head, "call")
    head.get_by_role("button", name="Send our interest").click()
    expect(head.get_by_role("alert")).to_be_visible()
    head.get_by_label("Why would your school like to take part?").fill(
        "Our Year 4 writes little and would gladly."
    )
    head.get_by_role("button", name="Send our interest").click()
    expect(head.get_by_role("main")).to_contain_text("Your school’s interest is noted")
    check(head, "call-answered")
    director.goto("/home/")
    director.get_by_role("link", name="Interest in a project to answer: Writing at length").click()
    expect(director.get_by_role("heading", name="What schools answered")).to_be_visible()
    check(director, "expressions")
    director.get_by_role("link", name="Answer Beech Primary School").click()
    director.get_by_role("button", name="Accept").click()
    expect(director.get_by_role("main")).to_contain_text("Beech Primary School is told")

    # The Board decides: one act from the item to the project
    director.goto(address)
    director.get_by_role("link", name="Put it to the Board").click()
    director.get_by_label("Outcomes of the peer challenges").check()
    check(director, "put")
    director.get_by_role("button", name="Put it to the Board").click()
    expect(director.get_by_role("main")).to_contain_text("The proposal is with the Board")
    clerk = page_as(cast.clerk, javascript=javascript)
    clerk.goto(f"/board/meetings/{cast.board.meeting.pk}/room/{cast.board.item.pk}/")
    clerk.get_by_role("link", name="Decide on this proposal").click()
    expect(clerk.get_by_role("heading", name="What does the Board decide?")).to_be_visible()
    clerk.get_by_label("Approve with changes").check()
    clerk.get_by_role("button", name="Record the decision").click()
    expect(clerk.get_by_role("alert")).to_contain_text("which changes the Board asks for")
    check(clerk, "decide-errors")
    clerk.get_by_label("Changes or reason").fill("Report to the Board each term.")
    clerk.get_by_role("button", name="Record the decision").click()
    expect(clerk.get_by_role("main")).to_contain_text("the project follows it")
    check(clerk, "approved")
    clerk.get_by_role("link", name="Decision ").click()
    expect(clerk.get_by_role("main")).to_contain_text("approved with these changes")

    # The lead colleague works: a milestone, a meeting, a report, a figure
    lead = page_as(cast.deputy, narrow=True, javascript=javascript)
    lead.goto(address)
    lead.get_by_role("link", name="Add a milestone").click()
    lead.get_by_label("What is to be reached?").fill("Pairs are formed in every school")
    type_day(lead, "By when?", today + timedelta(days=5))
    lead.get_by_role("button", name="Save this milestone").click()
    expect(lead.get_by_role("main")).to_contain_text("Pairs are formed in every school")
    lead.get_by_role("button", name="Reached today").click()
    expect(lead.get_by_role("main")).to_contain_text("Reached: Pairs are formed in every school")
    lead.get_by_role("link", name="Announce a meeting").click()
    lead.get_by_label("Title", exact=True).fill("First meeting")
    type_day(lead, "Which day?", today + timedelta(days=6))
    lead.get_by_label("From", exact=True).fill("2:00pm")
    lead.get_by_label("Until", exact=True).fill("4:00pm")
    lead.get_by_label("Where?").fill("Ash Primary School, the hall")
    lead.get_by_role("button", name="Save and tell the schools").click()
    expect(lead.get_by_role("main")).to_contain_text("The meeting is announced")
    head.goto("/home/")
    head.get_by_role("link", name="Does your school come? Writing at length").click()
    head.get_by_label("Yes").check()
    head.get_by_label("Who comes?").fill("Ms Vane, Year 4")
    head.get_by_role("button", name="Send").click()
    expect(head.get_by_role("main")).to_contain_text("Your answer is noted")
    check(head, "meeting")
    lead.goto(address)
    lead.get_by_role("link", name="Write it").click()
    expect(lead.get_by_role("heading", name="Progress report 1")).to_be_visible()
    lead.get_by_role("button", name="Send the report").click()
    expect(lead.get_by_role("alert")).to_contain_text("Say what was done")
    lead.get_by_label("What was done since the last report?").fill(
        "Pairs write twice a week in both schools."
    )
    lead.get_by_label("What difference do you see?").fill("Children ask when the next writing day is.")
    lead.get_by_role("button", name="Keep it and go on later").click()
    expect(lead.get_by_role("main")).to_contain_text("Kept")
    lead.get_by_role("link", name="Go on writing it").click()
    check(lead, "report-edit")
    lead.get_by_role("button", name="Send the report").click()
    expect(lead.get_by_role("main")).to_contain_text("The report is sent")
    for document in Document.objects.filter(kind="project-report"):
        printed.build(document.pk)
    reload(lead)
    expect(lead.get_by_role("link", name="Download the PDF")).to_be_visible()
    check(lead, "report")
    lead.goto(address)
    lead.get_by_role("link", name="Enter a figure").click()
    lead.get_by_label("Figure", exact=True).fill("50")
    type_day(lead, "Of which day?", today)
    lead.get_by_label("Source").fill("sample of 200 books")
    lead.get_by_role("button", name="Save this figure").click()
    expect(lead.get_by_role("main")).to_contain_text("50% of the way")
    check(lead, "running")

    # Everybody reads its summary; then it is closed, and the next round asks
    director.goto(address)
    check(director, "running")
    director.get_by_role("link", name="On the public site").click()
    director.get_by_label("Public summary").fill("Children write in pairs. Two schools try it for two terms.")
    director.get_by_role("button", name="Show it on the public site").click()
    expect(director.get_by_role("main")).to_contain_text("(shown)")
    lead.get_by_role("link", name="Close it with its findings").click()
    lead.get_by_label("Closer to the target, not reached").check()
    lead.get_by_label("Figure at the end").fill("55")
    lead.get_by_label("What came of it?").fill("Children write more, and sooner.")
    lead.get_by_label("What worked?").fill("Pairs of one strong and one shy writer.")
    lead.get_by_label("A question for the next round").fill("Do children choose to write?")
    check(lead, "close")
    lead.get_by_role("button", name="Close this project").click()
    expect(lead.get_by_role("main")).to_contain_text("The project is closed")
    check(lead, "finished")
    director.goto(address)
    check(director, "finished")
    director.get_by_role("link", name="Ask the next round").click()
    director.get_by_label("In which round?").select_option(index=1)
    director.get_by_role("button", name="Ask it in that round").click()
    expect(director.get_by_role("main")).to_contain_text("The round looks at it")
    assert Project.objects.get().asked_in == cast.round
    director.goto("/board/projects/?show=over")
    check(director, "list")

    visitor = page_as(None, narrow=True, javascript=javascript)
    visitor.goto("/projects/")
    check(visitor, "public-list")
    visitor.get_by_role("link", name="Writing at length").click()
    expect(visitor.get_by_role("main")).to_contain_text("Led by Ash Primary School")
    expect(visitor.get_by_role("main")).not_to_contain_text("Beech")
    check(visitor, "public")
