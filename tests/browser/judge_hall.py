"""A small contest for the judge's page: one item with every kind of aspect, and a server that goes away and comes back.

Run as a program it writes to the database while no server holds it: `open ENTRIES` (→ JSON), `revoke SEAT`.
"""

import atexit
import contextlib
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import time
import urllib.request
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from contest.simulate.rest import Rest
from tests.support.forked import Forked, Heard
from tests.support.server import SERVE, free_port

CONTEST = "hall"
PAIRING = f"/api/contests/{CONTEST}/pairing"
CHIEF, OFFICE, PASSWORD = "chief", "office", "a long enough password"
JUDGE, FIRST_OF_TEAM, SECOND_OF_TEAM, LOOKER = "judge-1", "team-1", "team-2", "look-1"
TASTER, BATCH, WHOLE = "taste-1", "dish-1", "whole-1"
PANEL = ("panel-1", "panel-2", "panel-3")
SECOND_DEVICE = "look-1 again"  # a second link for the same seat
UP_WITHIN = 20.0  # seconds
CLI = str(Path(sys.executable).with_name("contest"))

GRADES = [("低于标准", "Below"), ("达到标准", "Meets"), ("超过标准", "Exceeds"), ("优秀", "Excellent")]
ROUND = {"digits": 2, "mode": "half_up"}


