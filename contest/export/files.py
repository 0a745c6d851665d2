"""The files of results, by their kind: what a view, a language and a contest's people come to."""

from __future__ import annotations

from collections.abc import Callable

from ..people import People
from ..scoring.contest import Contest
from ..scoring.item import Item
from ..scoring.refused import Refused
from .csvfile import build_csv
from .extract import extract
from .result import Joiner
from .view import Lang, ResultView, file_name, refuse_unfinished
from .workbook import build_workbook

KINDS: dict[str, Callable[[ResultView, Lang], bytes]] = {"xlsx": build_workbook, "csv": build_csv}


def results_file(
    contest: Contest, people: People, wanted: str, kind: str, lang: Lang, *, draft: bool, what: str = ""
) -> tuple[str, bytes]:
    """The name and the bytes of a file of the `wanted` item's results, of all items' for "": the whole workbook or the
    ranking as CSV; or, with `what`, one list by itself (extract.WHAT). Refused("unknown_item"), ("export_unsigned")
    where it is neither signed nor asked for as a draft."""
    joiner, items = Joiner(contest, people), items_of(contest, wanted)
    view = joiner.result(items, draft=draft)
    refuse_unfinished(view)
    if not what:
        return file_name(view, lang, kind, "workbook" if kind == "xlsx" else "results"), KINDS[kind](view, lang)
    if what == "statistics":
        view = joiner.compared(view, items)
    return file_name(view, lang, kind, what), extract(view, what, kind, lang)


def items_of(contest: Contest, wanted: str) -> list[Item]:
    """The item of that id, or all for "". Refused("unknown_item")."""
    items = [item for item in contest.items.values() if wanted in ("", item.id)]
    if not items:
        raise Refused("unknown_item", item=wanted)
    return items
