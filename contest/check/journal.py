"""What a journal's lines give each entry of each item: the last word on every sheet, score, penalty, time and status.

Only what counts: sheets that their judge confirmed, joint ones that every seat of the team confirmed; what was set
aside once it was adopted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .known import NotCovered
from .marksfile import JOINT
from .places import result


@dataclass
class Told:
    """One item as the journal tells it so far.

    `sheets`: (entry, part, owner) → {marks, version, confirmed: seats}; `seats`: those of the whole contest;
    `decided`: the places that lots, the chief or a ballot gave, (rule, entry → place); `overrides`: entry → award that
    the jury gave it, `asked` before a second person agreed.
    """

    rulebook: Mapping[str, Any]
    seats: Mapping[str, Any]
    entries: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    sheets: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    aside: dict[int, dict[str, Any]] = field(default_factory=dict)
    scores: dict[tuple[str, str], str] = field(default_factory=dict)
    penalties: dict[int, dict[str, Any]] = field(default_factory=dict)
    times: dict[tuple[str, str], int] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    decided: list[tuple[str, dict[str, int]]] = field(default_factory=list)
    overrides: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    locked: bool = False

    @property
    def name(self) -> Mapping[str, str]:
        name: Mapping[str, str] = self.rulebook["name"]
        return name

    def result(self) -> dict[str, Any]:
        """The item calculated from what was told. Raises NotCovered."""
        found = result(self.rulebook, {entry: self._one(entry) for entry in self.entries}, final=self.locked)
        for entry, award in self.overrides.items():
            found["entries"][entry]["award"] = award or None
            for id, winners in found["awards"].items():
                found["awards"][id] = [name for name in winners if name != entry] + ([entry] if id == award else [])
        return found

    def rows(self, found: Mapping[str, Any]) -> list[dict[str, Any]]:
        """A line for each entry: {place, code, total, said}."""
        names = {award["id"]: award["name"] for award in self.rulebook.get("awards") or ()}
        return [self._row(entry, found["entries"][entry], names) for entry in found["order"]]

    def _row(self, entry: str, row: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
        if row["rank"] is None:
            said = f"{row['status']} {' '.join(row['missing'])}".strip()
        else:
            said = "{zh} {en}".format(**names[row["award"]]) if row["award"] else ""
        place = "–" if row["rank"] is None else f"{row['rank']}{'=' if row['tied'] else ''}"
        return {"place": place, "code": self.codes.get(entry, entry), "total": row["total"], "said": said}

    def is_joint(self, part: str) -> bool:
        panels = {each["id"]: each.get("panel") or {} for each in self.rulebook["parts"]}
        return panels[part].get("by") == "joint"

    def _one(self, entry: str) -> dict[str, Any]:
        sheets: dict[str, dict[str, Any]] = {}
        for (whose, part, owner), sheet in self.sheets.items():
            if whose == entry and self._members(entry, part, owner) <= sheet["confirmed"]:
                sheets.setdefault(part, {})[owner] = sheet["marks"]
        return {
            "sheets": sheets,
            "scores": {part: score for (whose, part), score in self.scores.items() if whose == entry},
            "penalties": [one for one in self.penalties.values() if one["entry"] == entry],
            "times": {part: seconds for (whose, part), seconds in self.times.items() if whose == entry},
            "status": self.statuses.get(entry, "present"),
            "attributes": self.attributes.get(entry, {}),
            "decided": {rule: places[entry] for rule, places in self.decided if entry in places},
        }

    def _members(self, entry: str, part: str, owner: str) -> set[str]:
        if owner != JOINT:
            return {owner}
        return {name for name, seat in self.seats.items() if _is_for(seat, self.rulebook["id"], part, entry)}


def _is_for(seat: Mapping[str, Any], item: str, part: str, entry: str) -> bool:
    return bool(seat.get("active", True)) and any(
        (duty["item"], duty["part"]) == (item, part) and (duty.get("entries") is None or entry in duty["entries"])
        for duty in seat["duties"]
    )


class Reader:
    """Folds lines, one by one."""

    def __init__(self) -> None:
        self.items: dict[str, Told] = {}
        self.seats: dict[str, Mapping[str, Any]] = {}
        self.unit_table: Mapping[str, Any] | None = None

    def read(self, line: Mapping[str, Any]) -> None:
        """One line of the journal. Kinds that change no result are passed over."""
        data = line["data"]
        act = getattr(self, "_" + line["kind"], None)
        told = self.items.get(data.get("item", ""))
        if act is not None:
            act(told, data, line)

    def _RulebookSet(self, told: Told | None, data: Any, line: Any) -> None:
        if told is None:
            self.items[data["item"]] = Told(data["rulebook"], self.seats)
        else:
            told.rulebook = data["rulebook"]

    def _UnitTableSet(self, _: Any, data: Any, line: Any) -> None:
        self.unit_table = data["table"]

    def _SeatSet(self, _: Any, data: Any, line: Any) -> None:
        self.seats[data["seat"]] = data

    def _EntriesEntered(self, told: Told, data: Any, line: Any) -> None:
        told.entries += [row["entry"] for row in data["entries"]]

    def _CodesDrawn(self, told: Told, data: Any, line: Any) -> None:
        told.codes |= {row["entry"]: row["code"] for row in data["codes"]}

    def _PartScoresImported(self, told: Told, data: Any, line: Any) -> None:
        for row in data["scores"]:
            told.scores.pop((row["entry"], data["part"]), None)
            if row["score"] is not None:
                told.scores[row["entry"], data["part"]] = row["score"]

    def _SheetSubmitted(self, told: Told, data: Any, line: Any) -> None:
        confirmed = {data["seat"]} if data.get("confirmed") else set()
        self._put(told, data, line["seq"], confirmed)

    def _put(self, told: Told, data: Any, version: int, confirmed: set[str]) -> None:
        owner = JOINT if told.is_joint(data["part"]) else data["seat"]
        sheet = {"marks": data["marks"], "version": version, "confirmed": confirmed}
        told.sheets[data["entry"], data["part"], owner] = sheet

    def _SheetConfirmed(self, told: Told, data: Any, line: Any) -> None:
        owner = JOINT if told.is_joint(data["part"]) else data["seat"]
        sheet = told.sheets[data["entry"], data["part"], owner]
        if sheet["version"] == data["version"]:
            sheet["confirmed"].add(data["seat"])

    def _SheetReturned(self, told: Told, data: Any, line: Any) -> None:
        owner = JOINT if told.is_joint(data["part"]) else data["owner"]
        told.sheets[data["entry"], data["part"], owner]["confirmed"].clear()

    def _SheetSetAside(self, told: Told, data: Any, line: Any) -> None:
        told.aside[line["seq"]] = data

    def _SheetDeclined(self, told: Told, data: Any, line: Any) -> None:
        told.aside.pop(data["aside"])

    def _SheetAdopted(self, told: Told, data: Any, line: Any) -> None:
        """Who adopts a sheet confirms it for everyone whose it is."""
        sheet = told.aside.pop(data["aside"])
        self._put(told, sheet, line["seq"], {sheet["seat"], *self.seats})

    def _PenaltyGiven(self, told: Told, data: Any, line: Any) -> None:
        told.penalties[line["seq"]] = {"rule": data["penalty"], **data}

    def _PenaltyLifted(self, told: Told, data: Any, line: Any) -> None:
        told.penalties.pop(data["given"])

    def _TimeRecorded(self, told: Told, data: Any, line: Any) -> None:
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
        """Marks may change from here on, so what was decided on ties and awards is undone."""
        told.locked, told.decided = False, []
        told.overrides, told.asked = {}, {}

    def _IdentityUnsealed(self, told: Told, data: Any, line: Any) -> None:
        for row in data["attributes"]:
            told.attributes.setdefault(row["entry"], {}).update(row)

    _AttributesTold = _IdentityUnsealed


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
    if with_units and reader.unit_table is not None:
        raise NotCovered("the table of units")
    return reader.items[item].result() | {"units": None}