def words(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def aspect(id: str, zh: str, en: str, kind: str, maximum: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "name": words(zh, en), "kind": kind, "max": maximum, **more}


def part(
    id: str, zh: str, en: str, out_of: str, panel: dict[str, Any], aspects: list[dict[str, Any]], **more: Any
) -> dict[str, Any]:
    return {
        "id": id,
        "name": words(zh, en),
        "source": "judged",
        "weight": "50",
        "out_of": out_of,
        "panel": panel,
        "combine": {"method": "single", "level": "sheet", "missing": "block"},
        "criteria": [{"id": f"{id}-c", "name": words("评分", "Marks"), "aspects": aspects}],
    } | more


EVERY_KIND = [
    aspect("points", "工序", "Sequence", "points", "20", min="0", step="0.5", help=words("按图纸完成。", "As drawn.")),
    aspect("grade", "整洁", "Tidiness", "judgement", "15", descriptors=[words(*grade) for grade in GRADES]),
    aspect(
        "length", "墙长", "Length", "measured", "15", unit="mm", nominal="1865", readings=2, tolerance="5", per_unit="1"
    ),
    aspect("helmet", "安全帽", "Helmet", "check", "20"),
    aspect("joints", "灰缝", "Joints", "faults", "30", per_fault="2"),
]
LOOKS = [aspect(id, zh, id, "points", "10", min="0", step="1") for id, zh in [("front", "正面"), ("back", "背面")]]
SHORT = aspect("short", "分量不足", "Short weight", "bands", "20", unit="%", most="100")
SHORT["bands"] = [{"off": "10", "points": "3"}, {"off": "40", "points": "20"}]
RAW = aspect("raw", "夹生", "Raw", "veto", "0", fixes="sheet", at="6", bound="at_most")
DISH = [
    aspect(
        "flavour", "口味", "Flavour", "points", "25", min="0", step="0.5", help=words("咸淡适口。", "Well seasoned.")
    ),
    aspect("form", "形态", "Form", "points", "10", min="0", step="1"),
]
GIVEN = {"method": "mean", "level": "aspect", "missing": "given"}
AGAIN = {"of": "judgement", "apart": "1", "action": "again", "rounds": 2}
TOGETHER = {"method": "mean", "level": "aspect", "missing": "block", "spread": AGAIN}
CARDS = [
    aspect("face", "墙面观感", "Face of the wall", "judgement", "9", descriptors=[words(*grade) for grade in GRADES]),
    aspect("lines", "线条", "Lines", "judgement", "6", descriptors=[words(*grade) for grade in GRADES]),
]
LEVEL = aspect("level", "平直", "Level", "points", "10", min="0", step="1")

RULEBOOK: dict[str, Any] = {
    "format": 1,
    "id": "masonry",
    "name": words("砌筑", "Masonry"),
    "ranks": "person",
    "sealed": True,
    "weighting": "percent",
    "rounding": dict.fromkeys(("aspect", "judges", "part", "weighted", "total"), ROUND),
    "parts": [
        part("process", "操作过程", "Process", "100", {"judges": 1, "by": "all"}, EVERY_KIND, weight="30")
        | {"time": {"limit": "60"}},
        part("product", "成品", "Product", "10", {"judges": 2, "by": "joint"}, [LEVEL], weight="30"),
        part("look", "观感", "Looks", "20", {"judges": 2, "by": "all"}, LOOKS, weight="10", combine=GIVEN),
        part("taste", "品尝", "Taste", "20", {"judges": 1, "by": "all"}, [SHORT, RAW], weight="10"),
        part("cards", "评判", "Judgement", "15", {"judges": 3, "by": "all"}, CARDS, weight="10", view="flash")
        | {"combine": TOGETHER},
        part("dish", "菜品", "Dishes", "35", {"judges": 1, "by": "all"}, DISH, weight="5", view="batch"),
        part("whole", "整体印象", "Whole dish", "35", {"judges": 1, "by": "all"}, DISH, weight="5", view="batch")
        | {"entry": "total"},
    ],
    "ties": [{"by": "shared"}],
    "awards": [{"id": "first", "name": words("一等奖", "First prize"), "count": 1, "ties": "at_least"}],
}


def surroundings(var: Path) -> dict[str, str]:
    """The environment of a command on this folder."""
    return {**os.environ, "CONTEST_VAR": str(var), "CONTEST_DATABASE_URL": ""}


def write(var: Path, *what: str) -> str:
    """What this file prints, run as a program on a folder."""
    process = Heard(("-m", "tests.browser.judge_hall", *what), surroundings(var), stderr=2)
    said = process.rest(60)
    assert process.poll() == 0, said
    process.leave()
    return said


@cache
def an_opened_contest(entries: int) -> tuple[Path, dict[str, str]]:
    """The folder of a contest that was just opened, to be copied, and its links. Made once: it takes a second."""
    var = Path(tempfile.mkdtemp(prefix="judge-hall-"))
    atexit.register(shutil.rmtree, var, ignore_errors=True)
    return var, json.loads(write(var, "open", str(entries)))


class Hall:
    """A server on its own folder and port. `links`: seat → pairing token; `program`: what serves; `more`: settings."""

    def __init__(
        self, var: Path, program: Sequence[str] = SERVE, entries: int = 3, more: Mapping[str, str] | None = None
    ) -> None:
        self.var = var
        self.program = program
        self._more = dict(more or {})
        opened, links = an_opened_contest(entries)
        self.links = dict(links)  # a test may make new ones
        shutil.copytree(opened, self.var, dirs_exist_ok=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._server: Forked | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What its commands run in."""
        return surroundings(self.var) | self._more

    def start(self) -> None:
        command = [*self.program, "serve", "--port", str(self.port)]
        with (self.var / "server.log").open("ab") as log:
            self._server = Forked(command, self.environment, log.fileno(), log.fileno())
        until = time.monotonic() + UP_WITHIN
        while not self._answers():
            assert time.monotonic() < until, (self.var / "server.log").read_text()
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=1):
                return True
        except OSError:
            return False

    def stop(self) -> None:
        if self._server is not None:
            self._server.terminate()
            self._server.wait(10)
            self._server = None

    def revoke(self, seat: str) -> None:
        write(self.var, "revoke", seat)

    def chief(self) -> Rest:
        """The chief judge, signed in."""
        rest = Rest(self.url)
        rest.sign_in(CHIEF, PASSWORD)
        return rest

    def admit_who_waits(self) -> None:
        """The chief lets every device in that waits."""
        chief = self.chief()
        for each in chief.get(PAIRING)["waiting"]:
            chief.post(f"{PAIRING}/waiting/{each['id']}/admit")

    def new_link(self, seat: str) -> str:
        """The token of a fresh link on the chief's screen."""
        said = self.chief().post(f"/api/contests/{CONTEST}/seats/{seat}/pairing")
        return str(said["url"].partition("#pair=")[2])

    def pairing_url(self, seat: str) -> str:
        return f"{self.url}/judge#pair={self.links[seat]}"

    def journal(self) -> list[dict[str, Any]]:
        """Every line of the contest's journal."""
        with contextlib.closing(sqlite3.connect(f"file:{self.var / 'contest.db'}?mode=ro", uri=True)) as database:
            return [json.loads(line) for (line,) in database.execute("select line from journal order by seq")]


def open_contest(entries: int) -> dict[str, str]:
    """Open the contest; seat → pairing token."""
    from contest.commands.files import at_the_door
    from contest.intake.roster import RosterRow
    from contest.opening import open_preset
    from contest.presets import Duty, Preset, Seat

    def seat(id: str, part: str) -> Seat:
        return Seat(id, words(f"席位 {id}", f"Seat {id}"), (Duty("masonry", part),), f"person-{id}")

    hall = words("测试赛", "Test contest")
    parts = {
        JUDGE: "process",
        FIRST_OF_TEAM: "product",
        SECOND_OF_TEAM: "product",
        LOOKER: "look",
        TASTER: "taste",
        BATCH: "dish",
        WHOLE: "whole",
        **dict.fromkeys(PANEL, "cards"),
    }
    seats = tuple(seat(id, part) for id, part in parts.items())
    roster = tuple(RosterRow(str(n), f"选手{n}", "单位", "masonry") for n in range(1, entries + 1))
    preset = Preset(CONTEST, hall, hall, hall, hall, (), True, {"masonry": RULEBOOK}, roster, seats, None)
    with at_the_door(write=True) as (door, people):
        open_preset(door, people, preset, CONTEST, rehearsal=False)
        people.add_account(CHIEF, "王裁判长", PASSWORD, [("*", "", "chief")])
        people.add_account(OFFICE, "组委会", PASSWORD, [("*", "", "organizer")])
        links = {id: id for id in parts} | {SECOND_DEVICE: LOOKER}
        return {link: people.new_pairing(CONTEST, id, timedelta(days=1))[0] for link, id in links.items()}


def revoke(seat: str) -> None:
    """End the seat's devices."""
    from contest.commands.files import at_the_door

    with at_the_door(write=True) as (_, people):
        people.revoke_seat(CONTEST, seat)


if __name__ == "__main__":
    if sys.argv[1] == "open":
        print(json.dumps(open_contest(int(sys.argv[2]))))
    else:
        revoke(sys.argv[2])
