"""Time that is given back, and judges who lie too far apart, in a contest's course."""

from contest.scoring import office
from contest.scoring.verbs import chief
from tests.scoring.builders import data, imported, judged, trimmed
from tests.support.histories import ITEM, a_contest, refused

TIMED = {"limit": "60", "per_started_minute": "0.5", "give_back": "5"}


def test_time_lost_by_somebody_else_s_fault_is_given_back_and_counts_nowhere():
    cup = a_contest().with_item(data(judged("practice", time=TIMED), id=ITEM), entries=1).open().sheet("j1", 1, "80")
    cup.of(1, chief.record_time, part="practice", seconds=3900, given_back=240)
    assert (cup.total(1), cup.entry(1).times) == ("79.50", {"practice": 3660})  # one minute late
    assert cup.refold().items[ITEM].entries[cup.entry(1).id].times == {"practice": 3660}


def test_no_more_is_given_back_than_the_rulebook_allows():
    cup = a_contest().with_item(data(judged("practice", time=TIMED), id=ITEM), entries=1).open()
    for seconds, back, most in [(3900, 301, 300), (100, 101, 100), (3900, -1, 300)]:
        with refused("given_back", most=most):
            cup.of(1, chief.record_time, part="practice", seconds=seconds, given_back=back)


def test_late_time_is_not_given_back_where_the_rulebook_says_nothing():
    """Late time is not given back (waterproofing, rules.md §1)."""
    cup = a_contest().with_item(data(judged("practice", time={"limit": "60"}), id=ITEM), entries=1).open()
    with refused("given_back", most=0):
        cup.of(1, chief.record_time, part="practice", seconds=3900, given_back=1)


def test_a_part_that_is_marked_elsewhere_has_its_clock_too():
    """Canteen cooking (rules.md §1): 61 s over are two started minutes, 1 point of the 90 that came from elsewhere."""
    clock = {"limit": "60", "per_started_minute": "0.5", "out_over": "30"}
    book = data(imported("dish", "100", time=clock), id=ITEM, sealed=False)
    cup = a_contest().with_item(book, entries=1).scores("90", part="dish").open()
    cup.of(1, chief.record_time, part="dish", seconds=3661)
    assert cup.total(1) == "89.00"
    untimed = a_contest().with_item(data(imported("dish", "100"), id=ITEM), entries=1).open()
    with refused("unknown_part", part="dish"):
        untimed.of(1, chief.record_time, part="dish", seconds=3661)


def test_the_office_is_told_where_judges_lie_apart_and_a_second_look_heals_it():
    rule = {"apart": "5", "action": "again"}
    cup = a_contest().with_item(data(judged("practice", **trimmed(3, spread=rule)), id=ITEM), entries=1).open()
    cup.sheet("j1", 1, "80").sheet("j2", 1, "84").sheet("j3", 1, "90")
    gap = {"code": cup.code(1), "part": "practice", "place": "", "found": "10", "allowed": "5", "action": "again"}
    assert office.apart(cup.item()) == [gap]
    assert cup.total(1) is None
    cup.of(1, chief.return_sheet, part="practice", owner="j3", reason_digest="d")
    cup.sheet("j3", 1, "85")
    assert (office.apart(cup.item()), cup.total(1)) == ([], "84.00")
