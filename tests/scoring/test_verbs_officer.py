"""What the encryption officer does: a draw that anyone can check afterwards, and unsealing before a second person."""

import hashlib

import pytest

from contest.scoring.events import from_bytes
from contest.scoring.verbs import officer
from tests.support.histories import ITEM, OFFICER, SEED, SUPERVISOR, a_contest, a_plain_book, entry_id, refused


def locked():
    return a_contest().with_item(a_plain_book()).open().sheet("j1", 1, "80").sheet("j1", 2, "90").lock()


def attributes(**more):
    return [{"entry": entry_id(ITEM, k), "unit": f"unit {k}", **more} for k in (1, 2)]


def ask(cup, by=OFFICER):
    cup.does(officer.request_unsealing, by, item=ITEM)
    return cup


def agree(cup, by=SUPERVISOR, seed=SEED, **more):
    return cup.does(officer.approve_unsealing, by, item=ITEM, seed=seed, attributes=attributes(**more))


def test_the_draw_tells_the_digest_of_its_seed_and_not_the_seed():
    cup = a_contest().with_item(a_plain_book(), entries=12, prefix="K")
    event = next(e for e in (from_bytes(each.raw).event for each in cup.stored) if e.kind == "CodesDrawn")
    assert event.seed_digest == hashlib.sha256(bytes.fromhex(SEED)).hexdigest()
    assert SEED.encode() not in b"".join(each.raw for each in cup.stored)
    assert sorted(cup.code(k) for k in range(1, 13)) == [f"K{k:02d}" for k in range(1, 13)]
    assert event.codes == sorted(event.codes, key=lambda row: row["entry"])  # their order says nothing of the draw


def test_the_seed_alone_decides_the_draw():
    def codes(seed):
        cup = a_contest().with_item(a_plain_book(), entries=8)
        cup.does(officer.draw_codes, OFFICER, item=ITEM, seed=seed, prefix="A")
        return [cup.code(k) for k in range(1, 9)]

    assert codes("01" * 32) == codes("01" * 32) != codes("02" * 32)


def test_a_new_draw_leaves_no_code_of_the_old_one():
    cup = a_contest().with_item(a_plain_book(), entries=3, prefix="A")
    cup.does(officer.draw_codes, OFFICER, item=ITEM, seed="01" * 32, prefix="B")
    assert set(cup.item().by_code) == {"B01", "B02", "B03"}


def test_nobody_draws_for_nobody_or_once_judges_mark():
    cup = a_contest().with_item(a_plain_book(), entries=1).open()
    with refused("already_open"):
        cup.does(officer.draw_codes, OFFICER, item=ITEM, seed=SEED, prefix="A")


def test_unsealing_takes_two_persons():
    cup = locked()
    with refused("not_requested"):
        agree(cup)
    ask(cup)
    with refused("same_person"):
        agree(cup, by=OFFICER)
    agree(cup)
    assert cup.item().unsealed
    assert cup.entry(1).unit == "unit 1"


@pytest.mark.parametrize("seed", ["00" * 32, "", "not hex", SEED[:-2]])
def test_another_seed_than_the_one_committed_to_unseals_nothing(seed):
    cup = ask(locked())
    with refused("wrong_seed"):
        agree(cup, seed=seed)
    assert not cup.item().unsealed


def test_unsealing_brings_only_what_the_rulebook_reads_into_the_chain():
    cup = ask(locked())
    agree(cup, name="王建国")
    assert "王建国" not in cup.stored[-1].raw.decode()


def test_nothing_is_unsealed_before_the_lock_or_twice():
    cup = a_contest().with_item(a_plain_book()).open()
    with refused("not_locked"):
        ask(cup)
    with refused("already_unsealed"):
        ask(locked().unseal())


def test_an_item_without_codes_has_nothing_to_unseal():
    cup = a_contest().with_item(a_plain_book(sealed=False)).open().lock("d")
    with refused("not_sealed"):
        ask(cup)
