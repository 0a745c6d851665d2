"""The preset datong-construction: sound rulebooks, everyone seated, every kind of aspect used."""

from collections import Counter
from decimal import Decimal

import pytest

from contest import presets
from contest.scoring.rulebook import dump_rulebook, parse_rulebook, parse_unit_table

PRESET = presets.load("datong-construction")
BOOKS = {item: parse_rulebook(data) for item, data in PRESET.rulebooks.items()}


def _entries(item: str) -> set[str]:
    return {row.number for row in PRESET.roster if row.item == item}


def test_the_preset_is_listed_and_an_unknown_name_is_a_key_error():
    assert PRESET.id in presets.names()
    with pytest.raises(KeyError):
        presets.load("nowhere")


def test_it_says_that_its_people_are_invented():
    assert PRESET.invented
    assert "样例" in PRESET.title["zh"]
    assert "sample" in PRESET.title["en"]


def test_eleven_units_send_fifty_two_competitors_to_three_items():
    assert len({row.unit for row in PRESET.roster}) == 11
    assert len({row.name for row in PRESET.roster}) == 52
    assert Counter(row.item for row in PRESET.roster) == {"masonry": 22, "painting": 12, "waterproofing": 18}


def test_everyone_has_a_theory_mark_from_0_to_100():
    assert all(0 <= Decimal(row.scores["theory"]) <= 100 for row in PRESET.roster)


def test_some_fail_theory_so_that_the_pass_mark_does_something():
    assert any(Decimal(row.scores["theory"]) < 60 for row in PRESET.roster)


@pytest.mark.parametrize("item", BOOKS)
def test_each_rulebook_is_sound_and_survives_its_own_dump(item):
    assert parse_rulebook(dump_rulebook(BOOKS[item])) == BOOKS[item]


@pytest.mark.parametrize("item", BOOKS)
def test_theory_weighs_30_practice_70_and_each_part_is_out_of_100(item):
    weights = {part.id: part.weight for part in BOOKS[item].parts}
    assert (weights.pop("theory"), sum(weights.values())) == (30, 70)
    assert {part.max for part in BOOKS[item].parts} == {Decimal(100)}


def test_every_kind_of_aspect_is_used():
    aspects = [aspect for book in BOOKS.values() for part in book.parts for aspect in part.aspects.values()]
    assert {aspect.kind for aspect in aspects} == {"points", "judgement", "measured", "check", "faults"}
    measured = [aspect for aspect in aspects if aspect.kind == "measured"]
    assert {bool(aspect.ladder) for aspect in measured} == {True, False}
    assert {aspect.pick for aspect in measured} == {None, "worst", "mean"}


def test_every_aspect_explains_itself_in_both_languages():
    for book in BOOKS.values():
        for part in book.parts:
            for aspect in part.aspects.values():
                assert aspect.help, (book.id, part.id, aspect.id)
                assert aspect.help.zh, aspect.id
                assert aspect.help.en, aspect.id


def test_chinese_texts_use_chinese_punctuation():
    for item, data in PRESET.rulebooks.items():
        for text in _zh(data):
            assert not set(",;:()!") & set(text), (item, text)


def _zh(thing):
    if isinstance(thing, dict):
        for name, value in thing.items():
            yield from [value] if name == "zh" else _zh(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from _zh(value)


@pytest.mark.parametrize("item", BOOKS)
def test_each_judged_part_has_its_panel(item):
    for part in BOOKS[item].parts:
        seats = [seat for seat in PRESET.seats for duty in seat.duties if (duty.item, duty.part) == (item, part.id)]
        wanted = {"process": 3, "measured": 3, "product": 5}.get(part.id, 0)
        assert len(seats) == wanted, (item, part.id)


@pytest.mark.parametrize("item", BOOKS)
def test_each_station_has_one_judge_and_a_judge_has_at_most_four_a_round(item):
    stations = [
        duty.entries for seat in PRESET.seats for duty in seat.duties if (duty.item, duty.part) == (item, "process")
    ]
    assert Counter(number for entries in stations for number in entries) == Counter(_entries(item))
    rounds = 1 if item == "painting" else 2
    assert max(len(entries) for entries in stations) <= 4 * rounds


def test_one_product_judge_of_masonry_is_free_for_a_visitor():
    assert [seat.id for seat in PRESET.seats if seat.free] == ["masonry-product-5"]


def test_nobody_judges_twice_and_no_judge_competes():
    judges = [seat.judge for seat in PRESET.seats]
    assert len(set(judges)) == len(judges)
    assert not set(judges) & {row.name for row in PRESET.roster}


def test_the_unit_table_reads_all_three_items():
    table = parse_unit_table(PRESET.unit_table)
    assert table.items == ("masonry", "painting", "waterproofing")
    assert table.best == 1


def test_prizes_are_by_percent_above_twenty_entrants_and_1_2_3_below():
    for book in BOOKS.values():
        shares = [
            (award.percent, award.count, award.when.entries_over, award.when.entries_upto) for award in book.awards
        ]
        assert shares == [(10, None, 20, None), (20, None, 20, None), (30, None, 20, None)] + [
            (None, count, None, 20) for count in (1, 2, 3)
        ]
