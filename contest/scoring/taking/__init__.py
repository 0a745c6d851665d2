"""Taking in committed events, one function a kind: `(contest, line, event) -> what it touched`.

May not be in here: deciding (a line that is here has happened, and is believed), clocks, dice, I/O.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .. import events as e
from ..events import Event, Line
from ..facts import Touched
from ..slices import Steps
from . import drawing, marks, outcomes, preparing, staging, votes

if TYPE_CHECKING:
    from ..contest import Contest

TAKE: dict[type[Event], Callable[[Contest, Line, Any], Touched]] = {
    e.ContestOpened: preparing.opened,
    e.RulebookSet: preparing.rulebook,
    e.UnitTableSet: preparing.unit_table,
    e.RolesShared: preparing.roles_shared,
    e.EntriesEntered: preparing.entered,
    e.RoundAdvanced: preparing.advanced,
    e.IdentityChanged: preparing.identity,
    e.CodesDrawn: preparing.codes,
    e.LayersSet: drawing.layers,
    e.NumbersDrawn: drawing.numbers,
    e.TableShown: drawing.shown,
    e.LotsDrawn: drawing.lots,
    e.SeatSet: preparing.seat,
    e.SeatRecused: preparing.recused,
    e.EntriesAssigned: drawing.assigned,
    e.MarkingOpened: marks.marking_opened,
    e.DeadlineSet: preparing.deadline,
    e.MaterialSet: preparing.material,
    e.SheetSubmitted: marks.submitted,
    e.SheetTyped: marks.typed,
    e.SheetSetAside: marks.set_aside,
    e.SheetConfirmed: marks.confirmed,
    e.SheetObjected: marks.objected,
    e.SheetReturned: marks.returned,
    e.SheetAdopted: marks.adopted,
    e.SheetDeclined: marks.declined,
    e.SpreadSettled: marks.settled,
    e.PartScoresImported: marks.imported,
    e.PenaltyGiven: marks.penalty,
    e.PenaltyLifted: marks.lifted,
    e.TimeRecorded: marks.timed,
    e.VotesCounted: votes.counted,
    e.VotesVoided: votes.voided,
    e.BallotHeld: votes.ballot,
    e.StatusSet: marks.status,
    e.EntryCalled: staging.called,
    e.EntryRevealed: staging.revealed,
    e.StageCleared: staging.cleared,
    e.BoardFrozen: outcomes.frozen,
    e.BoardUnfrozen: outcomes.unfrozen,
    e.ItemLocked: outcomes.locked,
    e.UnlockRequested: outcomes.unlock_asked,
    e.UnlockApproved: outcomes.unlocked,
    e.UnsealingRequested: outcomes.unsealing_asked,
    e.LayerUnsealed: drawing.unsealed,
    e.IdentityUnsealed: outcomes.unsealed,
    e.AttributesTold: outcomes.told,
    e.TieDecided: outcomes.tie_decided,
    e.AwardOverrideRequested: outcomes.override_asked,
    e.AwardOverrideApproved: outcomes.overridden,
    e.ResultSigned: outcomes.signed,
    e.CeremonyPackGiven: outcomes.pack_given,
    e.ResultPublished: outcomes.published,
    e.JournalRestored: preparing.restored,
}

IN_SLICES: dict[type[Event], Callable[[Contest, Line, Any], Steps[Touched]]] = {
    e.RulebookSet: preparing.rulebook_steps,
    e.SeatSet: preparing.seat_steps,
    e.EntriesAssigned: drawing.assigned_steps,
    e.ItemLocked: outcomes.locked_steps,
    e.UnlockApproved: outcomes.unlocked_steps,
    e.IdentityUnsealed: outcomes.unsealed_steps,
}
"""The same for kinds that mean working out every entry anew: until the last slice the contest is as it was."""
