"""Random contests told as a journal's lines: what a MARKS file cannot say, besides all that it can."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from contest import check

from .fields import Maker
from .outcomes import Outcomes
from .schemes import Made, as_marked

Rows = list[tuple[str, str, str, str]]
Sheets = dict[tuple[str, str, str], dict[str, Any]]
SEATS = [f"J{n}" for n in range(12)]
SHADOW = "S0"
RECUSED = SEATS[:3]
STAND_INS = [f"{seat}x" for seat in RECUSED]


class Player(Outcomes, Maker):
    """One random contest of an item or two, played to the end."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.lines: list[bytes] = []
        self.books: dict[str, Made] = {}
        self.stood_in: dict[str, dict[str, list[str]]] = {}

    def play(self) -> list[bytes]:
        """The journal's lines."""
        self.tell("ContestOpened", title={"zh": "c", "en": "c"}, rehearsal=False)
        self.item("one", {})
        if self.chance(0.4):
            self.item("two", self.round())
        if self.chance(0.5):
            self.tell("UnitTableSet", table=self.unit_table())
        return self.lines

    def tell(self, kind: str, **data: Any) -> int:
        seq = len(self.lines) + 1
        line = {"contest": "c", "seq": seq, "at": f"2026-11-28T09:00:00.{seq % 1000:03d}Z", "by": "system"}
        told = json.dumps(
            line | {"kind": kind, "data": data}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        self.lines.append(told.encode())
        return seq

    def item(self, id: str, sources: dict[str, str]) -> None:
        """An item from its rulebook to its jury. `sources`: an entry of the round before for each that came from it."""
        book = self.books[id] = self.contest_book(id)
        rows = [(f"{id}-{entry}", *row) for entry, *row in self.rows(book)]
        self.tell("RulebookSet", item=id, rulebook=book)
        entries = list(dict.fromkeys(row[0] for row in rows))
        self.enter(id, entries, sources)
        self.tell("CodesDrawn", item=id, seed_digest="", codes=[{"entry": e, "code": f"{id}{e}"} for e in entries])
        self.seat()
        self.tell("MarkingOpened", item=id)
        self.recuse(id, rows)
        sheets = self.mark_all(id, book, rows)
        self.recuse(id, rows)
        self.mark_again(id, sheets)
        self.beside(id, sheets)
        for part in book["parts"]:
            self.count(id, part, entries)
        if self.chance(0.8):
            self.tell("ItemLocked", item=id)
            self.decide(id, book, entries)
            self.come_late(id, book, entries)

    def enter(self, id: str, entries: list[str], sources: dict[str, str]) -> None:
        before = list(sources)
        imported = [part["id"] for part in self.books[id]["parts"] if part["source"] == "imported"]
        came = [{"entry": e, "commitment": "c", "source": s} for e, s in zip(entries, before, strict=False)]
        new = [{"entry": entry, "commitment": "c"} for entry in entries[len(came) :]]
        if came:
            self.tell("RoundAdvanced", item=id, round="one", into=self.dice.choice(["", *imported]), entries=came)
        if new:
            self.tell("EntriesEntered", item=id, entries=new)

    def seat(self) -> None:
        """Every seat has every duty: of a joint sheet's team as many confirm as it needs."""
        duties = [
            {"item": id, "part": part["id"], "entries": None}
            for id, book in self.books.items()
            for part in book["parts"]
            if "panel" in part
        ]
        for seat in [*SEATS, *STAND_INS]:
            self.tell("SeatSet", seat=seat, judge=seat, duties=duties)
        alone = [duty for duty in duties if duty["part"] in own_parts(self.books[duty["item"]])]
        self.tell("SeatSet", seat=SHADOW, judge=SHADOW, duties=alone, shadow=True)

    def recuse(self, id: str, rows: Rows) -> None:
        """Now and then a seat is recused from some entries, from others, or from none any more."""
        book = self.books[id]
        parts = own_parts(book)
        entries = sorted({row[0] for row in rows})
        for _ in range(self.dice.choice([0, 0, 0, 1, 2]) if parts else 0):
            some = self.dice.sample(entries, self.dice.randint(0, len(entries)))
            stand_in = self.chance(0.5) or not all(may_lack(part) for part in book["parts"] if part["id"] in parts)
            seat = self.dice.choice(RECUSED)
            self.stood_in.setdefault(id, {})[seat] = some if stand_in else []
            where = {"item": id, "seat": seat, "entries": some}
            self.tell("SeatRecused", **where, parts=parts, stand_in=stand_in, reason_digest="d")

    def beside(self, id: str, sheets: Sheets) -> None:
        """The shadow hands in copies of sheets; whoever stands in copies of the recused seat's, now and then."""
        for (entry, part, seat), marks in sheets.items():
            if part not in own_parts(self.books[id]):
                continue
            stood = self.stood_in.get(id, {}).get(seat, ())
            beside = [SHADOW] * self.chance(0.1) + [f"{seat}x"] * (entry in stood and self.chance(0.8))
            for other in beside:
                where = {"item": id, "entry": entry, "part": part, "seat": other}
                self.tell("SheetSubmitted", **where, marks=marks, confirmed=True)

    def mark_all(self, id: str, book: Made, rows: Rows) -> Sheets:
        sheets: Sheets = {}
        aspects = {
            f"{part['id']}.{aspect['id']}": aspect
            for part in book["parts"]
            for criterion in as_marked(part)
            for aspect in criterion["aspects"]
        }
        for entry, judge, name, value in rows:
            part = name.partition(".")[0]
            if judge:
                aspect = aspects[name]
                sheets.setdefault((entry, part, judge), {})[aspect["id"]] = _mark(aspect, value)
            else:
                self.other(id, book, entry, name, value)
        for (entry, part, seat), marks in sheets.items():
            where = {"item": id, "entry": entry, "part": part, "seat": seat}
            version = self.tell("SheetSubmitted", **where, marks=marks, confirmed=True)
            panel = next(each["panel"] for each in book["parts"] if each["id"] == part)
            for member in self.members(panel["judges"]) if panel.get("by") == "joint" else ():
                self.tell("SheetConfirmed", **where | {"seat": member}, version=version)
            if panel.get("by") == "joint" and self.chance(0.1):
                self.object(where | {"seat": SEATS[0]}, version, panel["judges"])
        return sheets

    def object(self, where: dict[str, str], version: int, judges: int) -> None:
        """A member says no; now and then all say yes to it after all."""
        self.tell("SheetObjected", **where, version=version, reason_digest="d")
        for member in SEATS[:judges] if self.chance(0.5) else ():
            self.tell("SheetConfirmed", **where | {"seat": member}, version=version)

    def mark_again(self, id: str, sheets: Sheets) -> None:
        """Now and then all judges of a part have to mark again, some or all of them do, and the chief settles it."""
        alone = set(own_parts(self.books[id]))
        agree = {p["id"] for p in self.books[id]["parts"] if p.get("combine", {}).get("method") == "consensus"}
        for entry, part in dict.fromkeys((entry, part) for entry, part, _ in sheets if part in alone):
            mine = {seat: marks for (e, p, seat), marks in sheets.items() if (e, p) == (entry, part)}
            for _ in range(self.dice.choice([0, 0, 0, 0, 0, 1, 1, 2]) if mine else 0):
                where = {"item": id, "entry": entry, "part": part}
                last, *rest = self.dice.sample(sorted(mine), len(mine))
                self.tell("SheetSubmitted", **where, seat=last, marks=mine[last], confirmed=True, again=True)
                for seat in [last, *rest] if self.chance(0.5) else rest[1:]:
                    self.tell("SheetSubmitted", **where, seat=seat, marks=mine[seat], confirmed=self.chance(0.9))
                if self.chance(0.4) and part not in agree:
                    self.tell("SpreadSettled", **where, reason_digest="d")
                if self.chance(0.1):
                    self.tell("SheetReturned", **where, owner=last, reason_digest="d")

    def members(self, judges: int) -> list[str]:
        """Who confirms a joint sheet beside the first seat; now and then one too few."""
        return self.dice.sample(SEATS[1:], judges - 1)[self.dice.choice([0, 0, 0, 0, 1]) :]

    def other(self, id: str, book: Made, entry: str, name: str, value: str) -> None:
        kind, _, of = name.partition(":")
        where = {"item": id, "entry": entry}
        if kind == "status":
            if value != "present":
                self.tell("StatusSet", **where, status=value)
        elif kind == "score":
            self.tell("PartScoresImported", item=id, part=of, scores=[{"entry": entry, "score": value}])
        elif kind == "time":
            back = self.dice.choice([0, 0, 0, 60])
            self.tell("TimeRecorded", **where, part=of, seconds=int(value) + back, given_back=back)
        else:
            per = {rule["id"]: rule["per"] for rule in book["penalties"]}[of]
            amount = {"points": value} if per == "given" else {"count": int(value)}
            given = self.tell("PenaltyGiven", **where, penalty=of, **amount)
            if self.chance(0.1):
                self.tell("PenaltyLifted", **where, given=given, reason_digest="d")

    def count(self, id: str, part: Made, entries: list[str]) -> None:
        """Votes and ballots of a part."""
        for channel in part.get("votes", {}).get("channels", ()):
            where = {"item": id, "part": part["id"], "channel": channel["id"]}
            for _ in range(self.dice.choice([1, 1, 2])):
                votes = [{"entry": e, "votes": self.dice.choice([0, 1, 2, 3, 7, 50])} for e in self.most(entries)]
                self.tell("VotesCounted", **where, votes=votes)
            if self.chance(0.3):
                self.void(id, part, channel["id"], self.dice.choice(votes)["entry"])
        for round, some in enumerate(self.rounds(entries) if "ballot" in part else [], start=1):
            present = self.dice.randint(4, 9)
            valid = self.dice.randint(3, present)
            papers = {"present": present, "issued": present, "returned": present, "valid": valid}
            votes = [{"entry": e, "for": self.dice.randint(0, valid), "against": 0, "abstain": 0} for e in some]
            self.tell("BallotHeld", item=id, part=part["id"], round=round, **papers, votes=votes)

    def counted(self, id: str, part: Made) -> list[tuple[str, str]]:
        """Channel and entry of all votes of a part."""
        lines = [line["data"] for line in map(json.loads, self.lines) if line["kind"] == "VotesCounted"]
        mine = [data for data in lines if (data["item"], data["part"]) == (id, part["id"])]
        return [(data["channel"], row["entry"]) for data in mine for row in data["votes"]]

    def void(self, id: str, part: Made, channel: str, entry: str) -> None:
        where = {"item": id, "part": part["id"], "channel": channel}
        self.tell("VotesVoided", **where, entry=entry, votes=self.dice.choice([1, 2, 50]), reason_digest="d")

    def come_late(self, id: str, book: Made, entries: list[str]) -> None:
        """Now and then scores, votes or a ballot come after the jury decided; now and then it decides again."""
        beside = [part for part in book["parts"] if part["source"] in ("imported", "votes", "ballot")]
        if not beside or self.chance(0.25):
            return
        part = self.dice.choice(beside)
        if part["source"] == "votes" and self.chance(0.4):
            self.void(id, part, *self.dice.choice(self.counted(id, part)))
        else:
            self.count(id, part, entries)
        if part["source"] == "imported":
            some = [{"entry": e, "score": self.dice.choice(["5", "6.25", None])} for e in self.most(entries)]
            self.tell("PartScoresImported", item=id, part=part["id"], scores=some)
        if self.chance(0.3):
            self.decide(id, book, entries)

    def most(self, entries: list[str]) -> list[str]:
        return [entry for entry in entries if self.chance(0.95)] or entries

    def rounds(self, entries: list[str]) -> Iterator[list[str]]:
        yield self.most(entries)
        if self.chance(0.4):
            yield self.dice.sample(entries, self.dice.randint(1, len(entries)))

    def decide(self, id: str, book: Made, entries: list[str]) -> None:
        """Who they are is told; then what is still open is decided, and an award is given by the jury."""
        self.tell("AttributesTold", item=id, attributes=[{"entry": entry} | self.attributes() for entry in entries])
        for rule in [tie["by"] for tie in book["ties"] if tie["by"] in ("lot", "chief", "ballot")]:
            found = check.item_result(self.lines, id)["entries"]
            for rank in sorted({row["rank"] for row in found.values() if row["tied"]}):
                groups = [[entry] for entry, row in found.items() if row["rank"] == rank]
                self.dice.shuffle(groups)
                if len(groups) > 2 and self.chance(0.3):
                    groups[:2] = [groups[0] + groups[1]]
                self.tell("TieDecided", item=id, rule=rule, groups=groups)
        self.override(id)

    def override(self, id: str) -> None:
        """The jury gives awards of every kind, or none, with a place or without; but nobody what they have."""
        found = check.item_result(self.lines, id)
        some = list(found["entries"])
        for entry in self.dice.sample(some, min(len(some), self.dice.choice([0, 1, 1, 2]))):
            award = self.dice.choice(["", *[id for id, winners in found["awards"].items() if entry not in winners]])
            where = {"item": id, "entry": entry}
            self.tell("AwardOverrideRequested", **where, award=award, reason_digest="d")
            self.tell("AwardOverrideApproved", **where)

    def round(self) -> dict[str, str]:
        """Entries of the first item that go on to the second."""
        found = check.item_result(self.lines, "one")
        return {entry: entry for entry in found["order"] if found["entries"][entry]["rank"] and self.chance(0.5)}


def own_parts(book: Made) -> list[str]:
    """Parts that judges mark each on their own."""
    return [part["id"] for part in book["parts"] if "panel" in part and part["panel"].get("by") != "joint"]


def may_lack(part: Made) -> bool:
    """Whether a part can do with fewer sheets, and no mark of it moves everyone."""
    return part.get("combine", {}).get("missing") in ("given", "replaced") and "adjust" not in part


def _mark(aspect: Made, value: str) -> Any:
    if aspect["kind"] in ("check", "veto"):
        return value == "true"
    return value.split() if aspect["kind"] == "measured" else value


def hashed(lines: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Each line with its hash in the chain."""
    head = b"\x00" * 32
    for raw in lines:
        head = hashlib.sha256(head + raw).digest()
        yield raw, head
