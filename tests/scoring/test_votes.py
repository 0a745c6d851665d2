"""Public votes and secret ballots, worked by hand; counted, voided, held in a contest's course."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.check import item_result
from contest.scoring.deadlines import pace
from contest.scoring.numbers import text
from contest.scoring.rulebook import dump_rulebook, parse_rulebook
from contest.scoring.verbs import chief, organizer
from contest.scoring.verbs.beside import set_deadline
from contest.scoring.verbs.votes import count_votes, hold_ballot, void_votes
from contest.scoring.votes import ballot_score, vote_scores
from tests.support.histories import ITEM, ORGANIZER, a_contest, refused

from .builders import TWO, data, imported, name, rulebook
from .test_rulebook_scores import faults

REASON = {"reason_digest": "d" * 64}


def public(*weights, out_of="100", weight="100", **rule):
    channels = [{"id": f"c{k}", "name": name(), "weight": share} for k, share in enumerate(weights or ["100"], start=1)]
    part = {"id": "public", "name": name(), "source": "votes", "out_of": out_of, "weight": weight}
    return part | {"votes": {"channels": channels} | rule}


def scored(part, field=None, **tallies):
    """Points by entry; a tally is one channel's count, or a list of all channels'."""
    (one,) = rulebook(part).parts
    given = {
        id: {f"c{k}": votes for k, votes in enumerate(tally if isinstance(tally, list) else [tally], start=1)}
        for id, tally in tallies.items()
    }
    found = vote_scores(one, given, set(field or tallies))
    return {id: text(score.value) for id, score in found.items()}


def test_votes_by_the_highest():
    """Votes ÷ highest × 100 (rules.md §1)."""
    assert scored(public(), a=30000, b=20000, c=0) == {"a": "100.00", "b": "66.67", "c": "0.00"}


def test_channels_with_weights():
    """Channels weighted 40/30/20/10 (济南, rules.md §1): a: 40 × 1 + 30 × ½ + 20 × 1 + 10 × 0 = 75."""
    four = public("40", "30", "20", "10")
    assert scored(four, a=[10, 50, 7, 0], b=[5, 100, 7, 3]) == {"a": "75.00", "b": "80.00"}


def test_all_channels_are_rounded_once():
    """1/3 × 50 + 1/3 × 50 = 33.333… → 33.33, where rounding each channel to 16.67 would give 33.34."""
    assert scored(public("50", "50"), a=[1, 1], b=[3, 3])["a"] == "33.33"


def test_a_capped_share_of_all_votes():
    assert scored(public(scale="share", cap="40"), a=700, b=200, c=100) == {"a": "40.00", "b": "20.00", "c": "10.00"}


def test_points_by_place_where_equals_share_and_the_next_place_is_left_out():
    """Places 1–6 → 10, 9, 8, 7, 6, 5 (威海, rules.md §1)."""
    places = public(scale="places", points=["10", "9", "8"])
    assert scored(places, a=5, b=9, c=5, d=1, e=0) == {"a": "9.00", "b": "10.00", "c": "9.00", "d": "0.00", "e": "0.00"}


def test_who_is_out_of_the_field_sets_no_measure_and_gets_no_more_than_the_best():
    assert scored(public(), field=["a", "b"], a=100, b=50, guest=400) == {
        "a": "100.00",
        "b": "50.00",
        "guest": "100.00",
    }


def test_an_entry_waits_until_every_channel_counted_it():
    assert scored(public("50", "50"), a=[3], b=[3, 4]) == {"b": "100.00"}


def test_nobody_voted():
    assert scored(public(), a=0, b=0) == {"a": "0.00", "b": "0.00"}


@pytest.mark.parametrize(
    ("part", "found"),
    [
        (public("40", "50"), ("parts[0].votes.channels", "channels_not_hundred")),
        (public(scale="places", points=["5", "6"]), ("parts[0].votes.points[1]", "place_points_rise")),
        (public(scale="places", points=["101"]), ("parts[0].votes.points[0]", "place_points_over")),
        (public(scale="places", points=["x"]), ("parts[0].votes.points[0]", "not_a_number")),
        (public(scale="ratio", points=["5"]), ("parts[0].votes.points", "unknown_key")),
        (public() | {"votes": None}, ("parts[0].votes", "missing_key")),
        (public() | {"rounding": {}, "panel": {"judges": 1}}, ("parts[0].panel", "unknown_key")),
    ],
)
def test_votes_that_do_not_add_up_are_faults(part, found):
    assert found in faults(data(part))
    assert ("parts[0]", "rounding_missing") in faults(data(public(), rounding={"total": TWO}))


def test_a_part_of_votes_reads_back_as_itself():
    for part in (public("60", "40", cap="50"), public(scale="places", points=["10", "9"])):
        book = rulebook(part)
        assert parse_rulebook(dump_rulebook(book)) == book


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.tuples(*[st.integers(0, 50)] * 2), min_size=1),
    st.sampled_from(["ratio", "share"]),
    st.none() | st.sampled_from(["33.3", "12.5"]),
)
def test_votes_come_out_as_fractions_say(tallies, scale, cap):
    """The same by the definition, one fraction after the other: weights 61.5 and 38.5, out of 70.5."""
    rule = {"scale": scale} | ({"cap": cap} if cap else {})
    weights, most = ("61.5", "38.5"), Fraction("70.5")
    part = public(*weights, out_of="70.5", **rule) | {"weight": "100"}
    (one,) = rulebook(part, rounding={"judges": {"digits": 9}, "weighted": TWO, "total": TWO}).parts
    found = vote_scores(one, {id: {"c1": a, "c2": b} for id, (a, b) in tallies.items()}, set(tallies))
    for id, counts in tallies.items():
        value = Fraction(0)
        for k, weight in enumerate(weights):
            column = [each[k] for each in tallies.values()]
            base = max(column) if scale == "ratio" else sum(column)
            points = counts[k] * most / base if base else Fraction(0)
            value += min(points, Fraction(cap or most)) * Fraction(weight) / 100
        assert abs(Fraction(found[id].value) - value) <= Fraction(1, 2 * 10**9)


# --- in a contest


def liked():
    """Experts 70 : public 30 (rules.md §1), three entries."""
    book = data(imported("experts", "70"), public("60", "40", weight="30"), id=ITEM, sealed=False)
    return a_contest().with_item(book, entries=3).scores("80", "90", "70", part="experts").open()


def count(cup, channel, *votes):
    rows = [{"entry": cup.entry(k).id, "votes": each} for k, each in enumerate(votes, start=1) if each is not None]
    cup.does(count_votes, ORGANIZER, item=ITEM, part="public", channel=channel, votes=rows)


def test_one_vote_moves_everyone():
    cup = liked()
    count(cup, "c1", 100, 50, 10)
    assert cup.total(1) == "56.00"
    count(cup, "c2", 10, 10, 5)
    assert [cup.total(k) for k in (1, 2, 3)] == ["86.00", "84.00", "56.80"]  # 30, 0.6·15 + 12 = 21, 1.8 + 6
    assert cup.touched[-1].entries is None
    count(cup, "c1", None, 200, None)
    assert [cup.total(k) for k in (1, 2, 3)] == ["77.00", "93.00", "55.90"]  # 9 + 12, 30, 0.9 + 6
    again = cup.refold().items[ITEM]
    assert [str(each.score.total) for each in again.entries.values()] == ["77.00", "93.00", "55.90"]


def test_voided_votes_stay_voided_in_a_later_count():
    cup = liked()
    count(cup, "c1", 100, 50, 10)
    cup.of(1, void_votes, part="public", channel="c1", votes=60, **REASON)
    assert cup.entry(1).tally("public") == {"c1": 40}
    count(cup, "c1", 110, None, None)
    assert cup.entry(1).tally("public") == {"c1": 50}
    with refused("votes_void", most=50):
        cup.of(1, void_votes, part="public", channel="c1", votes=51, **REASON)
    with refused("reason_needed"):
        cup.of(1, void_votes, part="public", channel="c1", votes=1)


def test_votes_are_counted_until_the_lock_time_of_their_own_and_then_once_it_is_moved_with_a_reason():
    """A lock time of its own (rules.md §3): 100 : 50 : 10 in both channels make 80 × 0.7 + 30 = 86 for the first."""
    cup = liked()
    count(cup, "c1", 100, 50, 10)
    lock_time(cup, "2026-11-21T12:00:00+00:00")
    count(cup, "c2", 100, 50, 10)
    cup.clock = 3 * 3600  # histories begin at nine
    count(cup, "c2", 100, 50, 10)  # at the very moment it is in time
    with refused("votes_late", part="public"):
        count(cup, "c1", 1000, 1, 1)
    cup.of(3, void_votes, part="public", channel="c1", votes=10, **REASON)  # what was dishonest goes at any time
    assert [cup.total(k) for k in (1, 2, 3)] == ["86.00", "78.00", "50.20"]  # 63 + 15; 49 + 1.2
    cup.lock()
    with refused("reason_needed"):
        lock_time(cup, "2026-11-21T13:00:00+00:00")
    lock_time(cup, "2026-11-21T13:00:00+00:00", **REASON)
    count(cup, "c1", 1000, 500, 10)
    assert [cup.total(k) for k in (1, 2, 3)] == ["86.00", "78.00", "50.20"]
    second = item_result([each.raw for each in cup.stored], ITEM)["entries"]
    assert [second[cup.entry(k).id]["total"] for k in (1, 2, 3)] == [86, 78, Fraction("50.2")]


def lock_time(cup, until, **more):
    cup.does(set_deadline, ORGANIZER, item=ITEM, part="public", until=until, **more)


def test_another_rulebook_keeps_the_lock_time_of_its_votes():
    cup = liked()
    lock_time(cup, "2026-11-21T12:00:00+00:00")
    book = data(imported("experts", "60"), public("60", "40", weight="40"), id=ITEM, sealed=False)
    cup.does(organizer.set_rulebook, ORGANIZER, rulebook=book, reason_digest="d" * 64)
    assert list(cup.item().deadlines) == ["public"]
    assert [each["part"] for each in pace(cup.contest, cup.item(), "2026-11-21T11:00:00.000Z")] == ["public"]


def test_who_withdraws_no_longer_sets_the_measure():
    cup = liked()
    count(cup, "c1", 100, 50, 10)
    count(cup, "c2", 100, 50, 10)
    cup.of(1, chief.set_status, status="withdrawn", **REASON)
    assert cup.total(2) == "93.00"


def test_a_count_that_cannot_be_is_refused():
    cup = liked()
    for votes in (-1, "7", True, 1.5):
        with refused("votes_count"):
            count(cup, "c1", votes)
    with refused("unknown_channel"):
        count(cup, "c3", 1)
    with refused("unknown_part"):
        cup.does(count_votes, ORGANIZER, item=ITEM, part="experts", channel="c1", votes=[])


# --- ballots


def jury(**rule):
    ballot = {"kind": "each", "members": 11, "passes": "50"} | rule
    return {"id": "jury", "name": name(), "source": "ballot", "out_of": "100", "weight": "100", "ballot": ballot}


@pytest.mark.parametrize(
    ("of", "votes", "value", "failed"),
    [
        ("present", 5, "50.00", True),  # 5 of 10: not more than half
        ("present", 6, "60.00", False),
        ("all", 6, "54.55", False),  # 6 of 11
        ("valid", 5, "55.56", False),  # 5 of 9
    ],
)
def test_a_share_of_those_present_of_all_or_of_the_valid_papers(of, votes, value, failed):
    (part,) = rulebook(jury(of=of)).parts
    score = ballot_score(part, {"present": 10, "valid": 9}, votes)
    assert (text(score.value), score.failed) == (value, failed)


def test_two_thirds_may_be_enough_or_not():
    """A share is compared as a fraction: 2 of 3 is 66.666… %, which reaches 66.66 and not 66.67."""
    for passes, failed in (("66.66", False), ("66.67", True)):
        (part,) = rulebook(jury(passes=passes, over=False)).parts
        assert ballot_score(part, {"present": 3, "valid": 3}, 2).failed is failed


def balloted(**rule):
    award = {"id": "craftsman", "name": name(), "count": 2, "requires_pass": True}
    return a_contest().with_item(data(jury(**rule), id=ITEM, sealed=False, awards=[award]), entries=3).open()


def held(cup, *votes, present=10, issued=10, returned=10, valid=10, first=1):
    rows = [
        {"entry": cup.entry(k).id, "for": yes, "against": no, "abstain": none}
        for k, (yes, no, none) in enumerate(votes, start=first)
    ]
    papers = {"present": present, "issued": issued, "returned": returned, "valid": valid}
    cup.does(hold_ballot, item=ITEM, part="jury", **papers, votes=rows)


def test_a_ballot_elects_and_a_run_off_goes_before_it():
    """For / against / abstain, run-off; issued, returned, valid counts (rules.md §1)."""
    cup = balloted()
    held(cup, (8, 1, 1), (5, 4, 1), (5, 5, 0))
    assert [cup.total(k) for k in (1, 2, 3)] == ["80.00", "50.00", "50.00"]
    assert [cup.entry(k).score.passed for k in (1, 2, 3)] == [True, False, False]
    held(cup, (6, 4, 0), (4, 6, 0), first=2)
    assert [cup.total(k) for k in (1, 2, 3)] == ["80.00", "60.00", "40.00"]
    assert [cup.entry(k).score.passed for k in (1, 2, 3)] == [True, True, False]
    again = cup.refold().items[ITEM]
    assert [each.score.passed for each in again.entries.values()] == [True, True, False]


def test_papers_must_fit():
    cup = balloted()
    for papers in ({"returned": 11}, {"valid": 11}, {"issued": 11}, {"present": 12}, {"valid": -1}):
        with refused("ballot_papers"):
            held(cup, (8, 1, 1), **papers)
    with refused("no_quorum", present=5):  # ≥ 1/2 of the experts present (rules.md §1): 5 of 11 are fewer
        held(cup, (3, 1, 1), present=5, issued=5, returned=5, valid=5)
    with refused("ballot_votes", found=9):
        held(cup, (8, 1, 0))
    even = balloted(members=10)
    held(even, (3, 1, 1), present=5, issued=5, returned=5, valid=5)  # half of ten is enough; 3 of 5 elect
    assert (even.total(1), even.entry(1).score.passed) == ("60.00", True)


def test_at_most_so_many_names_stand_on_a_paper():
    """At most k names a member (rules.md §1)."""
    cup = balloted(kind="choose", choose=2)
    with refused("ballot_names", found=21, most=20):
        held(cup, (8, 0, 0), (7, 0, 0), (6, 0, 0))
    with refused("ballot_votes"):
        held(cup, (8, 1, 0), (7, 0, 0), (4, 0, 0))
    held(cup, (8, 0, 0), (7, 0, 0), (4, 0, 0))
    assert cup.total(2) == "70.00"


def test_an_entry_is_no_part_of_a_run_off_it_was_never_voted_on_in():
    cup = balloted()
    held(cup, (8, 1, 1), (5, 4, 1))
    with refused("unknown_entry"):
        held(cup, (8, 1, 1), first=3)
    with refused("counted_twice"):
        held(cup)


def test_a_ballot_that_cannot_be_is_a_fault():
    for rule, place, code in [
        ({"members": 0}, "members", "out_of_range"),
        ({"quorum": "101"}, "quorum", "over_hundred"),
        ({"kind": "choose"}, "choose", "missing_key"),
        ({"choose": 3}, "choose", "unknown_key"),
    ]:
        assert (f"parts[0].ballot.{place}", code) in faults(data(jury(**rule)))


def test_a_part_of_a_ballot_reads_back_as_itself():
    book = rulebook(jury(kind="choose", choose=20, of="valid", over=False, quorum="66.67"))
    assert parse_rulebook(dump_rulebook(book)) == book
    assert book.parts[0].ballot.quorum == Decimal("66.67")
