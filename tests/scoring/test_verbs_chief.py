"""What the chief judge does: open, lock, unlock, sign; penalties, times and statuses of single entries."""

import pytest

from contest.scoring.events import IdentityChanged, ResultSigned, from_bytes
from contest.scoring.results import results
from contest.scoring.verbs import chief, organizer
from tests.support.histories import CHIEF, ITEM, ORGANIZER, SUPERVISOR, a_book, a_contest, a_plain_book, agreed, refused

REASON = {"reason_digest": "d"}


def marked(*marks, book=None, **more):
    """An item where j1 gave each entry one mark."""
    cup = a_contest(**more).with_item(book or a_plain_book(), entries=len(marks)).open()
    for number, mark in enumerate(marks, start=1):
        cup.sheet("j1", number, mark)
    return cup


# --- opening ---


def test_marking_opens_once_every_entry_has_its_code():
    cup = a_contest()
    cup.does(organizer.set_rulebook, ORGANIZER, rulebook=a_plain_book())
    with refused("missing_entries"):
        cup.open()
    cup.does(organizer.enter_entries, ORGANIZER, item=ITEM, entries=[{"entry": "e1", "commitment": "c"}])
    with refused("missing_codes"):
        cup.open()


def test_an_entry_that_came_after_the_draw_needs_another_draw():
    cup = a_contest().with_item(a_plain_book())
    cup.does(organizer.enter_entries, ORGANIZER, item=ITEM, entries=[{"entry": "e1", "commitment": "c"}])
    with refused("missing_codes"):
        cup.open()


def test_an_open_item_is_not_opened_again():
    with refused("already_open", item=ITEM):
        marked("80").open()


# --- locking ---


def test_a_locked_item_takes_no_act_that_changes_a_score():
    cup = marked("80", book=a_book()).lock()
    for verb, values in [
        (chief.give_penalty, {"penalty": "late"}),
        (chief.set_status, {"status": "absent"}),
        (chief.record_time, {"part": "practice", "seconds": 60}),
        (chief.lift_penalty, {"given": 1}),
    ]:
        with refused("locked", item=ITEM):
            cup.of(1, verb, **values)
    with refused("locked"):
        cup.lock()


def test_an_item_with_a_sheet_missing_is_locked_only_with_a_reason():
    cup = marked("80").with_item(a_plain_book("roof")).open("roof").sheet("j1", 1, "80", item="roof")
    with refused("missing_sheets", short=1, expected=2):
        cup.lock(item="roof")
    cup.lock("reason", item="roof")
    assert from_bytes(cup.stored[-1].raw).event.missing_digest == "reason"


def test_sheets_of_who_withdrew_do_not_make_up_for_sheets_that_are_missing():
    cup = a_contest().with_item(a_plain_book()).open().sheet("j1", 1, "80")
    cup.of(1, chief.set_status, status="withdrawn")
    with refused("missing_sheets", short=1, expected=1):
        cup.lock()


def test_a_reason_is_not_kept_where_nothing_was_missing():
    cup = marked("80").lock("said though nothing is missing")
    assert from_bytes(cup.stored[-1].raw).event.missing_digest == ""


def test_what_never_opened_is_not_locked():
    with refused("not_open"):
        a_contest().with_item(a_plain_book()).lock("d")


def test_locking_combines_a_short_panel_where_the_rulebook_says_so():
    given = {"method": "mean", "missing": "given"}
    book = a_book(judges=3)
    book["parts"][1]["combine"] = given
    cup = a_contest().with_item(book, entries=1).open().sheet("j1", 1, "80").sheet("j2", 1, "90")
    assert cup.total(1) is None
    assert cup.lock("j3 is ill").total(1) == "59.50"
    assert cup.unlock().total(1) is None


# --- unlocking ---


def test_unlocking_takes_a_second_person():
    cup = marked("80").lock()
    with refused("not_requested"):
        cup.does(chief.approve_unlock, SUPERVISOR, item=ITEM)
    cup.does(chief.request_unlock, CHIEF, item=ITEM, **REASON)
    with refused("same_person"):
        cup.does(chief.approve_unlock, CHIEF, item=ITEM)
    cup.does(chief.approve_unlock, SUPERVISOR, item=ITEM)
    assert cup.item().state == "marking"
    with refused("not_locked"):
        cup.does(chief.request_unlock, CHIEF, item=ITEM, **REASON)


