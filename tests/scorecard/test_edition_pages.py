import io
import re

import pikepdf
import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hlp import clock, drawings, papers
from hlp.models import Document
from scorecard.calculations.facts import (
    CardFacts,
    ContextFact,
    InspectionFacts,
    Line,
    MeasureFacts,
    Value,
    to_json,
)
from scorecard.models import Edition
from scorecard.packs import card as pack
from scorecard.packs.figures import figures
from scorecard.services.editions import drafting, freezing
from scorecard.services.editions.papers import source_of
from tests.conftest import As, Cast
from tests.scorecard import factories as make
from tests.scorecard import published as stage

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def address(edition: Edition, verb: str = "detail", *more: object) -> str:
    return reverse(f"scorecard:edition-{verb}", args=[edition.pk, *more])


# --- Who reads what -----------------------------------------------------------------------------


def test_a_headteacher_reads_the_own_frozen_page_and_nobody_elses(cast: Cast, as_: As) -> None:
    stage.with_results(cast)
    edition = stage.published(cast)
    client = as_(cast.host)
    page = client.get(address(edition)).content.decode()
    assert "The page of Ash Primary School" in page
    assert "We rose." in page
    for name in ("Beech", "Cedar", "Elm", "Fir"):
        assert name not in page
    own = client.get(address(edition, "school", cast.host_school.urn)).content.decode()
    assert "This school: 71% in 2024/25" in own
    assert client.get(address(edition, "school", cast.lead_school.urn)).status_code == 404


def test_few_pupils_are_shown_to_the_school_and_not_to_its_lead_headteacher(cast: Cast, as_: As) -> None:
    measures = stage.with_results(cast)
    secret = make.figure(measures["rwm"], cast.host_school, 25, year=2021, cohort=4)
    edition = stage.published(cast)
    where = address(edition, "school", cast.host_school.urn)
    full = edition.cards.get(school=cast.host_school, full=True)
    own = freezing.read(full).measures[0].own
    assert own is not None
    seen = own.at(2021)
    assert seen is not None
    assert seen.value == float(secret.value or 0)
    others = freezing.read(edition.cards.get(school=cast.host_school, full=False)).measures[0].own
    assert others is not None
    hidden = others.at(2021)
    assert hidden is not None
    assert (hidden.value, hidden.cohort) == (None, None)
    assert "25%" in as_(cast.host).get(where).content.decode()
    assert "25%" not in as_(cast.lead_headteacher).get(where).content.decode()
    assert "25%" not in as_(cast.administrator).get(where).content.decode()


def test_each_reads_only_changes_of_own_schools_and_the_partnership(cast: Cast, as_: As) -> None:
    measures = stage.with_results(cast)

    def change() -> None:
        stage.correct_figure(cast, measures["rwm"], cast.host_school, 75)
        stage.correct_figure(cast, measures["gld"], cast.lead_school, 70)

    edition = stage.corrected(cast, change)
    host = as_(cast.host).get(address(edition, "changes")).content.decode()
    assert "71%" in host
    assert "Beech" not in host
    assert "65%" not in host
    director = as_(cast.director).get(address(edition, "changes")).content.decode()
    assert "Ash Primary School" in director
    assert "Beech Primary School" in director


def test_nobody_but_the_director_finds_a_draft(cast: Cast, as_: As) -> None:
    stage.with_results(cast)
    draft = stage.drafted(cast)
    for person in (cast.administrator, cast.host, cast.lead_headteacher, cast.stranger):
        assert as_(person).get(address(draft)).status_code == 404
        assert "2024/25" not in as_(person).get("/score-card/published/").content.decode()
    assert as_(cast.director).get(address(draft)).status_code == 200


