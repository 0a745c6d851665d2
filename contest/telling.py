"""A journal's lines in plain words: who did what when, in Chinese and in English.

Of an item whose codes are still sealed only the head of a line is told (decision 5), its course apart: what happened to
each entry shows once it is unsealed. Free texts are told where they have not been erased.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .locale import LANGUAGES, catalogue, say
from .scoring.contest import Contest
from .scoring.events import Event, Line, RulebookSet, TimeRecorded
from .scoring.item import Item

Texts = Mapping[str, str]
"""Digest → text."""
Names = Mapping[str, str]
"""Actor → name."""
Seats = Mapping[str, Mapping[str, str]]
"""Seat → its names, by language, and its judge's."""

LISTS = (
    "entries",
    "codes",
    "numbers",
    "lots",
    "holders",
    "scores",
    "votes",
    "attributes",
    "entered",
    "winners",
    "order",
)
PLAIN = (
    "points",
    "count",
    "until",
    "files",
    "seconds",
    "given_back",
    "channel",
    "version",
    "step",
    "present",
    "issued",
    "valid",
    "aside",
    "layer",
)


OPEN = (
    *("RulebookSet", "EntriesEntered", "CodesDrawn", "MarkingOpened", "DeadlineSet", "PartScoresImported"),
    *("BoardFrozen", "BoardUnfrozen", "ItemLocked", "UnlockRequested", "UnlockApproved", "UnsealingRequested"),
    *("LayersSet", "NumbersDrawn", "TableShown", "LotsDrawn", "LayerUnsealed"),
)
"""Kinds that say nothing of any one entry: told of a sealed item too, whose state line shows as much."""


UNSEEN = ("SeatRecused", "EntriesAssigned")
"""Kinds that nobody is to notice while judges mark (decision 16), in an open item either."""


def is_hidden(fold: Contest, line: Line) -> bool:
    """Whether what happened may not be told yet: names are sealed, or a recusal could be noticed."""
    item = item_of(fold, line)
    if item is None:
        return False
    return (not item.names_known and line.event.kind not in OPEN) or (line.event.kind in UNSEEN and not item.locked)


def item_of(fold: Contest, line: Line) -> Item | None:
    """The item a line is about; None for one of the whole contest."""
    return fold.items.get(getattr(line.event, "item", None))  # type: ignore[arg-type]


def code_of(fold: Contest, line: Line) -> str:
    """The code of the entry a line is about, "" for none."""
    item, entry = item_of(fold, line), getattr(line.event, "entry", None)
    found = item.entries.get(entry) if item and entry else None
    return str(found.code or "") if found else ""


def digests(lines: Iterable[Line]) -> set[str]:
    """The digests of the free texts that these lines speak of."""
    names = ("reason_digest", "note_digest", "missing_digest", "unchecked_digest", "to_digest")
    return {digest for line in lines for name in names if (digest := getattr(line.event, name, ""))}


def told(fold: Contest, line: Line, names: Names, seats: Seats, texts: Texts) -> dict[str, Any]:
    """One line: `{"seq", "at", "kind", "who", "item", "code", "message", "text"}`; of a hidden one seq and at."""
    if is_hidden(fold, line):
        nothing = dict.fromkeys(("who", "item", "message", "text"))
        return {"seq": line.seq, "at": line.at, "kind": "", "code": ""} | nothing
    item = item_of(fold, line)
    said = [texts[digest] for digest in sorted(digests([line])) if digest in texts]
    return {
        "seq": line.seq,
        "at": line.at,
        "kind": line.event.kind,
        "who": {language: _who(line.by, names, seats, language) for language in LANGUAGES},
        "item": None if item is None else str(item.id),
        "code": code_of(fold, line),
        "message": {language: _message(fold, line, names, seats, language) for language in LANGUAGES},
        "text": "；".join(said) or None,
    }


def _who(actor: str, names: Names, seats: Seats, language: str) -> str:
    """A person's name; a judge by seat and name; the program itself."""
    kind, _, id = actor.partition(":")
    if kind == "seat":
        return _seat(id, seats, language)
    return names.get(actor) or (say(language, "journal.system") if actor == "system" else actor)