def test_unlocking_voids_the_signature_and_takes_the_result_back():
    cup = marked("80", "90").lock().unseal().sign().publish()
    assert cup.item().signature
    cup.unlock()
    assert (cup.item().signature, cup.item().published, cup.item().state) == (None, False, "marking")
    assert not results(cup.contest, cup.item()).final


def test_one_agreement_unlocks_once():
    cup = marked("80").lock().unlock().lock()
    with refused("not_requested"):
        cup.does(chief.approve_unlock, SUPERVISOR, item=ITEM)


# --- signing ---


def test_a_signature_is_over_exactly_what_is_shown():
    cup = marked("80", "90").lock().unseal().sign()
    event = from_bytes(cup.stored[-1].raw).event
    assert isinstance(event, ResultSigned)
    assert event.digest == cup.digest() == cup.item().signature.digest


def test_what_changed_since_it_was_shown_is_not_signed():
    cup = marked("80", "90", book=a_book()).scores("70", "60").lock().unseal()
    shown = cup.digest()
    cup.scores("71", "60")
    with refused("digest_differs"):
        cup.does(chief.sign, item=ITEM, digest=shown, check=agreed(shown))
    cup.sign()


@pytest.mark.parametrize("seed", range(20))
def test_any_change_of_a_mark_a_status_or_a_deduction_changes_what_is_signed(seed):
    def played(mark="80", extra=None):
        cup = marked(mark, "70", "60", book=a_book(), rehearsal=bool(seed % 2)).scores("50", "60", "70")
        if extra:
            extra(cup)
        return cup.digest()

    changes = [
        lambda cup: cup.of(1, chief.give_penalty, penalty="slip", count=seed + 1),
        lambda cup: cup.of(2, chief.record_time, part="practice", seconds=3660 + seed),
        lambda cup: cup.of(3, chief.set_status, status="disqualified"),
        lambda cup: cup.scores(str(seed), "60", "70"),
    ]
    digests = [played(), played(str(81 + seed / 2)), *(played(extra=change) for change in changes)]
    assert len(set(digests)) == len(digests)


def test_a_signature_covers_who_is_behind_the_entries():
    cup = marked("80").lock().unseal().sign()
    cup.does(lambda *_: IdentityChanged(ITEM, cup.entry(1).id, "another commitment"))
    assert not results(cup.contest, cup.item()).final


def test_nothing_is_signed_open_sealed_or_twice():
    cup = marked("80")
    with refused("not_locked"):
        cup.sign()
    cup.lock()
    with refused("missing_unsealing"):
        cup.sign()
    cup.unseal().sign()
    with refused("already_signed"):
        cup.sign()


def test_a_result_with_a_score_missing_is_signed_only_with_a_reason():
    cup = marked("80", "90", book=a_book()).scores("70").lock().unseal()
    with refused("missing_scores", codes=[cup.code(2)], count=1):
        cup.sign()
    assert cup.sign("theory was not sat").item().signature


def test_an_item_without_codes_to_unseal_is_signed_once_locked():
    assert marked("80", book=a_plain_book(sealed=False)).lock().sign().item().state == "signed"


def test_scores_are_not_imported_into_what_is_signed():
    cup = marked("80", book=a_book()).scores("70").lock().unseal().sign()
    with refused("already_signed"):
        cup.scores("71")


# --- penalties, times, statuses: one entry alone ---


def test_what_is_taken_from_one_entry_touches_no_other():
    """A time penalty once broke drop-highest-and-lowest for every entry after it (rules.md §4, Band-O-Rama)."""
    trimmed = {"method": "trimmed_mean", "low": 1, "high": 1}
    book = a_book(judges=5)
    book["parts"][1]["combine"] = trimmed
    cup = a_contest().with_item(book, entries=3).open()
    for number, marks in enumerate([(60, 70, 80, 90, 100), (50, 50, 70, 90, 90), (10, 80, 80, 80, 99)], start=1):
        for seat, mark in enumerate(marks, start=1):
            cup.sheet(f"j{seat}", number, str(mark))
    before = [cup.total(number) for number in (1, 2, 3)]
    cup.of(2, chief.record_time, part="practice", seconds=65 * 60)
    cup.of(2, chief.give_penalty, penalty="slip", count=2)
    assert [cup.total(number) for number in (1, 2, 3)] == [before[0], "46.25", before[2]]
    cup.of(2, chief.set_status, status="withdrawn")
    cup.scores("0", "0", "0").scores(None, None, None)  # everyone is added up anew
    assert [cup.total(number) for number in (1, 3)] == [before[0], before[2]]


