"""What a judge's seat may see: its entries by code, its sheets, the schemes it marks by. Never an entry's id, name
or unit. A note is here as its digest in the chain; the text is joined elsewhere.

Nothing in here depends on the judge's own unit (design decision 5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .contest import Contest, Duty, Seat
from .deadlines import due
from .events import PartId, SeatId
from .facts import Aside
from .flash import round_of
from .flash_desk import flashed
from .item import JOINT, Entry, Item, Sheet
from .remarking import to_mark_again
from .rulebook import Part, dump_rulebook
from .rulebook_dump import dump_criteria
from .sheets import may_lack_aspects


def desk(contest: Contest, seat: Seat) -> dict[str, Any]:
    """`items` with their schemes, `entries` to mark and `sheets` handed in, as JSON."""
    duties = [duty for duty in seat.duties if contest.items[duty.item].by_code]
    items = {duty.item: contest.items[duty.item] for duty in duties}
    return {
        "items": [_item(item, {duty.part for duty in duties if duty.item == item.id}) for item in items.values()],
        "entries": [entry for item in items.values() for entry in _entries(item, duties)],
        "sheets": [sheet for duty in duties for sheet in _sheets(contest, seat, duty)],
        "called": [called for item in items.values() for called in _called(item, seat)],
        "flash": [shown for duty in duties for shown in flashed(contest, duty)],
    }


def _called(item: Item, seat: Seat) -> Iterator[dict[str, Any]]:
    """The entry that was called to the stage, where this seat marks it: its device opens the sheet."""
    id, part = item.stage.called, item.rulebook.board.stage
    if id is not None and part is not None and not item.stage.over and seat.marks(item.id, part, id):
        yield {"item": item.id, "code": item.entries[id].code, "part": part, "seq": item.stage.since}


def _item(item: Item, parts: set[Any]) -> dict[str, Any]:
    book = dump_rulebook(item.rulebook)
    schemes = [
        scheme(part, item.rulebook.part(part["id"])) | _due(item, part["id"])
        for part in book["parts"]
        if part["id"] in parts
    ]
    return {"id": item.id, "name": book["name"], "state": item.state, "rulebook": item.version, "parts": schemes}


def _due(item: Item, part: Any) -> dict[str, str]:
    """Until when sheets of the part are due, where somebody set it."""
    found = due(item, part)
    return {} if found is None else {"due": found["until"]}


def scheme(dumped: Mapping[str, Any], part: Part) -> dict[str, Any]:
    """What judges mark a part by; weights, ties and awards are not their concern and would only show what is at stake.
    `dumped`: the part as a rulebook file has it."""
    kept = ("id", "name", "out_of", "view", "criteria")
    told = {key: dumped[key] for key in kept if key in dumped}
    if part.entry == "total":  # what is marked is another scheme than the file has
        told["criteria"] = dump_criteria(part.criteria)
    panel = {"judges": dumped["panel"]["judges"], "by": dumped["panel"]["by"]}
    return told | {"panel": panel} | _limits(part)


def _limits(part: Part) -> dict[str, Any]:
    """What the part is out of, the minutes it may take where that is limited, whether a sheet of it may leave aspects
    empty, and how a sheet's figures are rounded."""
    stages = {"aspect": part.stages.aspect, "factor": part.stages.factor}
    said = {stage: {"digits": how.digits, "mode": how.mode} for stage, how in stages.items() if how is not None}
    time = {} if part.time is None else {"limit": str(part.time.limit)}
    return {"out_of": str(part.max), "partial": may_lack_aspects(part), "stages": said} | time


def _entries(item: Item, duties: list[Duty]) -> Iterator[dict[str, Any]]:
    """The item's entries by code, each with the parts this seat marks of it."""
    own = [duty for duty in duties if duty.item == item.id]
    for code in sorted(item.by_code):
        entry = item.by_code[code]
        parts = [duty.part for duty in own if duty.covers(entry.id)]
        if parts:
            beside = item.material.get(entry.id)
            told = {"station": _station(item, entry), "status": entry.status, "material": beside.files if beside else 0}
            yield {"item": item.id, "code": code, "parts": parts, **told}


