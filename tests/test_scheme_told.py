"""What a part is marked by is told in one shape: to recorders over REST, to judges' devices on their socket. The pages
of both have their types from it."""

from __future__ import annotations

from dataclasses import fields

import pytest

from contest import presets
from contest.scheme_replies import AspectToMark, Band, CisNote, CriterionToMark, Rung, SchemeToMark
from contest.scoring import rulebook_aspects
from contest.scoring.desk import scheme
from contest.scoring.rulebook import Criterion, dump_rulebook, parse_rulebook
from tests.scoring.builders import criterion, data, judged, points

PARTS = [
    (f"{name}/{id}/{part['id']}", part, parse_rulebook(book))
    for name in presets.names()
    for id, book in presets.load(name).rulebooks.items()
    for part in dump_rulebook(parse_rulebook(book))["parts"]
    if part.get("source", "judged") == "judged"
]


@pytest.mark.parametrize(("dumped", "rules"), [each[1:] for each in PARTS], ids=[each[0] for each in PARTS])
def test_what_a_part_of_a_preset_is_marked_by_has_the_shape_of_the_api(dumped, rules):
    assert SchemeToMark().validate(scheme(dumped, rules.part(dumped["id"]))) == {}


@pytest.mark.parametrize(
    ("shape", "rule"),
    [
        (AspectToMark, rulebook_aspects.Aspect),
        (CriterionToMark, Criterion),
        (CisNote, rulebook_aspects.Cis),
        (Rung, rulebook_aspects.Rung),
        (Band, rulebook_aspects.Band),
    ],
)
def test_a_piece_of_a_scheme_has_the_keys_that_a_rulebook_may_give_it(shape, rule):
    assert set(shape().fields) == {field.name for field in fields(rule)}


def test_a_key_that_the_shape_does_not_name_is_found():
    rules = parse_rulebook(data(judged("work", criterion("c", points("a")))))
    told = scheme(dump_rulebook(rules)["parts"][0], rules.parts[0])
    assert SchemeToMark().validate(told) == {}
    assert set(SchemeToMark().validate({**told, "weight": "100"})) == {"weight"}
