"""Another rulebook after marks: with a reason, two persons and its consequences known; never one that has no room."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest

from contest import check
from contest.scoring.contest import fold
from contest.scoring.events import from_bytes
from contest.scoring.refused import RulebookUnfit
from contest.scoring.results import results
from contest.scoring.verbs import chief, organizer
from contest.scoring.verbs.assigning import assign_entries
from contest.scoring.verbs.in_slices import IN_SLICES
from tests.check.test_journal import exported
from tests.scoring.builders import criterion, data, imported, judged, points
from tests.support.audience import Reader, public, staff
from tests.support.histories import CHIEF, ITEM, ORGANIZER, SUPERVISOR, History, a_book, a_contest, refused

WHY = {"reason_digest": "d" * 64}


def a_book_of_two(**more):
    """Theory and practice of two aspects, marked by two judges."""
    theory = imported("theory", weight="30", known_by_name=True)
    practice = judged("practice", criterion("c", points("a", max="60"), points("b", max="40")), weight="70", **more)
    practice |= {"panel": {"judges": 2, "by": "all"}, "combine": {"method": "mean"}} | more
    return data(theory, practice, id=ITEM, sealed=True)


def marked() -> History:
    cup = a_contest().with_item(a_book_of_two(), entries=3).open().scores("90", "60", "70")
    for k, (one, other) in enumerate((("50", "20"), ("40", "38"), ("55", "5")), start=1):
        for seat in ("j1", "j2"):
            cup.sheet(seat, k, {"a": one, "b": other})
    return cup


def changed(cup: History, book, **more):
    said = {"changed": cup.item().changed, "agreed_by": CHIEF} | WHY | more
    return cup.does(organizer.set_rulebook, ORGANIZER, rulebook=book, **said)


def weighed(theory: str, practice: str, **more):
    book = a_book_of_two(**more)
    book["parts"][0]["weight"], book["parts"][1]["weight"] = theory, practice
    return book


def codes(cup: History, book) -> list[str]:
    with pytest.raises(RulebookUnfit) as caught:
        changed(cup, book)
    return [fault.code for fault in caught.value.faults]


def test_scores_and_ranks_follow_another_rulebook_and_both_calculations_agree():
    cup = marked()
    before = cup.ranks()
    changed(cup, weighed("70", "30"))
    assert cup.ranks() == {1: 1, 2: 3, 3: 2} != before
    assert cup.refold() == cup.contest
    anew = check.recomputed(exported(cup))[ITEM]["entries"]
    assert {id: row["rank"] for id, row in anew.items()} == {
        str(row.entry): row.rank for row in results(cup.contest, cup.item()).standings
    }


def test_sheets_are_read_again_by_the_new_scheme():
    cup = marked()
    book = weighed("30", "70")
    book["parts"][1]["criteria"][0]["aspects"][1] |= {"factor": "2", "max": "40"}
    changed(cup, book)
    assert cup.entry(1).sheet("practice", "j1").score.total == 90
    assert cup.refold() == cup.contest


def test_it_takes_a_reason_and_two_persons_and_the_consequences_as_they_are_now():
    cup, book = marked(), weighed("40", "60")
    for more, code in (
        ({"agreed_by": ""}, "rulebook_in_use"),
        ({"agreed_by": ORGANIZER}, "same_person"),
        ({"reason_digest": ""}, "reason_needed"),
        ({"changed": cup.item().changed - 1}, "preview_outdated"),
        ({"version": cup.item().version + 1}, "rulebook_moved"),
    ):
        with refused(code):
            changed(cup, book, **more)
    changed(cup, book, version=cup.item().version)
    event = from_bytes(cup.stored[-1].raw).event
    assert (event.agreed_by, event.reason_digest) == (CHIEF, WHY["reason_digest"])


def test_a_mark_that_came_meanwhile_outdates_what_was_previewed():
    cup = marked()
    seen = cup.item().changed
    cup.of(1, chief.give_penalty, penalty="late") if cup.item().rulebook.penalties else cup.scores("91")
    with refused("preview_outdated"):
        changed(cup, weighed("40", "60"), changed=seen)


def test_a_locked_or_signed_item_has_to_be_unlocked_first():
    cup = marked().lock()
    with refused("rulebook_locked"):
        changed(cup, weighed("40", "60"))
    cup.unseal().sign()
    with refused("rulebook_locked"):
        changed(cup, weighed("40", "60"))
    cup.does(chief.request_unlock, item=ITEM, reason_digest="d")
    cup.does(chief.approve_unlock, SUPERVISOR, item=ITEM)
    changed(cup, weighed("40", "60"))


def test_every_reason_why_marks_do_not_fit_is_told_at_once():
    cup, book = marked(), weighed("30", "70")
    aspects = book["parts"][1]["criteria"][0]["aspects"]
    aspects[0]["max"], aspects[1]["id"], aspects[1]["max"] = "50", "z", "50"
    book["parts"][0]["out_of"] = "80"
    found = codes(cup, book)
    assert sorted(found) == ["aspect_gone", "aspect_new", "mark", "scores_over"]
    assert cup.refold() == cup.contest


def other(**more):
    return lambda book: book["parts"][1].update(more)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (other(id="practice-2"), "part_gone"),
        (other(panel={"judges": 2, "by": "joint"}), "panel_by"),
        (other(panel={"judges": 1, "by": "all"}), "panel_smaller"),
        (lambda book: book.update(sealed=False), "sealed"),
        (lambda book: book["parts"][0].update(known_by_name=False), "known_by_name"),
    ],
)
def test_what_marks_rest_on_cannot_be_taken_away(change, code):
    cup, book = marked(), deepcopy(weighed("30", "70"))
    change(book)
    if code == "panel_by":
        book["parts"][1].pop("combine")
    if code == "panel_smaller":
        book["parts"][1]["combine"] = {"method": "single"}
    assert code in codes(cup, book)


def test_penalties_and_times_need_their_rules():
    cup = a_contest().with_item(a_book()).open()
    cup.of(1, chief.give_penalty, penalty="slip", count=2)
    cup.of(1, chief.give_penalty, penalty="conduct", points="9")
    cup.of(1, chief.record_time, part="practice", seconds=600)
    book = a_book(penalties=[{"id": "conduct", "name": {"zh": "x", "en": "x"}, "per": "given", "max": "5"}])
    assert codes(cup, book) == ["penalty", "penalty"]


def test_a_team_of_another_size_did_not_confirm_its_sheets():
    cup = a_contest().with_item(a_book(judges=2, by="joint")).open().sheet("j1", 1, "80")
    assert codes(cup, a_book(judges=3, by="joint")) == ["team_size"]


def test_what_is_typed_on_a_tablet_meanwhile_waits_for_a_decision_and_is_not_lost():
    cup = marked()
    old = cup.filled("j1", 1, {"a": "10", "b": "10"})
    changed(cup, weighed("40", "60"))
    cup.sheet("j1", 1, old["marks"], rulebook=old["rulebook"])
    [aside] = cup.contest.aside.values()
    assert (aside.event.reason, aside.event.marks) == ("rulebook_changed", old["marks"])


def test_boards_go_over_to_the_new_rulebook_frame_by_frame():
    cup = marked()
    boards = (public(cup.contest), staff(cup.contest))
    before = [board.view() for board in boards]
    readers = [Reader(view.snapshot()) for view in before]
    heard = len(cup.touched)
    book = weighed("70", "30")
    book["parts"][1]["name"] = {"zh": "技能", "en": "Skill"}
    changed(cup, book)
    for board in boards:
        board.touch(cup.touched[heard].entries)
    fresh = cup.refold()
    for board, anew, reader, was in zip(boards, (public(fresh), staff(fresh)), readers, before, strict=True):
        view = board.view()
        assert view.snapshot() == anew.view().snapshot() != was.snapshot()
        reader.apply(view.frame(was))
        assert reader.sees() == json.loads(view.snapshot())


def assigned(cup: History) -> None:
    """Each of the two judges to each entry, as it was."""
    rows = [{"seat": seat, "entries": list(cup.item().entries), "recused": []} for seat in ("j1", "j2")]
    cup.does(assign_entries, ORGANIZER, item=ITEM, part="practice", seed="0a" * 32, way="each", seats=rows)


DUTIES = [{"item": ITEM, "part": "practice", "entries": None}]
ANEW = {
    "another rulebook": lambda cup: changed(cup, weighed("70", "30")),
    "assigned": assigned,
    "a shadow": lambda cup: cup.does(organizer.set_seat, ORGANIZER, seat="j2", judge="j2", duties=DUTIES, shadow=True),
    "locked": lambda cup: cup.lock("d"),
    "unsealed": lambda cup: cup.lock("d").unseal(),
    "unlocked": lambda cup: cup.lock("d").unseal().unlock(),
}
"""Acts whose last line means working out every entry anew."""


@pytest.mark.parametrize("act", ANEW)
def test_whoever_is_worked_out_anew_is_so_entry_by_entry_and_nobody_sees_them_half_done(act):
    cup = marked()
    cup.sheet("j1", 3, {"a": "50", "b": "10"}, confirm=False)
    ANEW[act](cup)
    *before, last = [(from_bytes(each.raw), each.hash) for each in cup.stored]
    twin, stood = fold(cup.contest.id, before), fold(cup.contest.id, before)
    stops = 0
    for _ in twin.applying(*last):
        stops += 1
        assert twin == stood
        assert results(twin, twin.items[ITEM]) == results(stood, stood.items[ITEM])
    assert stops == 3
    assert twin == cup.contest
    assert results(twin, twin.items[ITEM]) == results(cup.contest, cup.item())


def test_whether_another_rulebook_has_room_is_looked_at_entry_by_entry():
    cup, book = marked(), weighed("70", "30")
    said = {"rulebook": book, "changed": cup.item().changed, "agreed_by": CHIEF} | WHY
    steps = IN_SLICES[organizer.set_rulebook](cup.contest, ORGANIZER, "", said)
    assert sum(1 for _ in steps) >= 3
