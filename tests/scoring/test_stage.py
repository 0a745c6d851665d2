"""Marking on stage: called, marked, revealed step by step, taken back; the first ones held back. Ranks never change."""

from __future__ import annotations

from typing import Any

import pytest

from contest.scoring.board import ItemBoard
from contest.scoring.events import ItemId
from contest.scoring.operator import operator
from contest.scoring.verbs import chief, organizer, stage
from contest.scoring.verbs.recusal import recuse
from tests.scoring.builders import data, judged, trimmed
from tests.support.histories import ITEM, History, a_contest, refused

OPERATOR = "account:operator"
REASON = {"reason_digest": "d" * 64}


def a_stage(*, hold: int = 0, judges: int = 5, entries: int = 3, **more: Any) -> History:
    """An item that five judges mark on stage; one highest and one lowest are dropped."""
    board = {"stage": "practice", "hold_first": hold} if hold else {"stage": "practice"}
    book = data(judged("practice", weight="100", **trimmed(judges)), id=ITEM, board=board, **more)
    return a_contest().with_item(book, entries=entries).open()


def act(cup: History, verb: Any, **values: Any) -> int:
    return cup.does(verb, OPERATOR, item=ITEM, after=cup.item().stage.seq, **values)


def call(cup: History, number: int) -> None:
    act(cup, stage.call_entry, code=cup.code(number))


def mark(cup: History, number: int, *marks: str) -> None:
    for k, points in enumerate(marks, start=1):
        cup.sheet(f"j{k}", number, points)


def reveal(cup: History, steps: int = 4) -> None:
    for _ in range(steps):
        act(cup, stage.reveal)


def board(cup: History) -> Any:
    names = lambda entry: (f"name of {entry}", "unit")  # noqa: E731
    return ItemBoard(cup.contest, ItemId(ITEM), staff=False, names=names).view()


def hall(cup: History) -> Any:
    return board(cup).head["stage"]


def following(cup: History) -> tuple[str, Any]:
    """The operator's next act, and of what."""
    told = operator(cup.contest, cup.item(), lambda _: None)["next"]
    return told["act"], told["step"] or told["code"] or told["lacking"]


FIVE = ("70", "80", "85", "90", "99.5")


def test_the_hall_sees_who_has_marked_and_no_mark():
    cup = a_stage()
    call(cup, 1)
    mark(cup, 1, *FIVE[:2])
    seen = hall(cup)
    assert [seat["marked"] for seat in seen["seats"]] == [True, True, False, False, False]
    assert {seat["mark"] for seat in seen["seats"]} == {None}
    assert (seen["score"], seen["place"]) == (None, None)
    assert following(cup) == ("wait", 3)


def test_a_result_shows_step_by_step_and_stands_on_the_board_after_the_last():
    cup = a_stage()
    call(cup, 1)
    mark(cup, 1, *FIVE)
    assert board(cup).keys == ()
    reveal(cup, 1)
    assert [seat["mark"] for seat in hall(cup)["seats"]] == list(FIVE)
    assert {seat["dropped"] for seat in hall(cup)["seats"]} == {None}
    reveal(cup, 1)
    assert [seat["dropped"] for seat in hall(cup)["seats"]] == ["low", None, None, None, "high"]
    assert hall(cup)["score"] is None
    reveal(cup, 1)
    assert (hall(cup)["score"], hall(cup)["place"]) == ("85.00", None)
    assert board(cup).keys == ()
    reveal(cup, 1)
    assert hall(cup)["place"] == (1, 0)
    assert board(cup).keys == (cup.code(1),)
    with refused("all_revealed"):
        reveal(cup, 1)


def test_a_panel_that_drops_nobody_has_no_step_for_it():
    mean = judged("practice", weight="100", judges=2, combine={"method": "mean"})
    cup = a_contest().with_item(data(mean, id=ITEM, board={"stage": "practice"})).open()
    call(cup, 1)
    mark(cup, 1, "70", "80")
    reveal(cup, 2)
    assert hall(cup)["step"] == "result"


def test_a_step_is_taken_back_and_the_row_goes_with_the_place():
    cup = a_stage()
    call(cup, 1)
    mark(cup, 1, *FIVE)
    reveal(cup)
    act(cup, stage.take_back)
    assert board(cup).keys == ()
    assert hall(cup)["step"] == "result"
    for _ in range(3):
        act(cup, stage.take_back)
    assert {seat["mark"] for seat in hall(cup)["seats"]} == {None}
    with refused("nothing_revealed"):
        act(cup, stage.take_back)


