"""Boards: what each audience sees of a contest, and what it does not."""

import json

import pytest

from contest.scoring.board import ItemBoard
from contest.scoring.events import JournalRestored
from contest.scoring.unit_board import UnitBoard
from contest.scoring.verbs import chief, organizer
from tests.support.audience import Reader, marked, named, public, seen, staff
from tests.support.histories import ITEM, SYSTEM, a_book, a_contest, a_plain_book, entry_id

REASON = {"reason_digest": "d"}
ENTRIES = 5


def test_shared_places_are_counted_one_two_two_four():
    cup = marked("70", "90", "80", "80", "60")
    codes = [cup.code(k) for k in (2, 3, 4, 1, 5)]
    codes[1:3] = sorted(codes[1:3])
    assert [row[:3] for row in seen(public(cup.contest))] == list(
        zip(codes, [1, 2, 2, 4, 5], [0, 1, 1, 0, 0], strict=True)
    )


def test_who_has_more_parts_stands_before_who_has_fewer_and_places_begin_again():
    cup = a_contest().with_item(a_book(sealed=False), entries=4).open().scores("10", "90", "80")
    cup.sheet("j1", 1, "10").sheet("j1", 4, "100")
    rows = seen(public(cup.contest))
    assert [(code, place) for code, place, *_ in rows] == [
        (cup.code(1), 1),  # theory and practice
        (cup.code(2), 1),  # theory alone
        (cup.code(3), 2),
        (cup.code(4), 1),  # practice alone
    ]


def test_who_has_left_stands_behind_all_without_a_place():
    cup = marked("90", "80", "70", "60")
    cup.of(1, chief.set_status, status="disqualified")
    cup.of(2, chief.set_status, status="withdrawn")
    assert [row[:3] for row in seen(public(cup.contest))] == [
        (cup.code(3), 1, 0),
        (cup.code(4), 2, 0),
        (cup.code(2), None, 0),
        (cup.code(1), None, 0),
    ]


def test_a_board_has_a_depth_and_a_tie_across_it_is_told():
    cup = marked("90", "80", "80", board={"depth": 2})
    view = public(cup.contest).view()
    assert view.places == ((1, 0), (2, 1))
    assert (view.head["entries"], view.head["depth"], view.head["judged"], view.head["of"]) == (3, 2, 3, 3)


def test_judged_counts_those_whose_every_visible_part_is_complete():
    cup = a_contest().with_item(a_book(judges=2), entries=3).open()
    cup.sheet("j1", 1, "80").sheet("j2", 1, "80").sheet("j1", 2, "80")
    cup.of(3, chief.set_status, status="absent")
    head = public(cup.contest).view().head
    assert (head["judged"], head["of"], head["entries"]) == (1, 2, 3)
    cup.scores(None, "80").lock("d").unseal()
    assert public(cup.contest).view().head["judged"] == 0  # now it shows that the theory of one is missing


def test_a_sealed_board_may_show_how_far_judging_is_and_nothing_else():
    cup = marked("90", "80", board={"while_sealed": "progress"})
    view = public(cup.contest).view()
    assert (view.head["mode"], view.head["judged"], view.head["of"], view.keys) == ("progress", 2, 2, ())
    cup.lock().unseal()
    assert public(cup.contest).view().head["mode"] == "parts"


def test_a_board_may_show_incomplete_panels_where_its_rulebook_says_so():
    def first(provisional):
        cup = a_contest().with_item(a_book(judges=3, board={"provisional": provisional})).open().sheet("j1", 1, "80")
        return cup, json.loads(public(cup.contest).view().snapshot())

    cup, view = first(provisional=True)
    assert [(row["score"], row["provisional"]) for row in view["rows"]] == [("56.00", ["practice"])]
    assert (view["head"]["judged"], cup.total(1)) == (0, None)
    assert first(provisional=False)[1]["rows"] == []


def test_before_the_draw_nobody_stands_on_a_board():
    cup = a_contest()
    book = a_book(sealed=False)
    cup.does(organizer.set_rulebook, rulebook=book)
    cup.does(organizer.enter_entries, item=ITEM, entries=[{"entry": entry_id(ITEM, 1), "commitment": "c"}])
    cup.scores("80")
    for board in (public(cup.contest), staff(cup.contest)):
        assert board.view().keys == ()


def test_awards_join_the_board_when_the_result_is_published_for_staff_when_it_is_signed():
    book = {"awards": [{"id": "first", "name": {"zh": "一等奖", "en": "First"}, "count": 1}]}
    cup = marked("80", "90", **book).lock().unseal()

    def awards(board):
        return [row["award"] and row["award"]["id"] for row in json.loads(board.view().snapshot())["rows"]]

    assert awards(staff(cup.contest)) == [None, None]
    cup.sign()
    assert (awards(staff(cup.contest)), awards(public(cup.contest))) == (["first", None], [None, None])
    assert awards(public(cup.publish().contest)) == ["first", None]


def test_a_rehearsal_shows_its_result_when_it_is_signed():
    cup = marked("80", "90", contest={"rehearsal": True}).lock().unseal().sign()
    head = public(cup.contest).view().head
    assert (head["mode"], head["rehearsal"]) == ("result", True)


# --- units ---


