"""Random histories of a small contest, played over its real sockets and REST."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from tests.live.played import Played, sheet
from tests.support.desk import Desk
from tests.support.small import PASSWORD

DUTIES = {"b1": ("wall", "build"), "f1": ("wall", "finish"), "f2": ("wall", "finish"), "r1": ("roof", "deck")}
TEAM = ("t1", "t2", "t3")
PREFIX = {"wall": "A", "paint": "B", "roof": "C"}
OFFICE = ("status", "times", "return", "freeze", "unfreeze", "adopt", "lock", "unlock", "unseal")


def play(played: Played, staff: Desk, dice: random.Random, acts: int) -> Iterator[str]:
    """Do so many acts, most of them judges'; whatever the server answers is its business. Yields what was done."""
    judges = {seat: played.judge(seat) for seat in (*DUTIES, *TEAM)}
    asides: list[int] = []
    for _ in range(acts):
        seat = dice.choice(list(judges))
        if dice.random() < 0.2:
            yield _office(staff, dice, asides)
        elif seat in TEAM:
            yield _mark(judges, seat, ("paint", "look"), dice, asides)
        else:
            yield _mark(judges, seat, DUTIES[seat], dice, asides)


def _mark(judges: dict[str, Any], seat: str, duty: tuple[str, str], dice: random.Random, asides: list[int]) -> str:
    item, part = duty
    code = f"{PREFIX[item]}0{dice.randint(1, 6)}"
    told = judges[seat].call("hello", {})
    standing = [each for each in told["sheets"] if each["code"] == code and not each["set_aside"]]
    base = standing[0]["version"] if standing else 0
    if standing and dice.random() < 0.5:
        where = {"item": item, "code": code, "part": part, "version": base}
        judges[seat].call("confirm", {"request": f"confirm-{dice.getrandbits(60)}", **where})
        return f"{seat} confirms {code}"
    mark = f"{dice.randint(0, 20) / 2}"
    said = sheet(mark, item=item, code=code, part=part, base=base, confirm=dice.random() < 0.5)
    answer = judges[seat].call("sheet", said)
    if answer["outcome"] == "set_aside":
        asides.append(answer["receipt"]["seq"])
    return f"{seat} marks {code} {mark}: {answer['outcome']}"


def _office(staff: Desk, dice: random.Random, asides: list[int]) -> str:
    act, item = dice.choice(OFFICE), dice.choice(list(PREFIX))
    code = f"{PREFIX[item]}0{dice.randint(1, 6)}"
    second = {"login": "second", "password": PASSWORD}
    part, owner = {"wall": ("finish", "f1"), "paint": ("look", "joint"), "roof": ("deck", "r1")}[item]
    entry = f"/items/{item}/entries/{code}"
    path, body = {
        "status": (f"{entry}/status", {"status": dice.choice(["present", "absent", "withdrawn"]), "reason": "x"}),
        "times": (f"{entry}/times", {"part": part, "seconds": dice.randint(1, 4000)}),
        "return": (f"{entry}/return", {"part": part, "owner": owner, "reason": "x"}),
        "adopt": (f"/set-aside/{dice.choice(asides or [1])}/adopt", {"reason": "x"}),
        "freeze": (f"/items/{item}/acts/freeze", {}),
        "unfreeze": (f"/items/{item}/acts/unfreeze", {}),
        "lock": (f"/items/{item}/acts/lock", {"missing_reason": "x"}),
        "unlock": (f"/items/{item}/acts/unlock", {"reason": "x", "second": second}),
        "unseal": (f"/items/{item}/acts/unseal", {"second": second}),
    }[act]
    return f"{act} {item} {code}: {staff.ask('POST', path, body).status}"
