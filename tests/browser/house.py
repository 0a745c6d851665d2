"""Small contests that are really served: a process of its own, to which the tests speak over its standard input.

It serves until its input ends. Every line in is one act as JSON, every line out its answer:
`{"open": contest, "books": [rulebook], "entries": n, "rehearsal": bool}` → `{"tokens": {seat: token}}`;
`{"pair": seat, "contest": id}` → `{"link": token}`, for a new device instead of the one that was there;
`{"act": verb, "contest": id, "by": actor, "values": {}}` → `{"seq": n}`; a refusal → `{"refused": code}`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gevent
from gevent.fileobject import FileObject

from contest.intake.roster import RosterRow
from contest.opening import open_preset
from contest.presets import Duty, Preset, Seat
from contest.scoring.events import ItemId
from contest.scoring.refused import Refused
from contest.scoring.results import results
from contest.scoring.verbs import chief, officer, organizer
from contest.serving import serving
from contest.settings import Settings
from tests.support.histories import agreed

VERBS = {
    "freeze": chief.freeze,
    "unfreeze": chief.unfreeze,
    "open": chief.open_marking,
    "lock": chief.lock,
    "ask_unlock": chief.request_unlock,
    "unlock": chief.approve_unlock,
    "ask_unsealing": officer.request_unsealing,
    "unseal": officer.approve_unsealing,
    "sign": chief.sign,
    "publish": organizer.publish,
    "status": chief.set_status,
    "rulebook": organizer.set_rulebook,
}
UNITS = ("大同二建集团有限公司", "云冈区建筑工程有限责任公司", "市政工程公司")
NAMES = ("王建国", "李秀英", "欧阳娜娜", "阿卜杜热合曼·阿卜力克木", "张伟")


def preset(books: list[Mapping[str, Any]], entries: int) -> Preset:
    """A contest of these rulebooks with `entries` in each item; seat `j1` marks every judged part of all of them, so do
    `j2` and on where a panel has more judges."""
    roster = [
        RosterRow(f"{number:03d}", NAMES[number % 5], UNITS[number % 3], book["id"], _theory(book, number))
        for book in books
        for number in range(1, entries + 1)
    ]
    duties = [Duty(book["id"], part["id"]) for book in books for part in book["parts"] if part["source"] == "judged"]
    judges = max(part.get("panel", {}).get("judges", 1) for book in books for part in book["parts"])
    return Preset(
        id="small",
        title={"zh": "工匠杯", "en": "Craftsman Cup"},
        series={"zh": "", "en": ""},
        organizer={"zh": "总工会", "en": "Federation of trade unions"},
        venue={"zh": "一号馆", "en": "Hall 1"},
        dates=("2026-11-21",),
        invented=True,
        rulebooks={book["id"]: book for book in books},
        roster=tuple(roster),
        seats=tuple(_seat(number, duties) for number in range(1, judges + 1)),
        unit_table=None,
    )


def _seat(number: int, duties: list[Duty]) -> Seat:
    return Seat(
        f"j{number}",
        {"zh": f"{number} 号裁判", "en": f"Judge {number}"},
        tuple(duties),
        "裁判" + "甲乙丙丁戊己庚"[number - 1],
    )


def _theory(book: Mapping[str, Any], number: int) -> dict[str, str]:
    return {part["id"]: str(60 + number) for part in book["parts"] if part["source"] == "imported"}


def answer(app: Any, asked: dict[str, Any]) -> dict[str, Any]:
    """Do one act."""
    services = app.extensions["contest"]
    door, people = services.door, services.people
    if "open" in asked:
        opening = preset(asked["books"], asked["entries"])
        open_preset(door, people, opening, asked["open"], rehearsal=asked["rehearsal"])
        links = {seat.id: people.new_pairing(asked["open"], seat.id)[0] for seat in opening.seats}
        return {"tokens": {seat: people.pair(link, "1234", "test")[0] for seat, link in links.items()}}
    if "pair" in asked:
        people.revoke_seat(asked["contest"], asked["pair"])
        return {"link": people.new_pairing(asked["contest"], asked["pair"])[0]}
    contest, values = door.current(asked["contest"]), dict(asked["values"])
    if asked["act"] == "unseal":
        item = contest.items[ItemId(values["item"])]
        values["seed"] = people.seed(contest.id, item.id)
        values["attributes"] = people.attributes_of(contest.id, item.entries)
    if asked["act"] == "sign":
        values["digest"] = results(contest, contest.items[ItemId(values["item"])]).digest
        values["check"] = agreed(values["digest"])
    return {"seq": door.record(contest.id, VERBS[asked["act"]], by=asked["by"], values=values).seq}


def main(var: Path) -> None:
    """Serve until the input ends."""
    answers, sys.stdout = sys.stdout, sys.stderr  # the log must not stand between the answers
    settings = Settings(database_url=f"sqlite:///{var / 'contest.db'}", var=var, port=0)
    with serving(settings) as app:
        print(json.dumps({"port": app.port}), file=answers, flush=True)
        for line in FileObject(sys.stdin.buffer, "rb"):
            try:
                said = answer(app, json.loads(line))
            except Refused as refused:
                said = {"refused": refused.code}
            print(json.dumps(said), file=answers, flush=True)
            gevent.sleep(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
