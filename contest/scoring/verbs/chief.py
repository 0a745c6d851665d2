"""What the chief judge does with an item: open, freeze, lock, unlock, decide on sheets, penalties, statuses, sign."""

from __future__ import annotations

from ..contest import Aside, Contest
from ..course import missing
from ..events import (
    Actor,
    BoardFrozen,
    BoardUnfrozen,
    Event,
    ItemLocked,
    MarkingOpened,
    PartId,
    PenaltyGiven,
    PenaltyLifted,
    ResultSigned,
    SheetAdopted,
    SheetDeclined,
    SheetReturned,
    StatusSet,
    TimeRecorded,
    UnlockApproved,
    UnlockRequested,
)
from ..flash import calls_again
from ..item import Entry, Item
from ..marking import take_sheet
from ..numbers import NotANumber, parse
from ..ranking import UNRANKED
from ..refused import CalculationsDiffer, Fault, MarksRefused, Refused
from ..results import results
from ..rulebook import Part, PenaltyRule
from ..timekeeping import most_back
from . import Values
from .finding import refuse_if_full, refuse_if_locked, the_entry, the_item, the_part


def open_marking(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Let judges mark the item."""
    item = the_item(contest, values)
    if item.opened:
        raise Refused("already_open", item=item.id)
    lacks = missing(item)
    if lacks:
        raise Refused("missing_" + lacks[0].code, item=item.id, **lacks[0].data)
    return MarkingOpened(item.id)


def freeze(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Stop the item's public board where it is."""
    item = the_item(contest, values)
    if item.frozen:
        raise Refused("already_frozen", item=item.id)
    if item.shows_result(contest.rehearsal):
        raise Refused("published", item=item.id)
    return BoardFrozen(item.id)


def unfreeze(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Let the item's public board move again."""
    item = the_item(contest, values)
    if not item.frozen:
        raise Refused("not_frozen", item=item.id)
    return BoardUnfrozen(item.id)


def lock(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Close the item to further sheets. With sheets missing it needs `missing_digest`: somebody's reason, by name."""
    item = the_item(contest, values)
    refuse_if_locked(item)
    if not item.opened:
        raise Refused("not_open", item=item.id)
    lacks = missing(item)
    if lacks and not values.get("missing_digest"):
        raise Refused("missing_sheets", item=item.id, **lacks[0].data)
    return ItemLocked(item.id, values.get("missing_digest", "") if lacks else "")


def request_unlock(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Ask to open a locked item again (`reason_digest`); a second person must agree."""
    item = _locked(contest, values)
    return UnlockRequested(item.id, values["reason_digest"])


def approve_unlock(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Agree, as another person, to open a locked item again."""
    item = _locked(contest, values)
    _second_person(item.unlock_by, by)
    return UnlockApproved(item.id)


def _second_person(first: str, by: Actor) -> None:
    if not first:
        raise Refused("not_requested")
    if first == by:
        raise Refused("same_person")


def _locked(contest: Contest, values: Values) -> Item:
    item = the_item(contest, values)
    if not item.locked:
        raise Refused("not_locked", item=item.id)
    return item


def return_sheet(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Send a sheet back to its judge: `code`, `part`, `owner`, `reason_digest`."""
    item = the_item(contest, values)
    refuse_if_locked(item)
    entry = the_entry(item, values)
    part = PartId(the_part(item, values, "judged").id)
    if entry.sheet(part, values["owner"]) is None:
        raise Refused("no_sheet", entry_code=values["code"])
    return SheetReturned(item.id, entry.id, part, values["owner"], values["reason_digest"])


def adopt_sheet(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Let a sheet that was set aside (`aside`) count after all, in place of the one that stands."""
    aside = _open_aside(contest, values)
    item = contest.items[aside.event.item]
    refuse_if_locked(item)
    try:
        part = item.rulebook.part(aside.event.part)
        _, score = take_sheet(part, aside.event.marks)
    except (MarksRefused, KeyError) as refused:
        raise Refused("sheet_does_not_fit", aside=aside.seq) from refused
    owner = contest.owner(item.id, aside.event.part, aside.event.seat)
    entry = item.entries[aside.event.entry]
    refuse_if_full(item, entry, part, owner)
    return SheetAdopted(item.id, aside.seq, values["reason_digest"], calls_again(item, entry, part, owner, score))


def decline_sheet(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Leave a sheet that was set aside (`aside`) uncounted."""
    aside = _open_aside(contest, values)
    return SheetDeclined(aside.event.item, aside.seq, values["reason_digest"])


def _open_aside(contest: Contest, values: Values) -> Aside:
    aside = contest.aside.get(values["aside"])
    if aside is None:
        raise Refused("unknown_sheet", aside=values["aside"])
    if aside.fate != "open":
        raise Refused("already_decided", aside=aside.seq)
    return aside


def give_penalty(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Give an entry a penalty of the rulebook: `code`, `penalty`, `count` or `points`, `reason_digest`."""
    item = the_item(contest, values)
    refuse_if_locked(item)
    return penalty_of(item, the_entry(item, values), values)


def penalty_of(item: Item, entry: Entry, values: Values) -> PenaltyGiven:
    """A penalty of the rulebook for an entry that was found, by its code or otherwise."""
    rule = next((rule for rule in item.rulebook.penalties if rule.id == values["penalty"]), None)
    if rule is None:
        raise Refused("unknown_penalty", penalty=values["penalty"])
    count = values.get("count", 1)
    if count < 1 or (rule.per == "once" and count != 1):
        raise Refused("penalty_count", penalty=rule.id)
    return PenaltyGiven(item.id, entry.id, rule.id, count, _points(rule, values), values.get("reason_digest", ""))


def _points(rule: PenaltyRule, values: Values) -> str | None:
    if rule.per != "given":
        return None
    try:
        points = parse(str(values.get("points") or ""))
    except NotANumber as fault:
        raise Refused("penalty_points", penalty=rule.id, max=str(rule.max)) from fault
    if points < 0 or (rule.max is not None and points > rule.max):
        raise Refused("penalty_points", penalty=rule.id, max=str(rule.max))
    return str(values["points"])


def lift_penalty(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Take back the penalty of line `given`."""
    item = the_item(contest, values)
    refuse_if_locked(item)
    entry = the_entry(item, values)
    if values["given"] not in entry.penalties:
        raise Refused("unknown_penalty", penalty=values["given"])
    return PenaltyLifted(item.id, entry.id, values["given"], values["reason_digest"])


def set_status(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Say that an entry is present, absent, withdrawn or disqualified: `code`, `status`, `reason_digest`."""
    item = the_item(contest, values)
    refuse_if_locked(item)
    entry = the_entry(item, values)
    if values["status"] not in UNRANKED or values["status"] == "eliminated":
        raise Refused("unknown_status", status=values["status"])
    if values["status"] == entry.status:
        raise Refused("same_status", entry_code=values["code"], status=entry.status)
    return StatusSet(item.id, entry.id, values["status"], values.get("reason_digest", ""))


def record_time(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Record the time an entry used for a part: `code`, `part`, `seconds`; `given_back` of them, where the rulebook
    allows it, were somebody else's fault. `taken_back`: there is none any more. `reason_digest`: why it changed."""
    item = the_item(contest, values)
    refuse_if_locked(item)
    entry = the_entry(item, values)
    part = _timed_part(item, values)
    why = values.get("reason_digest", "")
    if values.get("taken_back"):
        return TimeRecorded(item.id, entry.id, PartId(part.id), 0, reason_digest=why, taken_back=True)
    seconds, back = values["seconds"], values.get("given_back", 0)
    most = min(most_back(part.time), seconds)
    if not 0 <= back <= most:
        raise Refused("given_back", part=part.id, most=most)
    return TimeRecorded(item.id, entry.id, PartId(part.id), seconds, back, why)


def _timed_part(item: Item, values: Values) -> Part:
    """A part with a clock, however it is marked; or one that judges mark."""
    for part in item.rulebook.parts:
        if part.id == values["part"] and part.time is not None:
            return part
    return the_part(item, values, "judged")


def sign(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Sign exactly what was shown: `digest`. With scores missing, or carried over and others in their round by now, it
    needs `missing_digest`: somebody's reason, by name.

    `check` is what the second calculation came to: {digest: of the result that it was held against, count and
    differences, not_covered: why there is none}. Without one it needs `unchecked_digest`, of a reason.
    """
    item = _locked(contest, values)
    if item.signature:
        raise Refused("already_signed", item=item.id)
    if not item.names_known:
        raise Refused("missing_unsealing", item=item.id)
    lacks = missing(item)
    if lacks and not values.get("missing_digest"):
        raise Refused("missing_" + lacks[0].code, item=item.id, **lacks[0].data)
    check = values["check"]
    if not results(contest, item).digest == values["digest"] == check["digest"]:
        raise Refused("digest_differs", item=item.id)
    if check["count"]:
        raise CalculationsDiffer([Fault(**each) for each in check["differences"]], check["count"])
    unchecked = values.get("unchecked_digest", "") if check["not_covered"] else ""
    if check["not_covered"] and not unchecked:
        raise Refused("not_checked", why=check["not_covered"])
    digests = (values["digest"], values.get("missing_digest", "") if lacks else "")
    return ResultSigned(item.id, *digests, checked=not check["not_covered"], unchecked_digest=unchecked)
