"""The result as people are shown it: one order for boards, lists and files; prizes left empty."""

from contest.scoring.results import prizes, results
from contest.scoring.verbs import chief, jury
from tests.support.audience import public, staff
from tests.support.histories import ITEM, SUPERVISOR, a_contest, a_plain_book


def prize(id, **rules):
    return {"id": id, "name": {"zh": id, "en": id}, **rules}


def marked(*marks, **rules):
    """Entries 1, 2, … with these marks; None is absent."""
    cup = a_contest().with_item(a_plain_book(sealed=False, **rules), entries=len(marks)).open()
    for number, mark in enumerate(marks, start=1):
        if mark is None:
            cup.of(number, chief.set_status, status="absent")
        else:
            cup.sheet("j1", number, mark)
    return cup


def codes(cup, numbers):
    return sorted(cup.code(number) for number in numbers)


def shown(cup):
    return [cup.item().entries[each.entry].code for each in results(cup.contest, cup.item()).standings]


def winners(cup):
    return [(each.award_id, cup.item().entries[each.entry].code) for each in results(cup.contest, cup.item()).awards]


def test_who_shares_a_place_or_has_none_stands_by_code_in_the_result_as_on_the_boards():
    cup = marked("80", "90", "80", "80", None, None)
    equals = [cup.code(k) for k in sorted((1, 3, 4), key=lambda k: cup.entry(k).id)]
    assert equals != sorted(equals), "codes and entry ids would give the same order here"
    expected = [cup.code(2), *codes(cup, (1, 3, 4)), *codes(cup, (5, 6))]
    assert shown(cup) == expected
    assert [*staff(cup.contest).view().keys] == [*public(cup.contest).view().keys] == expected


def test_winners_of_one_place_stand_by_code_too():
    cup = marked("80", "90", "80", "80", awards=[prize("first", count=2)])
    assert winners(cup) == [("first", code) for code in [cup.code(2), *codes(cup, (1, 3, 4))]]


def test_a_board_draws_the_prizes_of_the_result():
    levels = [prize("first", percent="20"), prize("second", count=2)]
    cup = marked("80", "90", "80", "70", None, awards=levels)
    found = [(each.award_id, each.entry) for each in prizes(cup.item())]
    expected = [(each.award_id, each.entry) for each in results(cup.contest, cup.item()).awards]
    assert (sorted(found), len(found)) == (sorted(expected), 3)


def test_a_board_that_shows_prizes_is_worked_out_whole():
    cup = marked("80", "90", awards=[prize("first", count=1)])
    boards = public(cup.contest), staff(cup.contest)
    assert [each.whole for each in boards] == [False, False]
    cup.lock().sign()
    assert [each.whole for each in boards] == [False, True]
    cup.publish()
    assert [each.whole for each in boards] == [True, True]


def test_a_signature_covers_the_same_digest_whatever_the_codes_are():
    """Results that were signed before keep their digest: it goes by entry ids."""
    marks = ["80", "80", "80", None, None]
    one, other = marked(*marks), a_contest().with_item(a_plain_book(sealed=False), entries=5, prefix="B").open()
    for number, mark in enumerate(marks, start=1):
        if mark:
            other.sheet("j1", number, mark)
        else:
            other.of(number, chief.set_status, status="absent")
    by_code = sorted(other.item().entries.values(), key=lambda entry: entry.code, reverse=True)
    for turned, entry in zip(sorted(entry.code for entry in by_code), by_code, strict=True):
        entry.code = turned
    assert shown(one) != [code.replace("B", "A") for code in shown(other)]
    assert one.digest() == other.digest()


def test_prizes_that_nobody_got_are_empty_once_nothing_changes_any_more():
    awards = [
        prize("first", count=1),
        prize("second", count=3, threshold="80"),
        prize("third", count=2, threshold="80"),
        prize("all", threshold="0"),
    ]
    cup = marked("90", "85", "70", awards=awards)
    assert results(cup.contest, cup.item()).empty == {}
    cup.lock()
    assert results(cup.contest, cup.item()).empty == {"second": 2, "third": 2}


def test_a_prize_that_the_jury_withholds_is_empty_and_one_more_that_it_gives_fills_one():
    awards = [prize("first", count=1), prize("second", count=2, threshold="80")]
    cup = marked("90", "85", "70", awards=awards).lock()
    for number, award in ((1, ""), (3, "second")):
        cup.of(number, jury.request_override, award=award, reason_digest="d")
        cup.of(number, jury.approve_override, by=SUPERVISOR)
    found = results(cup.contest, cup.item())
    assert winners(cup) == [("second", cup.code(2)), ("second", cup.code(3))]
    assert found.empty == {"first": 1}


def test_who_was_one_too_many_and_loses_the_prize_leaves_none_empty():
    """Two prizes, and three equals who all win. The jury takes one away: two have two. Another: one of two is empty."""
    cup = marked("90", "90", "90", "70", awards=[prize("first", count=2), prize("second", threshold="95")]).lock()
    for number, award, empty in ((1, "", {}), (2, "second", {"first": 1})):
        cup.of(number, jury.request_override, award=award, reason_digest="d")
        cup.of(number, jury.approve_override, by=SUPERVISOR)
        assert results(cup.contest, cup.item()).empty == empty


def test_a_prize_that_went_to_the_next_level_is_not_empty():
    awards = [prize("first", count=2, threshold="95", carry="spare"), prize("second", count=1)]
    cup = marked("90", "85", "80", "70", awards=awards).lock()
    assert winners(cup) == [("second", cup.code(k)) for k in (1, 2, 3)]
    assert results(cup.contest, cup.item()).empty == {}
    assert cup.item().id == ITEM


def test_who_asks_again_before_the_next_line_is_told_what_was_worked_out_and_after_it_what_is_new():
    cup = marked("80", "90")
    before = results(cup.contest, cup.item())
    assert results(cup.contest, cup.item()) is before
    cup.of(2, chief.set_status, status="withdrawn")
    after = results(cup.contest, cup.item())
    assert ([each.rank for each in before.standings], [each.rank for each in after.standings]) == ([1, 2], [1, None])
    assert after.digest != before.digest
