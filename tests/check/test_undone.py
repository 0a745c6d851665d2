"""What a later line undoes: decisions on ties and awards, and what was told of somebody; worked by hand from lines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from contest import check

from .schemes import named

ENTRIES = ("A", "B", "C")
CHANNELS = [{"id": "app", "name": named("app")}]
BALLOT = {"kind": "each", "members": 10}
SOURCES: dict[str, dict[str, Any]] = {
    "imported": {},
    "votes": {"votes": {"channels": CHANNELS}},
    "ballot": {"ballot": BALLOT},
}


def part(id: str, source: str = "imported") -> dict[str, Any]:
    return {"id": id, "name": named(id), "source": source, "weight": "50", "out_of": "100"} | SOURCES[source]


class Lines(list[str]):
    """A journal of one item of theory and another part, A and B equal behind C in all."""

    def __init__(self, source: str) -> None:
        super().__init__()
        book = {"format": 1, "id": "wall", "name": named("wall"), "parts": [part("theory"), part("other", source)]}
        prize = {"id": "first", "name": named("first"), "count": 1}
        book |= {"rounding": {"judges": {"digits": 2}}, "ties": [{"by": "chief"}], "awards": [prize]}
        self.tell("RulebookSet", rulebook=book)
        self.tell("EntriesEntered", entries=[{"entry": each, "commitment": "c"} for each in ENTRIES])
        self.scores("theory", "80", "80", "100")

    def tell(self, kind: str, **data: Any) -> None:
        line = {"contest": "c", "seq": len(self) + 1, "at": "2026-11-28T09:00:00.000Z", "by": "system"}
        self.append(json.dumps(line | {"kind": kind, "data": {"item": "wall"} | data}))

    def scores(self, part: str, *scores: str) -> None:
        rows = [{"entry": entry, "score": score} for entry, score in zip(ENTRIES, scores, strict=False)]
        self.tell("PartScoresImported", part=part, scores=rows)

    def votes(self, *votes: int) -> None:
        rows = [{"entry": entry, "votes": each} for entry, each in zip(ENTRIES, votes, strict=True)]
        self.tell("VotesCounted", part="other", channel="app", votes=rows)

    def ballot(self, round: int, *votes: int) -> None:
        rows = [{"entry": entry, "for": each} for entry, each in zip(ENTRIES, votes, strict=False)]
        self.tell("BallotHeld", part="other", round=round, present=10, valid=10, votes=rows)

    def decided(self) -> None:
        """Locked; the chief puts B before A, and the jury gives A, the last, the only prize."""
        self.tell("ItemLocked")
        self.tell("TieDecided", rule="chief", groups=[["B"], ["A"]])
        self.tell("AwardOverrideRequested", entry="A", award="first")
        self.tell("AwardOverrideApproved", entry="A")

    def found(self) -> tuple[list[int], Iterable[str]]:
        """The places of A, B and C, and who has the prize."""
        found = check.item_result(self, "wall")
        return [found["entries"][entry]["rank"] for entry in ENTRIES], found["awards"]["first"]


def test_a_score_that_is_imported_anew_undoes_what_was_decided():
    """C's theory falls from 100 to 80: 80, 80 and 80 in the one, 100 each in the other."""
    lines = Lines("imported")
    lines.scores("other", "100", "100", "100")
    lines.decided()
    assert lines.found() == ([3, 2, 1], ["C", "A"])
    lines.scores("theory", "80", "80", "80")
    assert lines.found() == ([1, 1, 1], ["A", "B", "C"])


def test_votes_counted_anew_undo_what_was_decided():
    """Theory gives 40, 40, 50 and 100 votes of 100 the 50 more; C's 80 votes, of 100, come to 40."""
    lines = Lines("votes")
    lines.votes(100, 100, 100)
    lines.decided()
    assert lines.found() == ([3, 2, 1], ["C", "A"])
    lines.votes(100, 100, 80)
    assert lines.found() == ([1, 1, 1], ["A", "B", "C"])


def test_votes_that_are_voided_undo_what_was_decided():
    lines = Lines("votes")
    lines.votes(100, 100, 100)
    lines.decided()
    lines.tell("VotesVoided", part="other", channel="app", entry="C", votes=20)
    assert lines.found() == ([1, 1, 1], ["A", "B", "C"])


def test_a_run_off_undoes_what_was_decided():
    """All of ten are for each, 50 more; the run-off gives C eight of ten, 40."""
    lines = Lines("ballot")
    lines.ballot(1, 10, 10, 10)
    lines.decided()
    assert lines.found() == ([3, 2, 1], ["C", "A"])
    lines.ballot(2, 10, 10, 8)
    assert lines.found() == ([1, 1, 1], ["A", "B", "C"])


def test_an_award_that_was_only_asked_for_is_not_asked_for_any_more():
    lines = Lines("votes")
    lines.votes(100, 100, 100)
    lines.decided()
    lines.tell("AwardOverrideRequested", entry="B", award="first")
    lines.votes(100, 100, 100)
    lines.tell("AwardOverrideRequested", entry="A", award="")
    lines.tell("AwardOverrideApproved", entry="A")
    assert lines.found() == ([2, 2, 1], ["C"])


def test_what_is_not_told_of_somebody_any_more_holds_no_more():
    """One a unit may win, and the two before C are of one; then it is said that B is of none."""
    lines = Lines("imported")
    lines.scores("other", "90", "80", "0")
    limit = {"attribute": "unit", "most": 1}
    prizes = [{"id": "first", "name": named("first"), "count": 3, "limits": [limit]}]
    book = json.loads(lines[0])["data"]["rulebook"] | {"awards": prizes}
    lines.tell("RulebookSet", rulebook=book)
    lines.tell("AttributesTold", attributes=[{"entry": entry, "unit": "north"} for entry in "AB"])
    assert lines.found()[1] == ["A", "C"]
    lines.tell("AttributesTold", attributes=[{"entry": "B", "age": "30"}])
    assert lines.found()[1] == ["A", "B", "C"]
