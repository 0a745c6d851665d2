"""The journal: bytes that come back as they went, and no stored line that can be changed unseen; on both databases."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from contest import journal as table
from contest import verify
from contest.journal import BrokenChain, Stored, contests, journal
from contest.scoring import events
from contest.scoring.contest import fold
from contest.scoring.events import KINDS, Line, SheetSubmitted, canonical, from_bytes, line_of, to_bytes, told_by
from tests.support.counts import count
from tests.support.doors import a_door, opened
from tests.support.every_kind import everything
from tests.support.histories import ITEM, a_contest

MUTATIONS = count(small=100, full=1_500)


# --- bytes ---


def test_every_kind_of_event_comes_back_from_its_bytes_and_goes_into_the_same_bytes():
    cup = everything(a_contest())
    told = [from_bytes(each.raw) for each in cup.stored]
    assert {line.event.kind for line in told} == set(KINDS)
    assert [to_bytes(line) for line in told] == [each.raw for each in cup.stored]
    assert cup.refold() == cup.contest


TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(marks=st.dictionaries(TEXT, JSON, max_size=5), by=TEXT, at=TEXT, request=TEXT, body=TEXT)
def test_whatever_json_holds_comes_back(marks, by, at, request, body):
    event = SheetSubmitted(ITEM, "e1", "practice", "j1", marks)
    line = Line("cup", 7, at, by, event, request, body if request else "")
    raw = to_bytes(line)
    assert from_bytes(raw) == line
    assert to_bytes(from_bytes(raw)) == raw


def test_lines_read_in_one_piece_are_those_read_one_by_one():
    raws = [each.raw for each in everything(a_contest()).stored]
    assert [line_of(told) for told in told_by(raws)] == [from_bytes(raw) for raw in raws]
    with pytest.raises(ValueError, match="more than one value"):
        told_by([b"%b,%b" % (raws[0], raws[1]), raws[2]])


def test_equal_values_have_equal_bytes_in_whatever_order_they_were_said():
    assert canonical({"b": 1, "a": [True, None, "砌"]}) == canonical({"a": [True, None, "砌"], "b": 1})
    assert canonical({"a": "砌"}) == '{"a":"砌"}'.encode()


@pytest.mark.parametrize("value", [1.5, [1.0], {"a": {"b": float("nan")}}, (2.5,)])
def test_a_float_is_never_journalled(value):
    with pytest.raises(TypeError, match="float"):
        to_bytes(Line("cup", 1, "", "system", SheetSubmitted(ITEM, "e1", "p", "j1", {"a": value})))


def test_what_json_has_no_form_for_is_refused():
    with pytest.raises(TypeError, match="no canonical form"):
        canonical({"a": {1, 2}})


def test_the_hash_of_a_line_is_over_its_bytes_and_the_hash_before():
    cup = everything(a_contest())
    head = events.GENESIS
    for each in cup.stored:
        head = events.chain(head, each.raw)
        assert each.hash == head
    assert cup.contest.head == head


def test_a_kind_of_a_newer_version_is_an_error_not_a_guess():
    raw = canonical({"at": "", "by": "", "contest": "cup", "data": {}, "kind": "CupStolen", "seq": 1})
    with pytest.raises(KeyError):
        from_bytes(raw)


# --- the table ---


@pytest.fixture
def door(database_url):
    with a_door(database_url) as door:
        yield door


def reads(door, work):
    return door.reader.run(work)


def test_lines_are_read_behind_a_line_and_no_more_than_asked_for(door):
    cup = everything(opened(door))
    whole = cup.stored
    assert [each.seq for each in whole] == list(range(1, len(whole) + 1))
    assert reads(door, lambda connection: table.read(connection, "cup", 3, 2)) == whole[3:5]
    assert reads(door, lambda connection: table.line_at(connection, "cup", 4)) == whole[3]
    assert reads(door, lambda connection: table.line_at(connection, "cup", len(whole) + 1)) is None
    assert reads(door, table.ends) == {"cup": (len(whole), whole[-1].hash)}


def test_what_is_appended_on_an_older_line_is_not_written_and_told_what_it_lacks(door):
    cup = everything(opened(door))
    whole = cup.stored
    line = Line("cup", 4, "", "system", from_bytes(whole[0].raw).event)
    stale = table.seal(whole[2].hash, [line])
    missed = door.writer.run(lambda connection: table.append(connection, "cup", 3, stale, []))
    assert missed == whole[3:]
    assert cup.stored == whole


def test_two_lines_with_one_request_cannot_stand_in_a_journal(door):
    cup = everything(opened(door))
    row = {"contest_id": "cup", "seq": 900, "request": "request-66", "line": b"{}", "hash": b"\0" * 32}
    with pytest.raises(Exception, match=r"(?i)unique"):
        door.writer.run(lambda connection: connection.execute(insert(journal).values(row)))
    assert len(cup.stored) == cup.contest.seq


def test_the_door_and_the_memory_tell_the_same_story(door):
    """The lines differ only in when they were written."""
    at_door, in_memory = everything(opened(door)), everything(a_contest())

    def without_time(stored):
        return [from_bytes(each.raw)._replace(at="", body="") for each in stored]

    assert without_time(at_door.stored) == without_time(in_memory.stored)


# --- changed by someone with the database's password ---


class Vandal:
    """Changes one thing in the rows of a journal, another each time; the seed says which."""

    def __init__(self, dice: random.Random, rows: list[dict]) -> None:
        self.dice, self.rows = dice, [dict(row) for row in rows]

    def strike(self) -> str:
        name = self.dice.choice(
            ["bytes", "hash", "value", "sealed", "swap", "remove", "insert", "again", "request", "cut"]
        )
        getattr(self, name)()
        return name

    def any(self) -> dict:
        return self.dice.choice(self.rows)

    def bytes(self):
        row = self.any()
        place = self.dice.randrange(len(row["line"]))
        row["line"] = row["line"][:place] + bytes([row["line"][place] ^ 1]) + row["line"][place + 1 :]

    def hash(self):
        row = self.any()
        row["hash"] = self.dice.randbytes(32)

    def value(self):
        """Another mark, in proper JSON."""
        row = next(row for row in self.rows if b"88.5" in row["line"])
        row["line"] = row["line"].replace(b"88.5", b"99.5")

    def sealed(self):
        """Another mark, and the line's own hash made to match."""
        self.value()
        k = next(k for k, row in enumerate(self.rows) if b"99.5" in row["line"])
        self.rows[k]["hash"] = events.chain(self.rows[k - 1]["hash"], self.rows[k]["line"])

    def swap(self):
        one, other = self.dice.sample(self.rows, 2)
        one["seq"], other["seq"] = other["seq"], one["seq"]

    def remove(self):
        self.rows.remove(self.any())

    def insert(self):
        """A line of one's own at the end, properly chained."""
        last = self.rows[-1]
        line = Line("cup", last["seq"] + 1, "", "system", from_bytes(self.rows[0]["line"]).event)
        raw = to_bytes(line)
        new = {"seq": line.seq, "request": None, "line": raw, "hash": events.chain(last["hash"], raw)}
        self.rows.append(last | new)

    def again(self):
        """A line told twice, those behind it moved on."""
        k = self.dice.randrange(len(self.rows))
        for row in self.rows[k:]:
            row["seq"] += 1
        self.rows.insert(k, self.rows[k] | {"seq": k + 1, "request": None})

    def request(self):
        self.any()["request"] = f"forged-{self.dice.random()}"

    def cut(self):
        del self.rows[-self.dice.randint(1, 3) :]


