"""A journal's lines folded, item by item.

Only what counts: sheets that their judge confirmed, joint ones that so many members confirmed as the panel has judges;
what was set aside once it was adopted; nothing of a shadow, nor of a seat that is recused from the entry.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from .known import cover_units
from .marksfile import JOINT
from .told import Told
from .units import table


class Reader:
    """Folds lines, one by one."""

    def __init__(self) -> None:
        self.items: dict[str, Told] = {}
        self.unit_table: Mapping[str, Any] | None = None
        self.shadows: set[str] = set()

    def read(self, line: Mapping[str, Any]) -> None:
        """One line of the journal. Kinds that change no result are passed over."""
        data = line["data"]
        act = getattr(self, "_" + line["kind"], None)
        told = self.items.get(data.get("item", ""))
        if act is not None:
            act(told, data, line)

    def _RulebookSet(self, told: Told | None, data: Any, line: Any) -> None:
        if told is None:
            self.items[data["item"]] = Told(data["rulebook"], self.shadows)
        else:
            told.rulebook = data["rulebook"]

    def _UnitTableSet(self, _: Any, data: Any, line: Any) -> None:
        self.unit_table = data["table"]

    def units(self) -> dict[str, Any] | None:
        """The table of units as things stand. Raises NotCovered."""
        if self.unit_table is None:
            return None
        cover_units(self.unit_table)
        items = [self.items[id] for id in self.unit_table["items"] if id in self.items]
        return table(self.unit_table, [one for told in items for one in told.units()])

    def _SeatSet(self, _: Any, data: Any, line: Any) -> None:
        """What a seat is by its newest line holds for every sheet it gave."""
        self.shadows.discard(data["seat"])
        if data.get("shadow"):
            self.shadows.add(data["seat"])

    def _SeatRecused(self, told: Told, data: Any, line: Any) -> None:
        told.recused[data["seat"]] = data

    def _EntriesAssigned(self, told: Told, data: Any, line: Any) -> None:
        """Whose own unit an entry is marks it, and does not count: another one marks it too."""
        told.conflicts = {each for each in told.conflicts if each[1] != data["part"]}
        told.conflicts |= {(row["seat"], data["part"], entry) for row in data["seats"] for entry in row["recused"]}
        told.desks[data["part"]] = {(row["seat"], entry) for row in data["seats"] for entry in row["entries"]}

    def _EntriesEntered(self, told: Told, data: Any, line: Any) -> None:
        told.entries += [row["entry"] for row in data["entries"]]

    def _RoundAdvanced(self, told: Told, data: Any, line: Any) -> None:
        """Totals are carried over as they stand now: the earlier round is signed."""
        told.entries += [row["entry"] for row in data["entries"]]
        if data["into"]:
            before = self.items[data["round"]].result()["entries"]
            for row in data["entries"]:
                told.scores[row["entry"], data["into"]] = before[row["source"]]["total"]
            told.undecide()

    def _VotesCounted(self, told: Told, data: Any, line: Any) -> None:
        counted = told.votes.setdefault((data["part"], data["channel"]), {})
        counted.update({row["entry"]: row["votes"] for row in data["votes"]})
        told.undecide()

    def _VotesVoided(self, told: Told, data: Any, line: Any) -> None:
        of = data["entry"], data["part"], data["channel"]
        told.voided[of] = told.voided.get(of, 0) + data["votes"]
        told.undecide()

    def _BallotHeld(self, told: Told, data: Any, line: Any) -> None:
        told.ballots.setdefault(data["part"], []).append(data)
        told.undecide()

    def _CodesDrawn(self, told: Told, data: Any, line: Any) -> None:
        told.codes |= {row["entry"]: row["code"] for row in data["codes"]}

    def _PartScoresImported(self, told: Told, data: Any, line: Any) -> None:
        for row in data["scores"]:
            told.scores.pop((row["entry"], data["part"]), None)
            if row["score"] is not None:
                told.scores[row["entry"], data["part"]] = row["score"]
        told.undecide()

    def _DeadlineSet(self, told: Told, data: Any, line: Any) -> None:
        told.due[data["part"]] = data["until"]

    def _SheetSubmitted(self, told: Told, data: Any, line: Any) -> None:
        confirmed = {data["seat"]} if data.get("confirmed") else set()
        late = not data.get("typed_by") and told.is_late(data, line["at"])
        self._put(told, data, line["seq"], confirmed)
        told.sheets[_place(told, data)]["late"] = late
        self._marks_again(told, data, data["entry"], data["part"])

    def _marks_again(self, told: Told, data: Any, entry: str, part: str) -> None:
        """Where a line says so, no sheet of its part counts before its judge has given it anew."""
        if data.get("again"):
            told.rounds[entry, part] = told.rounds.get((entry, part), 0) + 1
            for sheet in told.of(entry, part):
                if sheet["confirmed"]:
                    sheet |= {"shown": sheet["confirmed"], "confirmed": set(), "adopted": False}

    def _SpreadSettled(self, told: Told, data: Any, line: Any) -> None:
        """What had been shown counts after all, apart as it is."""
        told.settled.add((data["entry"], data["part"]))
        for sheet in told.of(data["entry"], data["part"]):
            if "shown" in sheet:
                sheet["confirmed"] = sheet.pop("shown")

    def _put(self, told: Told, data: Any, version: int, confirmed: set[str], adopted: bool = False) -> None:
        told.sheets[_place(told, data)] = {
            "marks": data["marks"],
            "version": version,
            "confirmed": confirmed,
            "adopted": adopted,
            "returned": False,
            "late": False,
        }
        told.settled.discard((data["entry"], data["part"]))

    def _SheetConfirmed(self, told: Told, data: Any, line: Any) -> None:
        sheet = told.sheets[_place(told, data)]
        sheet["returned"] = False
        if sheet["version"] == data["version"]:
            sheet["confirmed"].add(data["seat"])
        self._marks_again(told, data, data["entry"], data["part"])

    def _SheetObjected(self, told: Told, data: Any, line: Any) -> None:
        told.sheets[data["entry"], data["part"], JOINT]["confirmed"] = set()

    def _SheetReturned(self, told: Told, data: Any, line: Any) -> None:
        owner = JOINT if told.is_joint(data["part"]) else data["owner"]
        sheet = told.sheets[data["entry"], data["part"], owner]
        sheet |= {"confirmed": set(), "adopted": False, "returned": True}
        sheet.pop("shown", None)
        told.settled.discard((data["entry"], data["part"]))

    def _SheetSetAside(self, told: Told, data: Any, line: Any) -> None:
        told.aside[line["seq"]] = data

    def _SheetDeclined(self, told: Told, data: Any, line: Any) -> None:
        told.aside.pop(data["aside"])

    def _SheetAdopted(self, told: Told, data: Any, line: Any) -> None:
        """Who adopts a sheet confirms it for everyone whose it is."""
        sheet = told.aside.pop(data["aside"])
        self._put(told, sheet, line["seq"], {sheet["seat"]}, adopted=True)
        self._marks_again(told, data, sheet["entry"], sheet["part"])

    def _PenaltyGiven(self, told: Told, data: Any, line: Any) -> None:
        told.penalties[line["seq"]] = {"rule": data["penalty"], **data}

    def _PenaltyLifted(self, told: Told, data: Any, line: Any) -> None:
        told.penalties.pop(data["given"])

    def _TimeRecorded(self, told: Told, data: Any, line: Any) -> None:
        told.times.pop((data["entry"], data["part"]), None)
        if not data.get("taken_back"):
            told.times[data["entry"], data["part"]] = data["seconds"] - data.get("given_back", 0)

    def _StatusSet(self, told: Told, data: Any, line: Any) -> None:
        told.statuses[data["entry"]] = data["status"]

    def _TieDecided(self, told: Told, data: Any, line: Any) -> None:
        places = {entry: place for place, group in enumerate(data["groups"]) for entry in group}
        told.decided = [each for each in told.decided if each[0] != data["rule"] or not set(places) & set(each[1])]
        told.decided.append((data["rule"], places))

    def _AwardOverrideRequested(self, told: Told, data: Any, line: Any) -> None:
        told.asked[data["entry"]] = data["award"]

    def _AwardOverrideApproved(self, told: Told, data: Any, line: Any) -> None:
        told.overrides[data["entry"]] = told.asked.pop(data["entry"])

    def _ItemLocked(self, told: Told, data: Any, line: Any) -> None:
        told.locked = True

    def _UnlockApproved(self, told: Told, data: Any, line: Any) -> None:
        """Marks may change from here on."""
        told.locked = False
        told.undecide()

    def _IdentityUnsealed(self, told: Told, data: Any, line: Any) -> None:
        """All that is known of somebody: what is not told any more holds no more."""
        told.attributes |= {row["entry"]: row for row in data["attributes"]}

    _AttributesTold = _IdentityUnsealed


def _place(told: Told, data: Mapping[str, Any]) -> tuple[str, str, str]:
    """Where a sheet lies: entry, part, and its judge or the whole team."""
    return data["entry"], data["part"], JOINT if told.is_joint(data["part"]) else data["seat"]


def read(lines: Iterable[str | bytes]) -> Reader:
    """A journal's lines, or an export's rows, folded in order. Whether the chain holds is verify.py's question."""
    reader = Reader()
    for text in lines:
        if text.strip():
            told = json.loads(text)
            reader.read(json.loads(told["line"]) if "line" in told else told)
    return reader


def journal_items(lines: Iterable[str | bytes]) -> list[Told]:
    """The items of a journal, as they stand at its end."""
    return list(read(lines).items.values())


def recomputed(lines: Iterable[str | bytes]) -> dict[str, dict[str, Any]]:
    """Item → its result from the journal alone, as `places.result` gives it. Raises NotCovered."""
    return {id: told.result() for id, told in read(lines).items.items()}


def item_result(lines: Iterable[str | bytes], item: str, with_units: bool = False) -> dict[str, Any]:
    """Everything of one item, as this package's first page says it. Raises NotCovered; KeyError for no such item."""
    reader = read(lines)
    return reader.items[item].result() | {"units": reader.units() if with_units else None}


def units_result(lines: Iterable[str | bytes]) -> dict[str, Any] | None:
    """The contest's table of units as item_result tells it; None without one. Raises NotCovered."""
    return read(lines).units()
