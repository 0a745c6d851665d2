"""What the organizer does: open a contest, set it up, import scores, publish."""

import pytest

from contest.scoring.contest import Contest
from contest.scoring.refused import RulebookRefused
from contest.scoring.verbs import chief, organizer
from tests.scoring.builders import data, imported, judged, name
from tests.support.histories import ITEM, ORGANIZER, History, a_book, a_contest, a_plain_book, entry_id, refused

TABLE = {"format": 1, "name": {"zh": "团体", "en": "Teams"}, "items": [ITEM], "best": 1}


def rows(*entries):
    return [{"entry": entry, "commitment": "c"} for entry in entries]


def test_a_journal_begins_with_its_contest_being_opened():
    nothing = History()
    with refused("unknown_contest"):
        nothing.does(organizer.set_rulebook, rulebook=a_book())
    with refused("unknown_contest"):
        nothing.does(organizer.set_seat, seat="j1", judge="j1", duties=[])
    assert nothing.contest == Contest("cup")


def test_a_contest_is_opened_once():
    with refused("contest_exists", contest="cup"):
        a_contest().does(organizer.open_contest, title={"zh": "", "en": ""}, rehearsal=False)


def test_a_rulebook_with_a_fault_is_refused_with_the_fault():
    with pytest.raises(RulebookRefused):
        a_contest().does(organizer.set_rulebook, rulebook=a_book(weighting="thirds"))


def another_book(**more):
    theory = imported("theory", weight="30", known_by_name=True)
    return data(theory, judged("practice", weight="70"), id=ITEM, sealed=True, **more)


def test_a_rulebook_may_be_replaced_until_something_rests_on_it():
    cup = a_contest().with_item(a_book()).open().scores("80")
    cup.does(organizer.set_rulebook, rulebook=another_book())
    assert cup.item().version == cup.contest.seq
    cup.sheet("j1", 1, "80", confirm=False)
    with refused("rulebook_in_use"):
        cup.does(organizer.set_rulebook, rulebook=a_book())


@pytest.mark.parametrize(
    "rests",
    [
        lambda cup: cup.of(1, chief.give_penalty, penalty="late"),
        lambda cup: cup.of(1, chief.record_time, part="practice", seconds=60),
    ],
)
def test_a_rulebook_that_a_penalty_or_a_time_was_noted_by_stays(rests):
    cup = a_contest().with_item(a_book()).open()
    rests(cup)
    with refused("rulebook_in_use"):
        cup.does(organizer.set_rulebook, rulebook=another_book())


@pytest.mark.parametrize(
    "parts",
    [
        [judged("practice", weight="100")],  # where is the theory that was imported?
        [imported("theory", weight="30", out_of="50"), judged("practice", weight="70")],  # 80 of 50?
        [imported("theory", weight="30"), judged("hands", weight="70")],  # what does the seat mark?
        [imported("theory", weight="30"), imported("practice", weight="70")],
    ],
)
def test_another_rulebook_must_have_room_for_scores_and_seats(parts):
    cup = a_contest().with_item(a_book()).scores("80")
    with refused("rulebook_unfit"):
        cup.does(organizer.set_rulebook, rulebook=data(*parts, id=ITEM, sealed=True))
    assert cup.refold() == cup.contest


def test_a_locked_item_keeps_its_rulebook():
    cup = a_contest().with_item(a_plain_book()).open().lock("nobody came")
    with refused("rulebook_locked"):
        cup.does(organizer.set_rulebook, rulebook=a_plain_book())


def test_entries_are_entered_once_in_the_whole_contest_and_only_before_marking():
    cup = a_contest().with_item(a_plain_book()).with_item(a_plain_book("roof"), prefix="B")
    for entries in (rows("e1", "e1"), rows(entry_id("roof", 1))):
        with refused("entered_twice"):
            cup.does(organizer.enter_entries, item=ITEM, entries=entries)
    with refused("already_open"):
        cup.open().does(organizer.enter_entries, item=ITEM, entries=rows("e1"))