def rewrite(door, rows):
    def work(connection):
        connection.execute(delete(journal))
        connection.execute(insert(journal), rows)

    door.writer.run(work)


def test_no_row_is_changed_unseen(database_url, tmp_path):
    """Edited, inserted, removed, swapped, cut: found at the opening, before anything is shown."""
    with a_door(database_url) as door:
        everything(opened(door))
        rows = [dict(row) for row in reads(door, lambda conn: conn.execute(select(journal)).mappings().all())]
    struck = set()
    for seed in range(MUTATIONS):
        vandal = Vandal(random.Random(seed), rows)
        struck.add(vandal.strike())
        with a_door(database_url) as door:
            rewrite(door, vandal.rows)
            with pytest.raises(BrokenChain):
                door.current("cup")
    assert len(struck) == 10
    with a_door(database_url) as door:
        rewrite(door, rows)
        assert door.current("cup").seq == len(rows)  # and what is whole again opens


def test_a_tail_cut_off_together_with_its_end_shows_against_the_heads_kept_outside(sqlite_url, tmp_path):
    log = tmp_path / "heads.log"
    with a_door(sqlite_url, log) as door:
        whole = everything(opened(door)).stored
        cut = whole[-3]
        door.writer.run(lambda connection: connection.execute(delete(journal).where(journal.c.seq > cut.seq)))
        door.writer.run(lambda connection: connection.execute(update(contests).values(seq=cut.seq, head=cut.hash)))
    path = tmp_path / "contest.db"
    with a_door(sqlite_url) as door:
        assert door.current("cup").seq == cut.seq  # in itself it is whole: nothing inside can tell
    assert verify.report(verify.check(path), {}, lambda _: None) == 0
    said = []
    assert verify.report(verify.check(path), verify.read_heads(log), said.append) == 1
    assert "its tail was cut off" in said[0]


def test_a_journal_under_another_contests_name_is_not_taken_for_its(door):
    whole = everything(opened(door)).stored
    rows = [
        {"contest_id": "forged", "seq": each.seq, "request": each.request or None, "line": each.raw, "hash": each.hash}
        for each in whole
    ]
    end = {"id": "forged", "seq": len(whole), "head": whole[-1].hash}
    door.writer.run(
        lambda connection: [connection.execute(insert(journal), rows), connection.execute(insert(contests), end)]
    )
    with pytest.raises(BrokenChain):
        door.current("forged")


def test_a_journal_without_its_end_or_an_end_without_its_journal_is_broken(door):
    whole = everything(opened(door)).stored
    door.writer.run(lambda connection: connection.execute(delete(contests)))
    with pytest.raises(BrokenChain):
        reads(door, lambda connection: table.page(connection, "cup", len(whole), whole[-1].hash, 10))
    with pytest.raises(BrokenChain):
        reads(
            door,
            lambda connection: (
                table.page(connection, "cup", len(whole) - 1, b"", 10)
                and table.page(connection, "cup", len(whole), b"", 10)
            ),
        )
    assert reads(door, lambda connection: table.page(connection, "nowhere", 0, events.GENESIS, 10)) == []


def test_checking_says_at_which_line_a_chain_breaks():
    cup = everything(a_contest())
    broken = [*cup.stored[:4], cup.stored[4]._replace(hash=b"\0" * 32), *cup.stored[5:]]
    with pytest.raises(BrokenChain, match="journal of cup is broken at line 5") as caught:
        fold("cup", table.checked("cup", events.GENESIS, 0, broken))
    assert (caught.value.contest, caught.value.seq) == ("cup", 5)
    assert isinstance(cup.stored[0], Stored)
