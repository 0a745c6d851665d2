"""Laws over random histories: snapshot + frames = snapshot = what a model of plain values says."""

import json
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from contest.scoring.refused import Refused
from contest.scoring.verbs import chief, organizer
from tests.support.audience import Reader, public, seen, staff
from tests.support.counts import count
from tests.support.histories import CHIEF, ITEM, a_book, a_contest, entry_id

REASON = {"reason_digest": "d"}
ENTRIES = 5

ACTS = st.one_of(
    st.tuples(st.just("mark"), st.integers(1, ENTRIES), st.integers(0, 6)),
    st.tuples(st.just("draft"), st.integers(1, ENTRIES), st.integers(0, 6)),
    st.tuples(st.just("theory"), st.integers(1, ENTRIES), st.integers(0, 4)),
    st.tuples(st.just("status"), st.integers(1, ENTRIES), st.integers(0, 3)),
    st.tuples(st.just("slip"), st.integers(1, ENTRIES), st.integers(1, 3)),
    st.tuples(st.just("return"), st.integers(1, ENTRIES), st.just(0)),
    st.tuples(st.sampled_from(["freeze", "unfreeze", "on", "on", "on", "unlock"]), st.just(0), st.just(0)),
)
STATUSES = ("present", "absent", "withdrawn", "disqualified")
ON = {
    "marking": lambda cup: cup.lock("d"),
    "locked": lambda cup: cup.unseal(),
    "unsealed": lambda cup: cup.sign("d"),
    "signed": lambda cup: cup.publish(),
}


class Model:
    """What should be on the board, kept apart from the code: plain values per entry, the total as a fraction."""

    def __init__(self) -> None:
        self.marks, self.theory, self.slips = {}, {}, defaultdict(int)
        self.status = dict.fromkeys(range(1, ENTRIES + 1), "present")

    def total(self, number, named):
        parts = [Fraction(7, 10) * self.marks[number]] if number in self.marks else []
        parts += [Fraction(3, 10) * self.theory[number]] if named and number in self.theory else []
        exact = max(sum(parts, Fraction(0)) - Fraction(self.slips[number], 2), Fraction(0))
        done = (number in self.marks) + 2 * (named and number in self.theory)
        return exact, done

    def standings(self, cup, named):
        """[(code, place, tied, score)] as a board must show it."""
        ranked, left = defaultdict(list), []
        for number in range(1, ENTRIES + 1):
            exact, done = self.total(number, named)
            text = str((Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP))
            if self.status[number] != "present":
                order = ("withdrawn", "absent", "disqualified").index(self.status[number])
                left.append((order, cup.code(number), None, 0, text if done else None))
            elif done:
                ranked[done].append((Decimal(text), cup.code(number)))
        rows = []
        for done in (3, 2, 1):  # both, theory alone, practice alone: theory is the first part of the rulebook
            totals = [total for total, _ in ranked[done]]
            for total, code in sorted(ranked[done], key=lambda each: (-each[0], each[1])):
                place = 1 + sum(other > total for other in totals)
                rows.append((code, place, int(totals.count(total) > 1), str(total)))
        return rows + [row[1:] for row in sorted(left)]


def play(cup, model, act):
    kind, number, value = act
    if kind in ("mark", "draft"):
        cup.sheet("j1", number, str(80 + value), confirm=kind == "mark")
        if cup.touched[-1].item and kind == "mark":  # else it was set aside
            model.marks[number] = 80 + value
    elif kind == "theory":
        rows = [{"entry": entry_id(ITEM, number), "score": str(70 + value)}]
        cup.does(organizer.import_part_scores, item=ITEM, part="theory", scores=rows)
        model.theory[number] = 70 + value
    elif kind == "status":
        cup.of(number, chief.set_status, status=STATUSES[value])
        model.status[number] = STATUSES[value]
    elif kind == "slip":
        cup.of(number, chief.give_penalty, penalty="slip", count=value)
        model.slips[number] += value
    elif kind == "return":
        cup.of(number, chief.return_sheet, part="practice", owner="j1", **REASON)
        model.marks.pop(number, None)
    elif kind == "on":
        ON.get(cup.item().state, lambda cup: None)(cup)
    elif kind == "unlock":
        cup.unlock()
    else:
        cup.does({"freeze": chief.freeze, "unfreeze": chief.unfreeze}[kind], CHIEF, item=ITEM)


@settings(max_examples=count(small=120, full=10_000))
@given(acts=st.lists(ACTS, min_size=1, max_size=30), depth=st.sampled_from([2, 200]), skip=st.integers(1, 3))
def test_a_snapshot_and_the_frames_since_are_the_next_snapshot_and_what_the_rules_say(acts, depth, skip):
    cup = a_contest().with_item(a_book(board={"depth": depth}), entries=ENTRIES).open()
    model, boards = Model(), (public(cup.contest), staff(cup.contest))
    views = [board.view() for board in boards]
    readers = [Reader(view.snapshot()) for view in views]
    heard = len(cup.touched)
    for k, act in enumerate(acts):
        try:
            play(cup, model, act)
        except Refused:
            continue
        if k % skip:  # several lines between two looks
            continue
        for touched in cup.touched[heard:]:
            for board in boards:
                if touched.item is not None:
                    board.touch(touched.entries)
        heard = len(cup.touched)
        fresh = cup.refold()
        for i, (board, anew) in enumerate(zip(boards, (public(fresh), staff(fresh)), strict=True)):
            view = board.view()
            readers[i].apply(view.frame(views[i]))
            assert view.snapshot() == anew.view().snapshot()
            assert readers[i].sees() == json.loads(view.snapshot())
            assert view.n > views[i].n or view.snapshot() == views[i].snapshot(), "changed under the same number"
            views[i] = view
        assert seen(boards[1]) == model.standings(cup, named=cup.item().unsealed)[:depth]
        assert fresh == cup.contest
        if cup.item().frozen is None:
            assert seen(boards[0]) == model.standings(cup, named=cup.item().unsealed)[:depth]