def test_an_act_enters_or_scores_at_most_a_thousand():
    cup = a_contest().with_item(a_book())
    many = [f"e{k}" for k in range(1001)]
    for entries in ([], rows(*many)):
        with refused("bulk", most=1000):
            cup.does(organizer.enter_entries, item=ITEM, entries=entries)
    for scores in ([], [{"entry": entry, "score": "1"} for entry in many]):
        with refused("bulk", most=1000):
            cup.does(organizer.import_part_scores, item=ITEM, part="theory", scores=scores)
    cup.does(organizer.enter_entries, item=ITEM, entries=rows(*many[:1000]))


def test_nothing_of_a_person_gets_into_the_chain_beside_the_commitment():
    cup = a_contest().with_item(a_plain_book())
    cup.does(organizer.enter_entries, item=ITEM, entries=[{"entry": "e1", "commitment": "c", "name": "王建国"}])
    assert "王建国" not in cup.stored[-1].raw.decode()


def test_a_seat_marks_parts_and_entries_that_exist():
    cup = a_contest().with_item(a_book())
    for duty, code in [
        ({"item": "roof", "part": "practice"}, "unknown_item"),
        ({"item": ITEM, "part": "theory"}, "unknown_part"),
        ({"item": ITEM, "part": "practice", "entries": ["e1"]}, "unknown_entry"),
    ]:
        with refused(code):
            cup.does(organizer.set_seat, seat="j9", judge="x", duties=[duty])


def test_scores_come_in_for_imported_parts_within_their_range():
    cup = a_contest().with_item(a_book())
    cup.scores("100", "0")
    with refused("unknown_part", part="practice"):
        cup.scores("80", part="practice")
    for score, code in [("100.01", "score_out_of_range"), ("-1", "score_out_of_range"), ("8O", "score_unreadable")]:
        with refused(code, score=score):
            cup.scores("50", score)
    with refused("unknown_entry"):
        cup.does(organizer.import_part_scores, item=ITEM, part="theory", scores=[{"entry": "e1", "score": "1"}])


def test_an_imported_score_can_be_taken_back():
    cup = a_contest().with_item(a_book()).open().sheet("j1", 1, "80").scores("90")
    assert cup.total(1) == "83.00"
    assert cup.scores(None).total(1) == "56.00"


def test_the_table_of_units_names_items_of_the_contest():
    cup = a_contest().with_item(a_plain_book())
    cup.does(organizer.set_unit_table, table=TABLE)
    with refused("unknown_item", item="roof"):
        cup.does(organizer.set_unit_table, table=TABLE | {"items": ["roof"]})


def test_the_table_of_units_names_prizes_and_parts_that_an_item_has():
    """A prize misspelt would be worth nothing to anybody (8/4/2 per prize, rules.md §1)."""
    cup = a_contest().with_item(a_plain_book(awards=[{"id": "first", "name": name(), "count": 1}]))
    prizes = TABLE | {"of": "prizes", "prizes": [{"award": "first", "points": "8"}]}
    parts = TABLE | {"of": "parts", "parts": [{"part": "practice", "weight": "100"}], "means": {"digits": 2}}
    for table in (prizes, parts):
        cup.does(organizer.set_unit_table, table=table)
    with refused("unknown_award", award="frist"):
        cup.does(organizer.set_unit_table, table=prizes | {"prizes": [{"award": "frist", "points": "8"}]})
    with refused("unknown_part", part="practise"):
        cup.does(organizer.set_unit_table, table=parts | {"parts": [{"part": "practise", "weight": "100"}]})


def test_only_a_signed_result_is_published_and_once():
    cup = a_contest().with_item(a_plain_book(), entries=1).open().sheet("j1", 1, "80").lock().unseal()
    with refused("not_signed"):
        cup.publish()
    with refused("published"):
        cup.sign().publish().publish()


def test_a_rehearsal_is_never_published():
    cup = a_contest(rehearsal=True).with_item(a_plain_book(), entries=1).open().sheet("j1", 1, "80").lock().unseal()
    with refused("rehearsal"):
        cup.sign().publish()


def test_each_restore_begins_a_new_epoch():
    cup = a_contest()
    for epoch in (1, 2):
        cup.does(organizer.restore_journal, by=ORGANIZER)
        assert cup.contest.epoch == epoch


def test_an_unknown_item_is_said_to_be_unknown():
    with refused("unknown_item", item="roof"):
        a_contest().open("roof")