def test_nothing_is_revealed_before_the_panel_is_complete():
    cup = a_stage()
    with refused("nobody_called"):
        reveal(cup, 1)
    call(cup, 1)
    mark(cup, 1, *FIVE[:4])
    with refused("stage_unmarked"):
        reveal(cup, 1)


def test_two_hands_do_not_step_twice():
    cup = a_stage()
    call(cup, 1)
    mark(cup, 1, *FIVE)
    seen = cup.item().stage.seq
    cup.does(stage.reveal, OPERATOR, item=ITEM, after=seen)
    with refused("stage_moved"):
        cup.does(stage.reveal, OPERATOR, item=ITEM, after=seen)


def test_the_first_ones_are_revealed_in_their_order_once_the_last_of_them_is_marked():
    cup = a_stage(hold=2)
    codes = sorted((cup.code(number), number) for number in (1, 2, 3))
    (_, first), (_, second), (third_code, _) = codes
    call(cup, first)
    mark(cup, first, *FIVE)
    assert hall(cup)["held"] == 2
    with refused("held_back", first=2):
        reveal(cup, 1)
    assert following(cup) == ("call", cup.code(second))
    call(cup, second)
    assert following(cup) == ("wait", 5)
    mark(cup, second, *FIVE)
    assert following(cup) == ("reveal", "marks")
    reveal(cup)
    assert following(cup) == ("call", cup.code(first))
    call(cup, first)
    reveal(cup)
    assert following(cup) == ("call", third_code)


def test_holding_back_and_revealing_change_no_rank():
    plain, held = a_stage(), a_stage(hold=2)
    for cup in (plain, held):
        mark(cup, 1, *FIVE)
        mark(cup, 2, "60", "60", "60", "60", "60")
    call(held, 1)
    assert plain.ranks() == held.ranks()
    assert plain.digest() == held.digest()


def test_who_is_absent_holds_nobody_back():
    cup = a_stage(hold=3)
    for number in (1, 2):
        call(cup, number)
        mark(cup, number, *FIVE)
    cup.of(3, chief.set_status, status="absent", **REASON)
    reveal(cup)
    with refused("not_on_stage"):
        call(cup, 3)


def test_a_sheet_that_goes_back_hides_the_marks_until_it_is_there_again():
    cup = a_stage()
    call(cup, 1)
    mark(cup, 1, *FIVE)
    reveal(cup, 3)
    cup.of(1, chief.return_sheet, part="practice", owner="j5", **REASON)
    assert {seat["mark"] for seat in hall(cup)["seats"]} == {None}
    assert hall(cup)["score"] is None
    cup.sheet("j5", 1, "75")
    assert hall(cup)["score"] == "80.00"


def test_a_frozen_board_shows_no_stage_and_calling_goes_on():
    cup = a_stage()
    call(cup, 1)
    mark(cup, 1, *FIVE)
    cup.does(chief.freeze, item=ITEM)
    assert hall(cup) is None
    with refused("stage_frozen"):
        reveal(cup, 1)
    call(cup, 2)
    assert hall(cup) is None
    cup.does(chief.unfreeze, item=ITEM)
    assert hall(cup)["code"] == cup.code(2)


def test_while_codes_are_sealed_and_only_progress_is_told_no_mark_is_revealed():
    board = {"stage": "practice", "while_sealed": "progress"}
    book = data(
        judged("practice", weight="100", judges=2, combine={"method": "mean"}), id=ITEM, sealed=True, board=board
    )
    cup = a_contest().with_item(book).open()
    call(cup, 1)
    mark(cup, 1, "70", "80")
    with refused("stage_sealed"):
        reveal(cup, 1)
    assert hall(cup)["name"] is None
    assert {seat["mark"] for seat in hall(cup)["seats"]} == {None}


def test_a_published_result_shows_whole_whatever_was_revealed():
    cup = a_stage(entries=2)
    for number in (1, 2):
        mark(cup, number, *FIVE)
    call(cup, 1)
    cup.lock().sign().publish()
    assert hall(cup) is None
    assert len(board(cup).keys) == 2
    with refused("published"):
        call(cup, 2)


