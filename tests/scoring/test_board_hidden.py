"""What a public board does not show: who is behind a code, hidden lines, and what happens behind a frozen board."""

import json
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from contest.scoring.desk import desk
from contest.scoring.refused import Refused
from contest.scoring.verbs import chief, officer, organizer
from tests.scoring.builders import data, judged
from tests.support.audience import CANARY, marked, public, seen, staff
from tests.support.histories import ITEM, OFFICER, a_book, a_contest, a_plain_book

REASON = {"reason_digest": "d"}


def nobody_is_named(cup, *texts):
    for text in texts:
        assert CANARY not in text
        assert not any(entry in text for entry in cup.item().entries)


def test_while_codes_are_sealed_no_board_and_no_judge_hears_of_a_person():
    cup = a_contest().with_item(a_book(judges=2), entries=3).open().scores("70", "80", "90")
    for number in (1, 2):
        cup.sheet("j1", number, "80").sheet("j2", number, "70", confirm=number == 1)
    assert len(public(cup.contest).view().keys) == 1
    cup.does(chief.freeze, item=ITEM)
    desks = [json.dumps(desk(cup.contest, seat), ensure_ascii=False) for seat in cup.contest.seats.values()]
    nobody_is_named(cup, *desks, public(cup.contest).view().snapshot(), staff(cup.contest).view().snapshot())
    cup.does(chief.unfreeze, item=ITEM)
    cup.lock("d")
    nobody_is_named(cup, public(cup.contest).view().snapshot())
    cup.unseal()
    assert CANARY in public(cup.contest).view().snapshot()
    after = [json.dumps(desk(cup.contest, seat), ensure_ascii=False) for seat in cup.contest.seats.values()]
    nobody_is_named(cup, *after)  # a judge never does


def test_the_theory_that_would_unmask_a_code_joins_at_unsealing():
    cup = a_contest().with_item(a_book(), entries=1).open().scores("80").sheet("j1", 1, "90")
    for board in (public, staff):
        assert [row[3] for row in seen(board(cup.contest))] == ["63.00"]
    cup.lock().unseal()
    for board in (public, staff):
        assert [row[3] for row in seen(board(cup.contest))] == ["87.00"]


HIDDEN = st.lists(
    st.sampled_from(["theory", "unconfirmed", "aside", "elsewhere", "seat", "asked"]), min_size=0, max_size=6
)


def hide(cup, what, number, dice):
    """A line that a sealed public board must not show."""
    if what == "theory":
        cup.scores(*[str(dice.randint(0, 100)) for _ in range(number)])
    elif what == "unconfirmed" and not cup.entry(number).sheet("practice", "j1"):
        cup.sheet("j1", number, str(dice.randint(0, 100)), confirm=False)
    elif what == "aside":
        cup.sheet("j1", number, str(dice.randint(0, 100)), base=10_000)
    elif what == "elsewhere":
        cup.of(1, chief.set_status, item="roof", status="absent" if dice.random() < 0.5 else "withdrawn")
    elif what == "seat":
        cup.seat("j2")
    elif what == "asked":
        cup.does(officer.request_unsealing, OFFICER, item=ITEM)


@given(
    data=st.data(),
    shown=st.lists(st.tuples(st.integers(1, 3), st.integers(0, 200)), min_size=1, max_size=5),
    mode=st.sampled_from(["parts", "progress"]),
)
def test_no_byte_of_a_public_board_depends_on_a_line_that_is_hidden(data, shown, mode):
    """Twins that differ in value and number of hidden lines, in between the same public ones (design decision 6)."""

    def played() -> list[str]:
        cup = a_contest().with_item(a_book(board={"while_sealed": mode}), entries=3).open()
        cup.with_item(a_plain_book("roof"), entries=1, prefix="R", seats=False)
        board, told = public(cup.contest), []

        def hear():
            touched = cup.touched[-1]
            if touched.item == ITEM:
                board.touch(touched.entries)

        for second, (number, half) in enumerate(shown, start=100):
            for what in data.draw(HIDDEN):
                try:
                    hide(cup, what, number, data.draw(st.randoms(use_true_random=False)))
                    hear()
                except Refused:
                    pass
            cup.clock = second
            sheet = cup.entry(number).sheet("practice", "j1")
            if sheet and sheet.counts:
                cup.of(number, chief.return_sheet, part="practice", owner="j1", **REASON)
                hear()
            cup.clock = second + 1000
            cup.sheet("j1", number, str(Decimal(half) / 2))
            hear()
            told.append(board.view().snapshot())
        return told

    assert played() == played()