def _station(item: Item, entry: Entry) -> str | None:
    """Where the entry stands, `2-3` for the third station of group 2. Never in a sealed item: who is called to which
    station is no secret, and beside the code it would be one's name."""
    station, group = item.draws.lot("station", entry.id), item.draws.lot("group", entry.id)
    if item.rulebook.sealed or station is None:
        return None
    return f"{group}-{station}" if group else str(station)


def _sheets(contest: Contest, seat: Seat, duty: Duty) -> Iterator[dict[str, Any]]:
    item = contest.items[duty.item]
    for code in sorted(item.by_code):  # in the order of entering they would tell who bears which code
        entry = item.by_code[code]
        shown = sheet_view(contest, item, entry, item.rulebook.part(duty.part), seat.id)
        if duty.covers(entry.id) and shown is not None:
            yield shown
    for aside in contest.aside.values():
        event = aside.event
        ours = (event.seat, event.item, event.part) == (seat.id, duty.item, duty.part) and duty.covers(event.entry)
        if aside.fate == "open" and ours and is_own(seat, aside):
            code = item.entries[event.entry].code
            kept = {"reason": event.reason, "seq": aside.seq}
            yield {
                "item": item.id,
                "code": code,
                "part": duty.part,
                "version": 0,
                "marks": event.marks,
                "note_digest": event.note_digest,
                "confirmed": False,
                "mine_confirmed": False,
                "typed_by": event.seat,
                "returned": False,
                "recorded": False,
                "again": [],
                "team": None,
                "set_aside": kept,
            }


def is_own(seat: Seat, aside: Aside) -> bool:
    """Whether a sheet set aside is the present judge's: those of who sat there before lie on the chief's desk alone."""
    return aside.seq >= seat.since and (aside.event.reason != "handed_over" or not seat.active)


def open_asides(contest: Contest, seat: Seat) -> list[int]:
    """The numbers of the seat's sheets, whoever handed them in, that wait for a decision: a device knows its own by
    them, and learns nothing of another's."""
    return [each.seq for each in contest.aside.values() if each.event.seat == seat.id and each.fate == "open"]


def sheet_view(contest: Contest, item: Item, entry: Entry, part: Part, seat: SeatId) -> dict[str, Any] | None:
    """The sheet of a part as its judge, or a member of its team, sees it; None where there is none."""
    owner = contest.owner(item.id, PartId(part.id), seat)
    sheet = entry.sheet(PartId(part.id), owner)
    if sheet is None:
        return None
    return {
        "item": item.id,
        "code": entry.code,
        "part": part.id,
        "version": sheet.version,
        "marks": sheet.marks,
        "note_digest": sheet.note_digest,
        "confirmed": sheet.counts,
        "mine_confirmed": seat in sheet.confirmed_by,
        "confirmed_by": len(sheet.confirmed_by) if owner == JOINT else int(sheet.counts),
        "typed_by": sheet.seat,
        "returned": sheet.returned,
        "recorded": bool(sheet.typed_by),
        "again": _again(entry, part, owner),
        "team": team_view(contest, item, entry, part, sheet) if owner == JOINT else None,
        "set_aside": None,
    }


def _again(entry: Entry, part: Part, owner: str) -> list[str]:
    """The aspects that this owner has to mark again, in the rulebook's order."""
    round = round_of(entry, PartId(part.id), owner)
    open_to = frozenset() if round is None else to_mark_again(part, round)
    return [aspect for aspect in part.aspects if aspect in open_to]


def team_view(contest: Contest, item: Item, entry: Entry, part: Part, sheet: Sheet) -> dict[str, Any]:
    """Where a joint sheet stands with its team, all by seat: who has `confirmed` it; whose confirmation of an earlier
    version was `withdrawn`, and the aspects `changed` since; a member's `objection`."""
    seats = contest.seats.values()
    no = sheet.objection
    return {
        "members": [seat.id for seat in seats if seat.active and seat.marks(item.id, PartId(part.id), entry.id)],
        "confirmed": [seat.id for seat in seats if seat.id in sheet.confirmed_by],
        "withdrawn": [seat.id for seat in seats if seat.id in sheet.withdrawn],
        "changed": [aspect for aspect in part.aspects if aspect in sheet.changed],
        "objection": None if no is None else {"seat": no.seat, "at": no.at, "reason_digest": no.reason_digest},
    }
