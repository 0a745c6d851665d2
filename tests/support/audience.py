"""Who looks at a board: the people behind the codes, and a reader that holds a board as a browser does."""

from __future__ import annotations

import json
import zlib
from typing import Any

from contest.scoring.board import ItemBoard
from contest.scoring.contest import Contest
from contest.scoring.events import EntryId, ItemId
from tests.support.histories import ITEM, History, a_contest, a_plain_book

CANARY = "金丝雀"


def named(entry: EntryId) -> tuple[str, str]:
    """A name and a unit that nobody may see too early."""
    return f"{CANARY}{entry[:4]}", f"{CANARY}单位{entry[:2]}"


def public(contest: Contest, item: str = ITEM) -> ItemBoard:
    return ItemBoard(contest, ItemId(item), staff=False, names=named)


def staff(contest: Contest, item: str = ITEM) -> ItemBoard:
    return ItemBoard(contest, ItemId(item), staff=True, names=named)


class Reader:
    """A board as its reader holds it: a snapshot, and frames put upon it. Written from the contract, not the code."""

    def __init__(self, snapshot: str) -> None:
        self.board: dict[str, Any] = json.loads(snapshot)
        self.rows = {row["key"]: row for row in self.board["rows"]}
        self.order = [(row["key"], place) for row, place in zip(self.board["rows"], self.board["places"], strict=True)]

    def apply(self, text: str) -> None:
        frame = json.loads(text)
        assert frame["since"] == self.board["n"]
        assert frame["n"] >= self.board["n"], "never backwards"
        self.rows |= {row["key"]: row for row in frame["rows"]}
        window = frame["window"]
        if window:
            moved = list(zip(window["keys"], window["places"], strict=True))
            self.order[window["at"] : window["at"] + window["remove"]] = moved
        self.board |= {"n": frame["n"], "digest": frame["digest"], "head": self.board["head"] | frame["head"]}
        assert self.digest() == frame["digest"]

    def digest(self) -> str:
        lines = []
        for key, (place, tied) in self.order:
            row = json.dumps(self.rows[key], ensure_ascii=False, separators=(",", ":"))
            lines.append(f"{row}@{'' if place is None else place},{tied}")
        return f"{zlib.crc32(chr(10).join(lines).encode()):08x}"

    def sees(self) -> dict[str, Any]:
        """The whole board, as a snapshot would tell it."""
        rows = [self.rows[key] for key, _ in self.order]
        return self.board | {"rows": rows, "places": [list(place) for _, place in self.order]}


def seen(board: ItemBoard) -> list[tuple[Any, ...]]:
    """Code → (place, tied), in order, and the scores."""
    view = json.loads(board.view().snapshot())
    return [(row["code"], *place, row["score"]) for row, place in zip(view["rows"], view["places"], strict=True)]


def marked(*marks: str, **more: Any) -> History:
    """An open item where j1 gave each entry its one mark; `contest` and everything of its rulebook may be given."""
    cup = a_contest(**more.pop("contest", {})).with_item(a_plain_book(**more), entries=len(marks)).open()
    for number, mark in enumerate(marks, start=1):
        cup.sheet("j1", number, mark)
    return cup