def test_a_penalty_once_is_taken_once_and_a_counted_one_each_time():
    cup = marked("80", book=a_book())
    for _ in range(2):
        cup.of(1, chief.give_penalty, penalty="late")
        cup.of(1, chief.give_penalty, penalty="slip", count=3)
    assert cup.total(1) == "52.00"


def test_a_penalty_that_was_lifted_is_gone():
    cup = marked("80", book=a_book())
    given = cup.of(1, chief.give_penalty, penalty="conduct", points="7.5")
    assert cup.total(1) == "48.50"
    cup.of(1, chief.lift_penalty, given=given, **REASON)
    assert cup.total(1) == "56.00"
    with refused("unknown_penalty"):
        cup.of(1, chief.lift_penalty, given=given, **REASON)


@pytest.mark.parametrize("points", ["10.01", "-1", "", "1,5", "１", "NaN", "1e1", None])
def test_points_of_a_penalty_are_a_number_up_to_its_most(points):
    cup = marked("80", book=a_book())
    with refused("penalty_points", penalty="conduct", max="10"):
        cup.of(1, chief.give_penalty, penalty="conduct", points=points)


def test_a_penalty_is_one_of_the_rulebook_and_counted_from_one():
    cup = marked("80", book=a_book())
    with refused("unknown_penalty", penalty="smoking"):
        cup.of(1, chief.give_penalty, penalty="smoking")
    for penalty, count in [("slip", 0), ("late", 2)]:
        with refused("penalty_count", penalty=penalty):
            cup.of(1, chief.give_penalty, penalty=penalty, count=count)


def test_who_came_too_late_is_eliminated_and_ranked_by_nobody():
    cup = marked("80", "70", book=a_book()).scores("70", "60")
    cup.of(1, chief.record_time, part="practice", seconds=90 * 60 + 1)
    assert cup.ranks() == {1: None, 2: 1}
    cup.of(1, chief.record_time, part="practice", seconds=60 * 60)
    assert cup.ranks() == {1: 1, 2: 2}


def test_who_is_absent_withdrawn_or_disqualified_has_no_place_until_that_is_taken_back():
    cup = marked("80", "70", "60").lock().unlock()
    for status in ("absent", "withdrawn", "disqualified"):
        cup.of(1, chief.set_status, status=status)
        assert cup.ranks() == {1: None, 2: 1, 3: 2}
    cup.of(1, chief.set_status, status="present")
    assert cup.ranks() == {1: 1, 2: 2, 3: 3}


def test_a_status_is_one_of_four_and_another_than_before():
    cup = marked("80")
    for status in ("eliminated", "gone", ""):
        with refused("unknown_status", status=status):
            cup.of(1, chief.set_status, status=status)
    with refused("same_status", status="present"):
        cup.of(1, chief.set_status, status="present")


def test_nothing_is_noted_of_a_code_or_a_part_that_is_not_there():
    cup = marked("80", book=a_book())
    with refused("unknown_code", entry_code="Z9"):
        cup.does(chief.set_status, item=ITEM, code="Z9", status="absent")
    with refused("unknown_part", part="theory"):
        cup.of(1, chief.record_time, part="theory", seconds=60)


# --- the public board's stops ---


def test_a_board_is_frozen_once_and_moves_again_once():
    cup = marked("80")
    with refused("not_frozen"):
        cup.does(chief.unfreeze, item=ITEM)
    cup.does(chief.freeze, item=ITEM)
    with refused("already_frozen"):
        cup.does(chief.freeze, item=ITEM)
    cup.does(chief.unfreeze, item=ITEM)
    assert cup.item().frozen is None


def test_a_board_that_shows_the_result_is_not_frozen():
    with refused("published"):
        marked("80").lock().unseal().sign().publish().does(chief.freeze, item=ITEM)
    with refused("published"):
        marked("80", rehearsal=True).lock().unseal().sign().does(chief.freeze, item=ITEM)
