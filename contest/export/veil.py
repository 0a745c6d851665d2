"""What a draft of a sealed item may hold: codes and what judges marked, nothing that names who is behind one."""

from __future__ import annotations

from dataclasses import replace

from .view import AwardView, ItemView, ResultView, RowView


def veiled(view: ResultView) -> ResultView:
    """The view with every sealed item veiled; units of a contest with one are left out."""
    sealed = any(item.sealed for item in view.items)
    return replace(
        view,
        items=tuple(map(_item, view.items)),
        units=() if sealed else view.units,
        honours=() if sealed else view.honours,
    )


def _item(item: ItemView) -> ItemView:
    """Theory is known by name, so a total under a code unmasks it (design, decision 4): with such a part, places,
    totals and awards go too, and the rows come in the order of the codes."""
    if not item.sealed:
        return item
    shown = tuple(part for part in item.parts if not part.known_by_name)
    telling = len(shown) < len(item.parts)
    rows = [_row(row, {part.id for part in shown}, telling) for row in item.rows]
    if telling:
        rows.sort(key=lambda row: row.code)
    awards = () if telling else tuple(_unnamed_awards(item))
    return replace(item, parts=shown, rows=tuple(rows), awards=awards, promotions=())


def _row(row: RowView, shown: set[str], telling: bool) -> RowView:
    parts = {part: cell for part, cell in row.parts.items() if part in shown}
    bare = replace(row, number=None, name=None, unit=None, parts=parts, promotion=None)
    return replace(bare, rank=None, tied=False, total=None, award=None, money=None) if telling else bare


def _unnamed_awards(item: ItemView) -> list[AwardView]:
    return [
        replace(award, winners=tuple(replace(winner, name=None, unit=None) for winner in award.winners))
        for award in item.awards
    ]