def test_every_change_of_the_picture_has_a_number_of_its_own():
    """A reader takes a frame only if it bears a higher number than what it has."""
    cup = a_stage(hold=2)
    seen = [(board(cup).n, hall(cup))]

    def look() -> None:
        n, told = board(cup).n, hall(cup)
        assert n > seen[-1][0] or told == seen[-1][1]
        seen.append((n, told))

    def told(step: Any) -> None:
        step()
        look()

    call(cup, 1)
    look()
    for k, points in enumerate(FIVE, start=1):
        told(lambda k=k, points=points: cup.sheet(f"j{k}", 1, points))
    told(lambda: call(cup, 2))
    told(lambda: call(cup, 1))
    for k, points in enumerate(FIVE, start=1):
        told(lambda k=k, points=points: cup.sheet(f"j{k}", 2, points))
    for _ in range(4):
        told(lambda: reveal(cup, 1))
    told(lambda: cup.of(1, chief.return_sheet, part="practice", owner="j1", **REASON))
    told(lambda: cup.sheet("j1", 1, "50"))
    told(lambda: act(cup, stage.take_back))
    told(lambda: act(cup, stage.clear_stage))
    assert len({n for n, _ in seen}) > 15


@pytest.mark.parametrize(
    ("board", "fault"),
    [
        ({"stage": "nowhere"}, "unknown_part"),
        ({"hold_first": 5}, "hold_without_stage"),
    ],
)
def test_a_rulebook_says_which_part_is_on_stage(board, fault):
    from contest.scoring.rulebook import RulebookRefused, parse_rulebook

    with pytest.raises(RulebookRefused) as caught:
        parse_rulebook(data(judged("practice"), board=board))
    assert [each.code for each in caught.value.faults] == [fault]


def test_the_journal_tells_the_same_stage_again():
    cup = a_stage()
    call(cup, 1)
    mark(cup, 1, *FIVE)
    reveal(cup, 2)
    assert cup.refold().items[ItemId(ITEM)].stage == cup.item().stage


def test_no_byte_of_the_public_board_holds_a_mark_before_it_is_revealed():
    """Snapshots and frames as they are sent, and whoever is looked up by code; the marks are canaries."""
    canaries, total = ("61.5", "72.5", "83.5", "94.5", "55.5"), "72.50"
    cup = a_stage(hold=2)
    live = ItemBoard(cup.contest, ItemId(ITEM), staff=False, names=lambda _: ("name", "unit"))
    sent: list[str] = [live.view().snapshot()]

    def look() -> str:
        before = live.view()
        live.touch(None)
        after = live.view()
        found = live.found(cup.code(1))
        sent.append(after.snapshot() + after.frame(before) + (found[0] if found else ""))
        return sent[-1]

    call(cup, 1)
    look()
    for k, points in enumerate(canaries, start=1):
        cup.sheet(f"j{k}", 1, points)
        look()
    call(cup, 2)
    look()
    mark(cup, 2, "60", "60", "60", "60", "60")
    call(cup, 1)
    look()
    assert [each for each in (*canaries, total) if any(each in bytes for bytes in sent)] == []
    reveal(cup, 1)
    assert all(each in look() for each in canaries)
    assert total not in look()
    reveal(cup, 2)
    assert total in look()


def test_the_hall_shows_a_recused_judges_mark_like_any_other_and_no_shadows():
    """Nobody is to notice a recusal: the mark stands there, and only the result is worked out without it."""
    board = {"stage": "practice"}
    panel = trimmed(5, missing="given")
    cup = a_contest().with_item(data(judged("practice", weight="100", **panel), id=ITEM, board=board)).open()
    cup.does(recuse, item=ITEM, seat="j5", codes=[cup.code(1)], **REASON)
    call(cup, 1)
    mark(cup, 1, *FIVE)
    reveal(cup, 1)
    assert [seat["mark"] for seat in hall(cup)["seats"]] == list(FIVE)
    four = a_contest().with_item(data(judged("practice", weight="100", **trimmed(4)), id=ITEM, board=board))
    duties = [{"item": ITEM, "part": "practice", "entries": None}]
    four.does(organizer.set_seat, seat="j5", judge="j5", duties=duties, shadow=True)
    four.open()
    call(four, 1)
    mark(four, 1, *FIVE)
    reveal(four, 1)
    assert [seat["mark"] for seat in hall(four)["seats"]] == list(FIVE[:4])
