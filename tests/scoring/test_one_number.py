"""One number for a whole entry (`entry: total`), worked by hand; what is marked, and what stays to be read."""

from __future__ import annotations

import pytest

from contest.check import result
from contest.export.sheet_rows import scheme_rows
from contest.export.words import Words
from contest.scoring.desk import scheme
from contest.scoring.marking import read_marks
from contest.scoring.numbers import text
from contest.scoring.refused import MarksRefused
from contest.scoring.rulebook import dump_rulebook, parse_rulebook
from contest.scoring.rulebook_types import Part
from tests.test_rulebook_docs import FRAGMENTS, quoted

from .builders import aspect, combined, criterion, name, part, points

DISH = (points("flavour", "25", "1"), points("form", "10", "0.5"))


def of_the_page() -> dict:
    """The example of docs/rulebook.md."""
    [found] = [one for one in FRAGMENTS if "parts" in one and one["parts"][0].get("entry") == "total"]
    head = {"format": 1, "id": "dishes", "name": name("dishes"), "weighting": "percent"}
    return head | quoted(found)


def one_number(*criteria, **more) -> Part:
    return part(*(criteria or [criterion("c", *DISH)]), entry="total", **more)


def test_one_number_for_a_dish_is_the_mean_of_what_three_judges_gave():
    """The example of docs/rulebook.md: 30.5 + 28 + 33 = 91.5, ÷ 3 = 30.50 of 35; 30.50 × 100 ÷ 35 = 87.142… → 87.14."""
    book = of_the_page()
    dish = parse_rulebook(book).parts[0]
    assert text(combined(dish, "30.5", "28", "33").value) == "30.50"
    sheets = {"dish": {f"j{n}": {"total": mark} for n, mark in enumerate(("30.5", "28", "33"))}}
    row = result(book, {"E": {"sheets": sheets}})["entries"]["E"]
    assert (row["parts"]["dish"]["score"], row["total"]) == (30.5, pytest.approx(87.14))


def test_the_number_goes_from_nothing_to_what_all_aspects_may_be_by_the_finest_step_of_theirs():
    [marked] = one_number().aspects.values()
    assert (marked.id, marked.kind, text(marked.min), text(marked.max), text(marked.step)) == (
        "total",
        "points",
        "0",
        "35",
        "0.5",
    )
    assert text(one_number().out_of) == "35"
    assert text(one_number(step="0.25").aspects["total"].step) == "0.25"


@pytest.mark.parametrize(("mark", "code"), [("35.5", "above_max"), ("-0.5", "below_min"), ("20.25", "off_step")])
def test_a_number_that_cannot_be_is_refused(mark, code):
    with pytest.raises(MarksRefused) as refused:
        read_marks(one_number(), {"total": mark})
    assert [fault.code for fault in refused.value.faults] == [code]


def test_a_mark_of_an_aspect_is_none_where_one_number_is_marked():
    with pytest.raises(MarksRefused):
        read_marks(one_number(), {"flavour": "20", "form": "8"})


def test_a_judgement_counts_with_its_most():
    found = one_number(criterion("c", points("flavour", "25", "1"), aspect("judgement", "looks", max="10")))
    assert text(found.aspects["total"].max) == "35"


def test_the_judge_is_given_one_field_and_reads_what_it_is_made_up_of():
    several = criterion("a", *DISH), criterion("b", points("plate", "5", "1"), name=name("y"))
    book = parse_rulebook(of_the_page())
    told = scheme(dump_rulebook(book)["parts"][0], book.parts[0])
    [[field]] = [each["aspects"] for each in told["criteria"]]
    assert (field["id"], field["max"], told["view"]) == ("total", "35", "batch")
    assert field["help"] == {"zh": "口味 25、形态 10", "en": "Flavour 25, Form 10"}
    assert one_number(*several).aspects["total"].help.zh == "x：x 25、x 10；y：x 5"


@pytest.mark.parametrize(("language", "made_up_of"), [("zh", "口味 25、形态 10"), ("en", "Flavour 25, Form 10")])
def test_a_paper_sheet_has_one_box_and_says_what_it_is_made_up_of(language, made_up_of):
    [[row]] = [each["aspects"] for each in scheme_rows(parse_rulebook(of_the_page()).parts[0], Words(language))]
    assert (row["box"], row["max"], row["help"]) == ("figure", "35", made_up_of)


def test_a_rulebook_keeps_the_criteria_as_they_are_written():
    book = parse_rulebook(of_the_page())
    written = dump_rulebook(book)["parts"][0]
    assert [each["id"] for each in written["criteria"][0]["aspects"]] == ["flavour", "form"]
    assert (written["entry"], written["step"], parse_rulebook(dump_rulebook(book))) == ("total", "0.5", book)