def table(*items, best=1):
    return {"format": 1, "name": {"zh": "团体", "en": "Teams"}, "items": list(items), "best": best}


def test_the_table_of_units_adds_up_the_items_that_are_unsealed():
    cup = a_contest().with_item(a_plain_book(), entries=3)
    cup.with_item(a_plain_book("roof"), entries=3, prefix="B", seats=False).seat("j1", item="roof")
    cup.does(organizer.set_unit_table, table=table(ITEM, "roof"))
    board = UnitBoard(cup.contest)
    reader, view = Reader(board.view().snapshot()), board.view()
    for ready, (item, marks) in enumerate([(ITEM, (80, 90, 70)), ("roof", (95, 60, 70))], start=1):
        assert (view.head["judged"], view.head["of"]) == (ready - 1, 2)
        cup.open(item)
        for number, mark in enumerate(marks, start=1):
            cup.sheet("j1", number, str(mark), item=item)
        cup.lock(item=item).unseal(item=item)
        board.touch(None)
        reader.apply(board.view().frame(view))
        view = board.view()
        assert reader.sees() == json.loads(view.snapshot())
    assert seen_units(view) == [("一建", 1, "175.00"), ("二建", 2, "150.00"), ("三建", 3, "140.00")]
    assert (view.head["judged"], view.head["of"]) == (2, 2)


def test_the_table_of_units_waits_for_a_board_that_stands_still():
    cup = a_contest().with_item(a_plain_book(), entries=1).open().sheet("j1", 1, "80")
    cup.does(organizer.set_unit_table, table=table(ITEM))
    cup.does(chief.freeze, item=ITEM)
    cup.lock().unseal()
    assert UnitBoard(cup.contest).view().keys == ()
    cup.does(chief.unfreeze, item=ITEM)
    assert seen_units(UnitBoard(cup.contest).view()) == [("一建", 1, "80.00")]


def seen_units(view):
    told = json.loads(view.snapshot())
    return [(row["name"], place, row["score"]) for row, (place, _) in zip(told["rows"], told["places"], strict=True)]


def test_every_board_has_the_names_it_is_asked_for():
    cup = marked("80")
    assert ItemBoard(cup.contest, ITEM, staff=True, names=named).name == f"cup.{ITEM}.staff"
    assert (public(cup.contest).name, UnitBoard(cup.contest).name) == (f"cup.{ITEM}", "cup.units")


# --- one entry by its code ---


def place_of(board, code):
    found = board.found(code)
    return found and (json.loads(found[0])["code"], *found[1])


@pytest.mark.parametrize("numbering", ["gaps", "dense"])
def test_every_entry_is_found_by_its_code_with_the_place_a_deeper_board_would_show(numbering):
    marks = ("70", "90", "80", "80", "60", "60")

    def board(depth):
        cup = marked(*marks, board={"depth": depth}, ranking={"numbering": numbering})
        cup.of(6, chief.set_status, status="withdrawn")
        return public(cup.contest)

    whole = board(200)
    rows = json.loads(whole.view().snapshot())["rows"]
    for row, place in zip(rows, whole.view().places, strict=True):
        found = board(2).found(row["code"])
        assert (json.loads(found[0]), found[1]) == (row, place)


def test_an_entry_is_found_with_what_came_since_anybody_looked():
    cup = marked("70", "90", board={"depth": 1})
    board = public(cup.contest)
    assert place_of(board, cup.code(1)) == (cup.code(1), 2, 0)
    cup.of(2, chief.set_status, status="withdrawn")
    board.touch(cup.touched[-1].entries)
    assert place_of(board, cup.code(1)) == (cup.code(1), 1, 0)


def test_what_a_board_does_not_show_is_not_found_by_its_code_either():
    cup = marked("70", board={"while_sealed": "progress"})
    assert public(cup.contest).found(cup.code(1)) is None
    cup = a_contest().with_item(a_book(), entries=2).open().sheet("j1", 1, "80")
    board = public(cup.contest)
    assert board.found(cup.code(2)) is None, "it has no score yet"
    assert board.found("nobody") is None
    cup.does(chief.freeze, item=ITEM)
    board.touch(None)
    cup.sheet("j1", 2, "90")
    board.touch(cup.touched[-1].entries)
    assert board.found(cup.code(2)) is None, "the board stands still"


# --- head ---


def test_a_head_says_what_is_ranked_and_whether_codes_are_sealed():
    cup = marked("80", ranks="team")
    assert [public(cup.contest).view().head[key] for key in ("ranks", "sealed", "epoch")] == ["team", True, 0]
    cup.lock()
    assert public(cup.contest).view().head["sealed"] is True
    assert public(cup.unseal().contest).view().head["sealed"] is False
    assert public(marked("80", sealed=False).lock().contest).view().head["sealed"] is False


def test_a_board_that_was_frozen_before_unsealing_stays_sealed():
    cup = marked("80")
    cup.does(chief.freeze, item=ITEM)
    assert public(cup.lock().unseal().contest).view().head["sealed"] is True


def test_after_a_restore_a_board_is_of_the_next_epoch():
    cup = marked("80")
    cup.does(lambda *_: JournalRestored(1), SYSTEM)
    assert public(cup.contest).view().head["epoch"] == 1
