from decimal import Decimal as D

import pytest
from django.core.management import call_command

from scorecard.models import Measure, MeasureColumn, SeriesBreak
from scorecard.services import catalogue
from scorecard.services.catalogue import read

pytestmark = pytest.mark.django_db


def test_catalogue_is_loaded_once_and_edits_stay() -> None:
    assert catalogue.load() == len(read("measures"))
    Measure.objects.filter(code="rwm-exp").update(name="What we call it", active=False)
    MeasureColumn.objects.filter(measure__code="rwm-exp").delete()
    assert catalogue.load() == 0
    assert Measure.objects.get(code="rwm-exp").name == "What we call it"
    assert not MeasureColumn.objects.filter(measure__code="rwm-exp").exists()


def test_what_is_missing_is_added(capsys: pytest.CaptureFixture[str]) -> None:
    catalogue.load()
    Measure.objects.filter(code="gld").delete()
    call_command("load_measures")
    assert capsys.readouterr().out == "1 measures added.\n"
    assert SeriesBreak.objects.get(measure__code="gld").year == 2021


def test_every_measure_of_disadvantaged_pupils_has_its_counterpart() -> None:
    catalogue.load()
    pairs = Measure.objects.filter(group="disadvantaged").values_list("code", "counterpart__code")
    assert all(other == code.removesuffix("-dis") + "-other" for code, other in pairs)
    assert len(pairs) == 20


def test_columns_and_breaks_name_measures_of_the_catalogue() -> None:
    codes = {row["code"] for row in read("measures")}
    assert {row["measure"] for name in ("columns", "breaks") for row in read(name)} <= codes


def test_values_are_shown_in_their_unit() -> None:
    catalogue.load()
    shown = {measure.code: measure.shown for measure in Measure.objects.all()}
    assert shown["rwm-exp"](D("59.5")) == "60%"
    assert shown["read-prog"](D("2.7")) == "+2.7"
    assert shown["read-prog"](D("-2.7")) == "−2.7"
    assert shown["premium-pounds"](D(60720)) == "£60,720"
    assert shown["read-avg"](D("104")) == "104"
    assert shown["rwm-exp"](None) == "–"