def test_pages_ask_as_much_for_three_schools_as_for_one(
    cast: Cast, as_: As, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stage.with_results(cast)
    edition = stage.published(cast)
    client = as_(cast.director)
    whole = {"detail": 13, "changes": 7}
    for verb, number in whole.items():
        with django_assert_num_queries(number):
            client.get(address(edition, verb))
    for school in (make.SchoolFactory(), make.SchoolFactory()):
        facts = to_json(CardFacts("school", 2024, school.name))
        for full in (True, False):
            edition.cards.create(school=school, full=full, facts=facts, sha256="0" * 64)
    for verb, number in whole.items():
        with django_assert_num_queries(number):
            client.get(address(edition, verb))


# --- Mistakes ------------------------------------------------------------------------------------------


def test_a_stale_text_is_kept_and_said(cast: Cast, as_: As) -> None:
    stage.with_results(cast)
    draft = stage.drafted(cast)
    where = address(draft, "commentary", "headline")
    answer = as_(cast.director).post(where, {"version": 1, "text": "My words"}).content.decode()
    assert "Somebody has changed this draft" in answer
    assert "My words" in answer
    draft.refresh_from_db()
    assert draft.commentary["headline"] == "We rose."


def test_what_was_dropped_or_published_meanwhile_is_said(cast: Cast, as_: As) -> None:
    stage.with_results(cast)
    draft = stage.drafted(cast)
    drafting.drop(edition=draft, by=cast.director)
    client = as_(cast.director)
    answer = client.post(address(draft, "publish"), {"version": draft.version}, follow=True)
    assert "Nothing was published" in answer.content.decode()
    answer = client.post(
        address(draft, "commentary", "headline"), {"version": draft.version, "text": "Late"}, follow=True
    )
    assert "Nothing was saved" in answer.content.decode()
    assert client.get(address(draft, "measures")).status_code == 404
    assert client.get(address(draft, "commentary", "nonsense")).status_code == 404


def test_a_year_that_is_published_is_not_begun_again(cast: Cast, as_: As) -> None:
    stage.with_results(cast)
    stage.published(cast)
    answer = as_(cast.director).post("/score-card/published/new/", {"year": 2024}).content.decode()
    assert "is published. Correct it instead." in answer


# --- Papers -----------------------------------------------------------------------------------------------


def pages_of(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as printed:
        return len(printed.pages)


def test_a_school_gets_two_tagged_pages(cast: Cast) -> None:
    stage.with_results(cast)
    edition = stage.published(cast)
    document = Document.objects.get(title="Score card 2024/25: Ash Primary School")
    told: list[str] = []
    data = pack.build(document.source, lambda percent, stage: told.append(stage))
    with pikepdf.open(io.BytesIO(data)) as printed:
        assert len(printed.pages) == 2
        assert printed.Root.MarkInfo.Marked
        assert str(printed.Root.Lang) == "en-GB"
        assert str(printed.docinfo.Title) == document.title
        assert printed.Root.Outlines.Count != 0
        kinds = list(_kinds(printed.Root.StructTreeRoot))
    alternatives = [alternative for kind, alternative in kinds if kind == "/Figure"]
    assert len(alternatives) >= 4
    assert all(alternatives)
    assert "/TH" in {kind for kind, _ in kinds}
    assert edition.is_out


def _kinds(node: object) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.append((str(node.S), str(node.get("/Alt", ""))))
        kids = node.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            found += _kinds(kid)
    return found


def a_measure(number: int) -> MeasureFacts:
    values = tuple(Value(year, 60.0 + number + year % 3, "", 12, "final") for year in (2022, 2023, 2024))
    england = tuple(Value(year, 61.0) for year in (2022, 2023, 2024))
    return MeasureFacts(
        f"measure-{number}",
        f"A measure with a long name that goes on for a while, number {number}",
        f"Measure {number}",
        "ks2-attainment",
        "percent",
        lines=(Line("school", "School", values), Line("england", "England", england)),
        spread=tuple(float(40 + value) for value in range(40)),
        cautions=(f"12 pupils stand behind this figure: one pupil is 8.{number} points.",),
    )


AREAS = tuple((f"Area {number}", "Strong standard") for number in range(8))
FULL = CardFacts(
    "school",
    2024,
    "St Michael and St Martin’s Roman Catholic Primary School and Nursery with Specially Resourced Provision",
    measures=tuple(a_measure(number) for number in range(30)),
    context=tuple(
        ContextFact(f"Something about the pupils, number {n}", "61.2%", "England 22.8%") for n in range(12)
    ),
    inspections=tuple(
        InspectionFacts(
            f"20{year}-01-14",
            "report-card",
            "Report card",
            rows=AREAS,
        )
        for year in (26, 25, 22)
    ),
    cautions=("Cohorts are small: a single pupil moves the figures, so look at several years together.",) * 3,
)


@pytest.mark.parametrize("facts", [FULL, CardFacts("school", 2024, "Willow School")], ids=["full", "empty"])
def test_two_pages_whatever_a_school_has(cast: Cast, facts: CardFacts) -> None:
    edition = Edition(year=2024, number=1, created_by=cast.director)
    wanted = figures(facts)
    drawings.ask(one.spec for one in wanted)
    data = pack.build(source_of(edition, facts, freezing.named(wanted)), lambda percent, stage: None)
    assert pages_of(data) == 2


def test_the_paper_for_the_board_names_no_school_and_its_annex_does(cast: Cast) -> None:
    stage.with_results(cast)
    offered = {source.key: source for source in papers.sources()}
    assert offered["score-card"].facts(stage.AT) == {"edition": ""}
    stage.published(cast)
    now = clock.now()
    open_, named = offered["score-card"], offered["score-card-named"]
    assert (open_.restricted, named.restricted) == (False, True)
    said = str(open_.facts(now))
    assert "We rose." in said
    assert [name for name in ("Ash", "Beech", "Cedar", "Elm", "Fir") if name in said] == []
    rows = named.facts(now)["rows"]
    assert [row["school"].split()[0] for row in rows] == ["Ash", "Beech", "Cedar", "Elm", "Fir"]
    assert rows[0]["cells"] == ["71%", "76%"]
    assert rows[3]["cells"] == ["–", "–"]
    for source in (open_, named):
        document = papers.draw(source, at=now)
        assert pages_of(papers.build(document.source, lambda percent, stage: None)) >= 1


def test_a_draft_is_marked_on_paper_and_made_on_demand(cast: Cast, as_: As) -> None:
    stage.with_results(cast)
    draft = stage.drafted(cast)
    client = as_(cast.director)
    where = address(draft, "school-paper", cast.host_school.urn)
    assert "It has not been made yet" in client.get(where).content.decode()
    assert client.get(address(draft, "school-file", cast.host_school.urn)).status_code == 404
    client.post(where)
    client.post(where)
    document = Document.objects.get(kind="score-card")
    assert document.source["draft"] is True
    assert "is being made" in client.get(where).content.decode()
    assert client.get(address(draft, "school-paper", 999999)).status_code == 404
    assert re.search("draft", document.filename)