def _seat(seat: str, seats: Seats, language: str) -> str:
    known = seats.get(seat, {})
    return " · ".join(dict.fromkeys(filter(None, (known.get(language, seat), known.get("judge", "")))))


def _message(fold: Contest, line: Line, names: Names, seats: Seats, language: str) -> str:
    agreed = names.get(getattr(line.event, "agreed_by", ""), "")
    return say(language, _sentence(line.event), _data(fold, line, seats, language) | {"agreed": agreed}).strip()


def _sentence(event: Event) -> str:
    """The name of its sentence; a draw by hand, which no seed proves, has one of its own, and so have times that were
    given or taken back, and a rulebook that a second person agreed to."""
    if isinstance(event, RulebookSet):
        return "journal.RulebookSet" + ".agreed" * bool(event.agreed_by)
    if isinstance(event, TimeRecorded):
        return "journal.TimeRecorded" + (".taken_back" if event.taken_back else ".given_back" * bool(event.given_back))
    by_hand = not (getattr(event, "seed_digest", None) if event.kind != "LotsDrawn" else getattr(event, "seed", None))
    drawn = event.kind in ("CodesDrawn", "NumbersDrawn", "LotsDrawn")
    return f"journal.{event.kind}" + ".hand" * (drawn and by_hand)


def _data(fold: Contest, line: Line, seats: Seats, language: str) -> dict[str, Any]:
    """All that a sentence may name; what an event does not have is empty."""
    event, item = line.event, item_of(fold, line)
    data: dict[str, Any] = {name: _text(getattr(event, name, "")) for name in PLAIN}
    data["code"] = code_of(fold, line)
    data["item"] = getattr(item.rulebook.name, language) if item else ""
    data["part"] = _part(item, getattr(event, "part", ""), language)
    data["seat"] = _seat(str(getattr(event, "seat", "")), seats, language)
    data["n"] = next((len(getattr(event, name)) for name in LISTS if isinstance(getattr(event, name, None), list)), "")
    data["marks"] = _marks(item, event, language)
    data["penalty"] = _named(item.rulebook.penalties if item else (), getattr(event, "penalty", ""), language)
    data["award"] = _named(item.rulebook.awards if item else (), getattr(event, "award", ""), language)
    data["shared"] = say(language, f"journal.roles.{'shared' if getattr(event, 'shared', False) else 'apart'}")
    for name, area in (
        ("status", "export.status"),
        ("reason", "console.aside.reason"),
        ("what", "journal.lots"),
        ("way", "journal.way"),
    ):
        data[name] = _word(language, area, getattr(event, name, ""))
    return data


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _word(language: str, area: str, id: Any) -> str:
    return say(language, f"{area}.{id}") if f"{area}.{id}" in catalogue(language) else _text(id)


def _named(known: Iterable[Any], id: str, language: str) -> str:
    return next((getattr(each.name, language) for each in known if each.id == id), id)


def _part(item: Item | None, id: str, language: str) -> str:
    return _named(item.rulebook.parts if item else (), id, language)


def _marks(item: Item | None, event: Event, language: str) -> str:
    """Each mark by its aspect's name, in the order of the scheme."""
    marks = getattr(event, "marks", None)
    if item is None or not isinstance(marks, Mapping):
        return ""
    part = next((part for part in item.rulebook.parts if part.id == getattr(event, "part", "")), None)
    names = {aspect.id: getattr(aspect.name, language) for aspect in part.aspects.values()} if part else {}
    ordered = [id for id in names if id in marks] + [id for id in marks if id not in names]
    joint = "，" if language == "zh" else ", "
    return joint.join(f"{names.get(id, id)} {_mark(marks[id], language)}" for id in ordered)


def _mark(mark: Any, language: str) -> str:
    if isinstance(mark, bool):
        return say(language, "journal.yes" if mark else "journal.no")
    return " / ".join(mark) if isinstance(mark, list | tuple) else str(mark)
