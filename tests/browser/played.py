"""A served house, a contest in it, and the judge who marks there over a real socket."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import socketio

from tests.support.forked import Forked

OPENS_WITHIN = 30.0


def rulebook(item: str = "wall", **board: Any) -> dict[str, Any]:
    """A sealed item: practice of 100 points by one judge, and theory that is known by name."""
    points = {
        "id": "a",
        "name": {"zh": "墙体", "en": "Wall"},
        "kind": "points",
        "min": "0",
        "max": "100",
        "step": "0.5",
    }
    practice = {
        "id": "practice",
        "name": {"zh": "操作技能", "en": "Practice"},
        "source": "judged",
        "weight": "70",
        "panel": {"judges": 1, "by": "all"},
        "combine": {"method": "single"},
        "criteria": [{"id": "c", "name": {"zh": "成品", "en": "Product"}, "aspects": [points]}],
    }
    theory = {"id": "theory", "name": {"zh": "理论", "en": "Theory"}, "source": "imported", "weight": "30"}
    half_up = {"digits": 2, "mode": "half_up"}
    return {
        "format": 1,
        "id": item,
        "name": {"zh": "砌筑", "en": "Masonry"},
        "ranks": "person",
        "sealed": True,
        "weighting": "percent",
        "board": {"while_sealed": "parts", **board},
        "rounding": {"part": half_up, "weighted": half_up, "total": half_up},
        "parts": [theory | {"out_of": "100", "known_by_name": True}, practice],
        "ties": [{"by": "shared"}],
        "awards": [{"id": "first", "name": {"zh": "一等奖", "en": "First prize"}, "count": 1}],
    }


def panel(book: dict[str, Any], judges: int) -> None:
    """Give the practice of such a rulebook to several judges, whose mean counts."""
    practice = book["parts"][1]
    practice["panel"]["judges"], practice["combine"] = judges, {"method": "mean"}
    book["rounding"]["judges"] = book["rounding"]["part"]


class House:
    """A serving process: its address, and what one asks it. `said`, `asked`: its stdout and its stdin."""

    def __init__(self, said: IO[str], asked: IO[str]) -> None:
        self._said, self._asked = said, asked
        self.port = int(self._read()["port"])
        self.url = f"http://127.0.0.1:{self.port}"

    def _read(self) -> dict[str, Any]:
        line = self._said.readline()
        if not line:
            raise RuntimeError("the serving process has ended")
        found: dict[str, Any] = json.loads(line)
        return found

    def ask(self, **asked: Any) -> dict[str, Any]:
        """One act and its answer; a refusal fails the test."""
        self._asked.write(json.dumps(asked) + "\n")
        self._asked.flush()
        said = self._read()
        assert "refused" not in said, said
        return said


@contextmanager
def house(var: Path) -> Iterator[House]:
    """A house that serves until the block ends."""
    (said, to_us), (to_it, asked) = os.pipe(), os.pipe()
    with open(said, encoding="utf-8") as hears, open(asked, "w", encoding="utf-8") as asks:
        process = Forked(("-m", "tests.browser.house", str(var)), os.environ, to_us, 2, to_it)
        os.close(to_us)
        os.close(to_it)
        try:
            yield House(hears, asks)
        finally:
            asks.close()
            try:
                process.wait(10)
            finally:
                process.kill()


class Played:
    """One contest in a house, with its judge."""

    def __init__(self, served: House, *books: Mapping[str, Any], entries: int = 3, rehearsal: bool = False) -> None:
        self.id = f"c{uuid.uuid4().hex[:8]}"
        self._house = served
        self.url = served.url
        opening = {"books": list(books) or [rulebook()], "entries": entries, "rehearsal": rehearsal}
        tokens = served.ask(open=self.id, **opening)["tokens"]
        self._lines = {seat: socketio.SimpleClient() for seat in tokens}
        for seat, line in self._lines.items():
            auth = {"token": tokens[seat]}
            line.connect(self.url, namespace="/judging", auth=auth, transports=["websocket"], wait_timeout=10)
        hello = {"receipt": None, "unsent": 0, "app": "test", "visible": True}
        told = self._call("hello", hello)
        self._rulebooks = {each["id"]: each["rulebook"] for each in told["items"]}
        self._codes = [(entry["item"], entry["code"]) for entry in told["entries"]]

    def codes(self, item: str = "wall") -> list[str]:
        """The codes of an item's entries, in order."""
        return sorted(code for of, code in self._codes if of == item)

    def _call(self, name: str, said: Mapping[str, Any], seat: str = "j1") -> dict[str, Any]:
        reply: dict[str, Any] = self._lines[seat].call(name, dict(said), timeout=10)
        assert reply["outcome"] == "accepted", reply
        return reply

    def board(self, item: str = "wall", lang: str = "zh") -> str:
        """The address of an item's board."""
        return f"{self.url}/board/{self.id}.{item}?lang={lang}"

    def mark(self, code: str, points: str, item: str = "wall", base: int = 0, seat: str = "j1") -> int:
        """The judge confirms a sheet; its version."""
        sheet = {"item": item, "code": code, "part": "practice", "marks": {"a": points}, "note": ""}
        said = {"request": str(uuid.uuid4()), "base": base, "rulebook": self._rulebooks[item], "confirm": True}
        return int(self._call("sheet", sheet | said, seat)["version"])

    def act(self, verb: str, item: str = "wall", by: str = "account:chief", **values: Any) -> None:
        """An act of the desk."""
        self._house.ask(act=verb, contest=self.id, by=by, values={"item": item, **values})

    def unseal(self, item: str = "wall") -> None:
        """Lock, and two officers open the codes."""
        self.act("lock", item)
        self.act("ask_unsealing", item, by="account:officer")
        self.act("unseal", item, by="account:supervisor")

    def leave(self) -> None:
        """The judges go home."""
        for line in self._lines.values():
            socket = line.client.eio.ws if line.client else None
            line.disconnect()
            if socket:
                socket.shutdown()  # python-engineio leaves it to the garbage collector