def test_where_progress_alone_is_shown_one_part_of_two_moves_no_byte():
    more = judged("finish", weight="30")
    book = data(judged("practice", weight="70"), more, id=ITEM, sealed=True, board={"while_sealed": "progress"})
    cup = a_contest().with_item(book, entries=1).open()
    before = public(cup.contest).view().snapshot()
    cup.sheet("j1", 1, "80")
    assert public(cup.contest).view().snapshot() == before
    cup.sheet("j1", 1, "80", part="finish")
    assert public(cup.contest).view().head["judged"] == 1


# --- a board that stands still ---


BEHIND = [
    lambda cup: cup.sheet("j1", 3, "99"),
    lambda cup: cup.scores("1", "2", "3"),
    lambda cup: cup.of(1, chief.set_status, status="withdrawn"),
    lambda cup: cup.of(2, chief.give_penalty, penalty="slip"),
    lambda cup: cup.of(1, chief.return_sheet, part="practice", owner="j1", **REASON),
    lambda cup: cup.lock("d"),
    lambda cup: cup.unseal(),
    lambda cup: cup.sign("d"),
    lambda cup: cup.unlock(),
]


@example(behind=[5, 6, 1, 7, 8], mode="parts", rehearsal=True, unsealed=False)
@given(
    behind=st.lists(st.sampled_from(range(len(BEHIND))), min_size=1, max_size=12),
    mode=st.sampled_from(["parts", "progress"]),
    rehearsal=st.booleans(),
    unsealed=st.booleans(),
)
def test_a_frozen_board_keeps_its_bytes_whatever_happens_behind_it(behind, mode, rehearsal, unsealed):
    cup = a_contest(rehearsal=rehearsal).with_item(a_book(board={"while_sealed": mode}), entries=3).open()
    cup.scores("70", "80", "90").sheet("j1", 1, "80").sheet("j1", 2, "90")
    if unsealed:
        cup.lock("d").unseal().unlock()
    cup.does(chief.freeze, item=ITEM)
    board = public(cup.contest)
    stood = board.view().snapshot()
    for act in behind:
        try:
            BEHIND[act](cup)
        except Refused:
            continue
        board.touch(cup.touched[-1].entries)
        assert board.view().snapshot() == stood
    assert public(cup.contest).view().snapshot() == stood
    assert public(cup.refold()).view().snapshot() == stood
    cup.does(chief.unfreeze, item=ITEM)
    board.touch(cup.touched[-1].entries)
    assert board.view().snapshot() == public(cup.refold()).view().snapshot()
    assert board.view().head["frozen_at"] is None


def test_a_board_frozen_before_marking_knows_nothing_of_who_is_entered_drawn_or_ruled_later():
    cup = a_contest().with_item(a_plain_book(), entries=2)
    cup.does(chief.freeze, item=ITEM)
    board = public(cup.contest)
    stood = board.view().snapshot()
    cup.does(organizer.enter_entries, item=ITEM, entries=[{"entry": "e9", "commitment": "c"}])
    cup.does(officer.draw_codes, OFFICER, item=ITEM, seed="01" * 32, prefix="B")
    cup.does(organizer.set_rulebook, rulebook=a_plain_book(name={"zh": "砌墙", "en": "Walls"}))
    board.touch(None)
    assert board.view().snapshot() == stood == public(cup.refold()).view().snapshot()


def test_how_much_happened_behind_a_frozen_board_is_told_by_no_number():
    def after(behind):
        cup = marked("80", "90")
        cup.does(chief.freeze, item=ITEM)
        for _ in range(behind):
            cup.of(1, chief.set_status, status="absent")
            cup.of(1, chief.set_status, status="present")
        cup.does(chief.unfreeze, item=ITEM)
        return public(cup.contest).view().n

    assert after(0) == after(1) == after(5)


def test_a_result_that_was_signed_and_opened_again_behind_a_frozen_board_was_never_withdrawn():
    cup = marked("80", "90", contest={"rehearsal": True})
    cup.does(chief.freeze, item=ITEM)
    cup.lock("d").unseal().sign("d").unlock().does(chief.unfreeze, item=ITEM)
    assert "withdrawn" not in public(cup.contest).view().head
    cup.lock("d").sign("d").unlock()
    assert public(cup.contest).view().head["withdrawn"]


def test_publishing_lets_a_frozen_board_go():
    cup = marked("80", "90")
    cup.does(chief.freeze, item=ITEM)
    cup.lock().unseal().sign().publish()
    head = public(cup.contest).view().head
    assert (head["frozen_at"], head["mode"], head["state"]) == (None, "result", "published")


def test_staff_see_behind_a_frozen_board_and_that_it_is_frozen():
    cup = marked("80", "90")
    cup.does(chief.freeze, item=ITEM)
    cup.of(2, chief.set_status, status="withdrawn")
    assert [row[1] for row in seen(public(cup.contest))] == [1, 2]
    assert [row[1] for row in seen(staff(cup.contest))] == [1, None]
    assert staff(cup.contest).view().head["frozen_at"]
