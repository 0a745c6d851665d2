"""Flash mode: judges lay their marks down unseen, all show at one moment, and who lies too far apart marks again.

The recused are waited for, shown and measured like any other here, or their colleagues could tell that they do not
count (docs/decisions/0016-recusal-unseen.md); trainees take no part.
"""

from __future__ import annotations

from .entry import Entry, Sheet
from .events import PartId
from .item import Item, panel
from .marking import SheetScore
from .remarking import Round, used_up
from .rulebook_types import Part
from .spreads import held_apart


def is_flash(part: Part) -> bool:
    """Whether the judges of a part show their marks at the same moment (WorldSkills, rules.md §2)."""
    return part.view == "flash"


def laid(item: Item, entry: Entry, part: Part) -> dict[str, Sheet]:
    """The sheets whose judges are ready, by owner."""
    sheets = entry.sheets.get(PartId(part.id), {})
    return {owner: each for owner, each in sheets.items() if each.counts and owner not in item.uncounted.shadows}


def places(item: Item, entry: Entry, part: Part) -> int:
    """How many judges have to be ready."""
    return panel(part).sheets + item.uncounted.stand_ins(entry.id, PartId(part.id))


def shows(item: Item, entry: Entry, part: Part) -> bool:
    """Whether everyone may see everyone's marks: all are ready, or nobody can become so any more."""
    return item.locked or len(laid(item, entry, part)) >= places(item, entry, part)


def calls_again(item: Item, entry: Entry, part: Part, owner: str, score: SheetScore) -> bool:
    """Whether with this sheet of `owner` all are ready and lie so far apart that everyone has to mark again."""
    if not is_flash(part) or owner in item.uncounted.shadows:
        return False
    scores = {who: sheet.score for who, sheet in laid(item, entry, part).items()} | {owner: score}
    if len(scores) < places(item, entry, part) or used_up(part, entry.remarked.get(PartId(part.id))):
        return False
    return held_apart(part, scores)  # type: ignore[arg-type]


def round_of(entry: Entry, part: PartId, owner: str) -> Round | None:
    """The round in which this owner still has to mark again, if there is one."""
    sheet, remarked = entry.sheet(part, owner), entry.remarked.get(part)
    if sheet is None or sheet.counts or not remarked or not remarked.rounds:
        return None
    last = remarked.rounds[-1]
    return last if sheet.version <= last.seq else None
