"""The Director plans a year's groups: weights, a pin, a plan, why not, changes by hand, a comparison, publication."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from schools.models import Group, Plan, PlanQuestion
from schools.services.plans import asking, questions, revisions
from tests.conftest import Cast
from tests.journeys.conftest import PageAs, drag, fits
from tests.schools import planned

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


@pytest.fixture
def people(transactional_db: None, cast: Cast) -> Cast:
    """The cast, with a year to be planned."""
    planned.next_year(cast)
    return cast


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def tell_the_planner(page: Page, check: Check, look: Look) -> None:
    page.get_by_role("link", name="Change what each wish weighs").click()
    page.get_by_label("Short ways").fill("lots")
    press(page, "Save the weights")
    expect(page.get_by_role("alert")).to_contain_text("Short ways must be a number like 1")
    check(page)
    look(page, "plan-weights")
    page.get_by_label("Short ways").fill("1.5")
    press(page, "Save the weights")
    page.get_by_role("link", name="Pin schools").click()
    press(page, "Save the pin")
    expect(page.get_by_role("alert")).to_contain_text("Enter the reason")
    page.get_by_label("In different groups").check()
    for name in ("Ash", "Cedar"):
        page.get_by_label(f"{name} Primary School").check()
    page.get_by_label("Why?").fill("They worked together for years")
    check(page)
    look(page, "plan-pin")
    press(page, "Save the pin")
    expect(page.get_by_role("row").filter(has_text="Ash Primary School and Cedar")).to_be_visible()
    look(page, "plan-list-told")
    check(page)


def have_it_worked_out(page: Page, check: Check, look: Look) -> Plan:
    page.get_by_role("button", name="Start a plan").click()
    check(page)
    press(page, "Work out the best groups")
    expect(page.get_by_text("is being worked out")).to_be_visible()
    check(page)
    look(page, "plan-working")
    plan = Plan.objects.get()
    assert asking.work_on(plan.pk)
    expect(page.get_by_role("heading", name="What it costs")).to_be_visible()  # the page notices by itself
    check(page)
    look(page, "plan-detail")
    return plan


def ask_why_not(page: Page, check: Check, look: Look) -> None:
    page.get_by_role("button", name="Why not these?").click()
    for name in ("Ash", "Elm", "Juniper"):
        page.get_by_label(f"{name} Primary School").check()
    check(page)
    press(page, "Why not these?")
    expect(page.get_by_text("By itself this group breaks no rule.")).to_be_visible()
    check(page)
    assert questions.work_on(PlanQuestion.objects.get().pk)
    expect(page.get_by_text("The planner looks for")).not_to_be_visible()
    check(page)
    look(page, "plan-answer")


def change_by_hand(page: Page, plan: Plan, check: Check, look: Look) -> Plan:
    page.goto(plan.get_absolute_url())
    page.get_by_role("button", name="Change by hand").click()
    press(page, "Make this copy")
    draft = Plan.objects.exclude(pk=plan.pk).get()
    here, there = (group["schools"][0] for group in draft.groups[:2])
    link = page.locator(f"[data-school='{here}'] a")
    page.wait_for_load_state()
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Swap with, or move to")).to_be_focused()
    page.get_by_label("Swap with, or move to").select_option(f"school-{there}")
    expect(page.locator("#trial")).to_contain_text("swapped")
    check(page)
    look(page, "plan-change")
    press(page, "Keep this change")
    expect(page.get_by_role("alert")).to_contain_text("swapped")
    assert there in Plan.objects.get(pk=draft.pk).groups[0]["schools"]
    moved_by_hand(page, draft)
    check(page)
    look(page, "plan-drag")
    press(page, "Undo")
    expect(page.get_by_role("alert")).to_contain_text("Undone:")
    assert here in Plan.objects.get(pk=draft.pk).groups[0]["schools"]
    return draft


def moved_by_hand(page: Page, draft: Plan) -> None:
    """Onto a group, which it would join; nothing is kept."""
    one = Plan.objects.get(pk=draft.pk).groups[0]["schools"][0]
    drag(page.locator(f"[data-school='{one}']"), page.locator("[data-group='1'] h3"))
    expect(page.locator("#trial")).to_contain_text("moved to")
    expect(page.locator("#trial")).to_contain_text("mainstream schools, not 3 or 4")
    assert Plan.objects.get(pk=draft.pk).revision == 2


def test_a_year_is_planned(people: Cast, page_as: PageAs, check_accessibility: Check, look: Look) -> None:
    page = page_as(people.director)
    page.goto("/years/")
    page.get_by_role("link", name="Plan the groups of 2027/28").click()
    check_accessibility(page)
    look(page, "plan-list-empty")
    tell_the_planner(page, check_accessibility, look)
    plan = have_it_worked_out(page, check_accessibility, look)
    ask_why_not(page, check_accessibility, look)
    draft = change_by_hand(page, plan, check_accessibility, look)
    page.goto(draft.get_absolute_url())
    page.get_by_role("button", name="Compare").click()
    page.get_by_label("With", exact=True).select_option(str(plan.pk))
    press(page, "Compare")
    expect(page.get_by_text("Both cost the same.")).to_be_visible()
    check_accessibility(page)
    look(page, "plan-compare")
    page.goto(draft.get_absolute_url())
    page.get_by_role("button", name="Publish").click()
    check_accessibility(page)
    look(page, "plan-publish")
    press(page, "Publish the groups for 2027/28")
    expect(page.get_by_role("alert")).to_contain_text("The groups for 2027/28 are published.")
    check_accessibility(page)
    assert Group.objects.filter(year__name="2027/28").count() == 3


def test_on_a_phone_without_scripts(people: Cast, page_as: PageAs, look: Look) -> None:
    source = planned.draft(planned.year(), people.director)
    page = page_as(people.director, narrow=True, javascript=False)
    page.goto(source.get_absolute_url())
    assert fits(page)
    look(page, "narrow-plan")
    page.get_by_role("button", name="Change by hand").click()
    press(page, "Make this copy")
    page.get_by_role("link", name="Ash Primary School").click()
    expect(page.get_by_label("School", exact=True)).to_have_value(str(planned.keys("Ash")[0]))
    page.get_by_label("Swap with, or move to").select_option(label="Juniper Primary School")
    press(page, "See what it would do")
    expect(page.get_by_text("Ash Primary School and Juniper Primary School swapped")).to_be_visible()
    assert fits(page)
    look(page, "narrow-change")
    press(page, "Keep this change")
    page.get_by_role("link", name="Draft 1, by hand").click()
    page.get_by_role("button", name="Publish").click()
    assert fits(page)
    press(page, "Publish the groups for 2027/28")
    expect(page.get_by_role("alert")).to_contain_text("published")
    assert planned.company(Plan.objects.get(state="published"))[0] == "Beech Cedar Juniper Kestrel"


def test_rules_that_clash_lead_to_the_pin(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    plan = planned.impossible(planned.year(), people.director)
    page = page_as(people.director)
    page.goto(plan.get_absolute_url())
    check_accessibility(page)
    look(page, "plan-impossible")
    page.get_by_role("link", name="Lift the pin of Ash Primary School and Beech Primary School").click()
    check_accessibility(page)
    press(page, "Lift this pin")
    expect(page.get_by_text("Pins that were lifted: 1")).to_be_visible()


def test_a_change_of_somebody_else_is_told(people: Cast, page_as: PageAs) -> None:
    draft = revisions.copy_plan(
        plan=planned.draft(planned.year(), people.director), name="By hand", by=people.director
    )
    page = page_as(people.administrator)
    page.goto(f"/plans/{draft.pk}/change/")
    planned.swap(draft, "Beech", "Fir", people.director)
    page.get_by_label("School", exact=True).select_option(label="Ash Primary School")
    page.get_by_label("Swap with, or move to").select_option(label="Juniper Primary School")
    expect(page.locator("#trial")).to_contain_text("Somebody changed this draft since you opened the page")
