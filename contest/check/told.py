"""One item as a journal's lines tell it: the last word on every sheet, score, vote, penalty, time and status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from .awards import beside_a_name
from .item import listed, result
from .marksfile import JOINT
from .uncounted import counts, spared
from .units import One


@dataclass
class Told:
    """One item as the journal tells it so far.

    `sheets`: (entry, part, owner) → {marks, version, confirmed: seats, adopted}; `votes`: (part, channel) → entry →
    counted, `voided`: (entry, part, channel) → so many of them; `ballots`: part → those held, in order; `decided`: the
    places that lots, the chief or a ballot gave, (rule, entry → place); `overrides`: entry → award that the jury gave
    it, `asked` before a second person agreed; `shadows`: the contest's seats that only look on; `recused`: seat → the
    newest {entries, parts, stand_in} of it; `due`: part → until when its sheets may come ("" for ever). A sheet that
    came `late` counts only once it was adopted. `rounds`: (entry, part) → how often its judges were called to mark
    again, `settled`: where the chief lets them count apart. `conflicts`: (seat, part, entry) of its own unit,
    `desks`: part → (seat, entry) where entries were given to seats.
    """

    rulebook: Mapping[str, Any]
    shadows: set[str] = field(default_factory=set)
    recused: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    entries: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    sheets: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    aside: dict[int, dict[str, Any]] = field(default_factory=dict)
    scores: dict[tuple[str, str], str | Fraction] = field(default_factory=dict)
    penalties: dict[int, dict[str, Any]] = field(default_factory=dict)
    times: dict[tuple[str, str], int] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    decided: list[tuple[str, dict[str, int]]] = field(default_factory=list)
    votes: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    voided: dict[tuple[str, str, str], int] = field(default_factory=dict)
    ballots: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    overrides: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    rounds: dict[tuple[str, str], int] = field(default_factory=dict)
    settled: set[tuple[str, str]] = field(default_factory=set)
    locked: bool = False
    due: dict[str, str] = field(default_factory=dict)
    conflicts: set[tuple[str, str, str]] = field(default_factory=set)
    desks: dict[str, set[tuple[str, str]]] = field(default_factory=dict)

    @property
    def name(self) -> Mapping[str, str]:
        name: Mapping[str, str] = self.rulebook["name"]
        return name

    def result(self) -> dict[str, Any]:
        """The item calculated from what was told. Raises NotCovered."""
        found = result(self.rulebook, {entry: self._one(entry) for entry in self.entries}, final=self.locked)
        for entry, award in self.overrides.items():
            self._override(found, entry, award)
        told = {entry: self.attributes.get(entry, {}) for entry in self.entries}
        return found | listed(self.rulebook.get("awards") or (), found["awards"], found["prizes"], told)

    def _override(self, found: dict[str, Any], entry: str, given: str) -> None:
        """The jury's award instead of an entry's ordinary one; those given besides stay."""
        awards = list(self.rulebook.get("awards") or ())
        for award in awards:
            winners = found["awards"][award["id"]]
            if entry in winners and not award.get("besides"):
                winners.remove(entry)
            if award["id"] == given and entry not in winners:
                winners.append(entry)
        found["entries"][entry]["award"] = beside_a_name(awards, found["awards"], entry)

    def undecide(self) -> None:
        """Marks, scores or votes change: what was decided on ties and awards before is undone."""
        self.decided, self.overrides, self.asked = [], {}, {}

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

    def is_late(self, data: Mapping[str, Any], at: str) -> bool:
        """Whether a sheet came behind its part's deadline, and nobody had asked for it back."""
        until = self.due.get(data["part"])
        if not until or datetime.fromisoformat(at) <= datetime.fromisoformat(until):
            return False
        owner = JOINT if self.is_joint(data["part"]) else data["seat"]
        before = self.sheets.get((data["entry"], data["part"], owner))
        return before is None or not before["returned"]

    def _one(self, entry: str) -> dict[str, Any]:
        sheets: dict[str, dict[str, Any]] = {}
        for (whose, part, owner), sheet in self.sheets.items():
            if whose == entry and self._is_whole(part, owner, sheet) and self._may_count(entry, part, owner):
                sheets.setdefault(part, {})[owner] = sheet["marks"]
        return {
            "sheets": sheets,
            "spared": {
                part["id"]: spared(entry, part["id"], self._waited_for(entry, part["id"]), self.shadows)
                for part in self.rulebook["parts"]
            },
            "settled": [part["id"] for part in self.rulebook["parts"] if self._is_settled(entry, part)],
            "scores": {part: score for (whose, part), score in self.scores.items() if whose == entry},
            "votes": self._votes(entry),
            "ballots": {part: list(_listing(entry, held)) for part, held in self.ballots.items()},
            "penalties": [one for one in self.penalties.values() if one["entry"] == entry],
            "times": {part: seconds for (whose, part), seconds in self.times.items() if whose == entry},
            "status": self.statuses.get(entry, "present"),
            "attributes": self.attributes.get(entry, {}),
            "decided": {rule: places[entry] for rule, places in self.decided if entry in places},
        }

    def _waited_for(self, entry: str, part: str) -> dict[str, Mapping[str, Any]]:
        """The recusals that matter to a panel: where entries were given to seats, of those that have the entry, unless
        another one was given it too."""
        desk = self.desks.get(part)
        return {
            seat: told
            for seat, told in self.recused.items()
            if desk is None or ((seat, entry) in desk and (seat, part, entry) not in self.conflicts)
        }

    def of(self, entry: str, part: str) -> Iterator[dict[str, Any]]:
        """The sheets of a part of an entry."""
        return (sheet for (whose, which, _), sheet in self.sheets.items() if (whose, which) == (entry, part))

    def _is_settled(self, entry: str, part: Mapping[str, Any]) -> bool:
        """Whether judges may lie apart as they do: by the chief's word, or since no round is left."""
        most = ((part.get("combine") or {}).get("spread") or {}).get("rounds")
        used = self.rounds.get((entry, part["id"]), 0)
        return (entry, part["id"]) in self.settled or (most is not None and used >= int(most))

    def _votes(self, entry: str) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for (part, channel), counted in self.votes.items():
            if entry in counted:
                left = counted[entry] - self.voided.get((entry, part, channel), 0)
                found.setdefault(part, {})[channel] = max(0, left)
        return found

    def units(self) -> Iterator[One]:
        """Those whose unit is known, as a table of units asks for them. Raises NotCovered."""
        found = self.result()
        for name, row in found["entries"].items():
            unit = self.attributes.get(name, {}).get("unit")
            if unit:
                scores = {part: each["score"] for part, each in row["parts"].items()}
                prizes = [award for award, winners in found["awards"].items() if name in winners]
                times = [seconds for (entry, _), seconds in self.times.items() if entry == name]
                yield One(
                    self.rulebook["id"],
                    name,
                    unit,
                    row["rank"],
                    row["total"],
                    row["passed"],
                    scores,
                    prizes,
                    sum(times) if times else None,
                )

    def _may_count(self, entry: str, part: str, owner: str) -> bool:
        if (owner, part, entry) in self.conflicts:
            return False
        return owner == JOINT or counts(owner, entry, part, self.recused, self.shadows)

    def _is_whole(self, part: str, owner: str, sheet: Mapping[str, Any]) -> bool:
        """Whether its judge has confirmed a sheet; of a joint one, so many members as its panel has judges."""
        if sheet["late"]:
            return False
        if owner != JOINT:
            return owner in sheet["confirmed"]
        panels = {each["id"]: each["panel"] for each in self.rulebook["parts"] if "panel" in each}
        return bool(sheet["adopted"]) or len(sheet["confirmed"]) >= int(panels[part]["judges"])


def _listing(entry: str, held: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What each ballot that lists an entry said of it."""
    for ballot in held:
        for row in ballot["votes"]:
            if row["entry"] == entry:
                yield {**ballot, **row}
