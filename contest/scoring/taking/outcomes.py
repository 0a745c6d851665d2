"""From the last mark to the published result: freezing, locking, unsealing, deciding, signing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .. import events as e
from ..course import missing
from ..events import EntryId, Line
from ..facts import NOTHING, Excused, Touched, Voided
from ..item import Frozen, Item, Signature
from ..rereading import beside, take_over
from ..slices import Steps, at_once

if TYPE_CHECKING:
    from ..contest import Contest


def frozen(contest: Contest, line: Line, event: e.BoardFrozen) -> Touched:
    item = contest.items[event.item]
    item.public_n += 1
    item.public_at = line.at
    stood = (item.state, item.withdrawn, item.names_known, item.rulebook, item.shown_entries())
    item.frozen = Frozen(line.at, item.public_n, line.at, *stood)
    return Touched(event.item, (), False)


def unfrozen(contest: Contest, line: Line, event: e.BoardUnfrozen) -> Touched:
    contest.items[event.item].frozen = None
    return Touched(event.item, None, True)


def locked_steps(contest: Contest, line: Line, event: e.ItemLocked) -> Steps[Touched]:
    """Panels that lack a judge are combined, where the rulebook says so."""
    item = contest.items[event.item]
    other = yield from beside(item, locked=True)
    item.locked = True
    take_over(item, other)
    item.excused = _excused(line, sheets=event.missing_digest)
    return Touched(event.item, None, True)


locked = at_once(locked_steps)


def _excused(line: Line, **reasons: str) -> tuple[Excused, ...]:
    """Who said why something may be missing: of which thing, and the digest of the reason."""
    return tuple(Excused(what, line.by, reason) for what, reason in reasons.items() if reason)


def unlock_asked(contest: Contest, line: Line, event: e.UnlockRequested) -> Touched:
    contest.items[event.item].unlock_by = line.by
    return Touched(event.item, (), False)


def unlocked_steps(contest: Contest, line: Line, event: e.UnlockApproved) -> Steps[Touched]:
    item = contest.items[event.item]
    other = yield from beside(item, locked=False, stage=replace(item.stage, over=False))
    if item.signature:
        seen = item.frozen is None and item.shows_result(contest.rehearsal)
        shown = seen or bool(item.voided and item.voided.shown)
        item.voided = Voided(item.signature.seq, item.signature.by, item.signature.at, line.at, shown)
    item.excused = ()
    item.locked, item.signature, item.published, item.unlock_by = False, None, False, ""
    item.stage.over = False
    item.undecide()
    take_over(item, other)
    return Touched(event.item, None, True)


unlocked = at_once(unlocked_steps)


def unsealing_asked(contest: Contest, line: Line, event: e.UnsealingRequested) -> Touched:
    contest.items[event.item].unseal_by = line.by
    return Touched(event.item, (), False)


def unsealed_steps(contest: Contest, line: Line, event: e.IdentityUnsealed) -> Steps[Touched]:
    """Parts that are known by name show from now on."""
    item = contest.items[event.item]
    other = yield from beside(item, unsealed=True)
    item.unsealed, item.unseal_by = True, ""
    _tell(item, event.attributes)
    take_over(item, other)
    return Touched(event.item, None, True)


unsealed = at_once(unsealed_steps)


def told(contest: Contest, line: Line, event: e.AttributesTold) -> Touched:
    _tell(contest.items[event.item], event.attributes)
    return Touched(event.item, tuple(EntryId(row["entry"]) for row in event.attributes), True)


def _tell(item: Item, rows: list[dict[str, str]]) -> None:
    for row in rows:
        entry = item.entries[EntryId(row["entry"])]
        told = {name: value for name, value in row.items() if name != "entry"}
        entry.unit = told.get("unit", "")
        entry.known = replace(entry.known, attributes=told)


def tie_decided(contest: Contest, line: Line, event: e.TieDecided) -> Touched:
    """Each entry of a group gets its turn; what another rule decided stays."""
    item = contest.items[event.item]
    for turn, group in enumerate(event.groups):
        for id in group:
            entry = item.entries[EntryId(id)]
            entry.known = replace(entry.known, decided={**entry.known.decided, event.rule: turn})
    return Touched(event.item, tuple(EntryId(id) for group in event.groups for id in group), True)


def override_asked(contest: Contest, line: Line, event: e.AwardOverrideRequested) -> Touched:
    contest.items[event.item].override_by[event.entry] = (line.by, event.award, event.reason_digest)
    return Touched(event.item, (), False)


def overridden(contest: Contest, line: Line, event: e.AwardOverrideApproved) -> Touched:
    item = contest.items[event.item]
    item.overrides[event.entry] = item.override_by.pop(event.entry)[1]
    return Touched(event.item, (event.entry,), True)


def signed(contest: Contest, line: Line, event: e.ResultSigned) -> Touched:
    item = contest.items[event.item]
    lacked = {lack.code: event.missing_digest for lack in missing(item)} if event.missing_digest else {}
    item.signature = Signature(line.seq, event.digest, line.by, line.at)
    item.excused += _excused(line, **lacked, check=event.unchecked_digest)
    if item.shows_result(contest.rehearsal):
        _leave_stage(item)
    return Touched(event.item, (), True)


def pack_given(contest: Contest, line: Line, event: e.CeremonyPackGiven) -> Touched:
    return NOTHING  # it is told by the journal alone: nothing of the result changes


def published(contest: Contest, line: Line, event: e.ResultPublished) -> Touched:
    item = contest.items[event.item]
    item.published, item.published_at, item.frozen = True, line.at, None
    _leave_stage(item)
    # What a signature covers does not change by publishing: `changed` stays, hence no entries are named as touched.
    return Touched(event.item, (), True)


def _leave_stage(item: Item) -> None:
    """The result is out as a whole: what was not revealed one by one shows with it."""
    item.stage.over = True
    for entry in item.entries.values() if item.rulebook.board.stage else ():
        item.refresh(entry)
