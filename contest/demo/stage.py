"""The operator of a stage in a rehearsal: calls who comes next, and reveals a step once the panel has marked."""

from __future__ import annotations

from ..scoring.contest import Contest
from .offices import Offices

STEPS = ("call", "reveal", "clear")


class Operator:
    """One operator for every item of the contest that is marked on stage."""

    def __init__(self, offices: Offices, contest: Contest) -> None:
        self._offices = offices
        self._items = [item.id for item in contest.items.values() if item.rulebook.board.stage is not None]

    def step(self) -> bool:
        """Take the next step wherever one can be taken; False where none can. Refusal."""
        taken = [self._step(item) for item in self._items]  # each of them, not only the first that can
        return any(taken)

    def finish(self) -> None:
        """Everyone who has been marked and not been called yet, to the end. Refusal."""
        while self.step():
            pass

    def _step(self, item: str) -> bool:
        seen = self._offices.get("organizer", f"/items/{item}/stage")
        following = seen["next"]
        if following["act"] not in STEPS:
            return False
        said = {"act": following["act"], "code": following["code"] or "", "after": seen["seq"]}
        self._offices.post("organizer", f"/items/{item}/stage", said)
        return True
