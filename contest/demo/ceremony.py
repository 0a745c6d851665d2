"""After the last sheet: lock, unseal before two persons, sign exactly what is shown, let the best into the next round.
The acts and logins people use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gevent

from .offices import Offices
from .telling import Teller


def finish(offices: Offices, teller: Teller, item: str, pause: float) -> None:
    """Take an item from where it is to signed, `pause` seconds between the acts. Refusal."""
    acts: dict[str, Callable[[Offices, str], None]] = {"marking": _lock, "locked": _unseal, "unsealed": _sign}
    while (about := _about(offices, item))["state"] in acts:
        act = acts[about["state"]]
        if about["state"] == "locked" and not about["sealed"]:
            act = _sign
        gevent.sleep(pause)
        act(offices, item)
    signed = about["signed"]
    teller.say("cli.demo_signed", item=about["name"], seq=signed["seq"], digest=signed["digest"][:12])


def let_on(offices: Offices, teller: Teller, item: str) -> bool:
    """Let those who made the cut of a signed item into the next round and open it; False where there is none, or it is
    over. Refusal."""
    if not _about(offices, item)["advance"]:
        return False
    cut = offices.get("chief", f"/items/{item}/advance")
    after = cut["to"]["id"]
    if not cut["done"]:
        offices.post("chief", f"/items/{item}/advance", {"count": cut["going"]}, key=f"demo-advance-{item}")
    state = _about(offices, after)["state"]
    if state == "preparing":
        offices.post("chief", f"/items/{after}/acts/open")
        teller.say("cli.demo_advanced", count=cut["going"], item=cut["to"]["name"])
    return state in ("preparing", "marking")


def _about(offices: Offices, item: str) -> dict[str, Any]:
    items: list[dict[str, Any]] = offices.get("chief", "")["items"]
    return next(each for each in items if each["id"] == item)


def _lock(offices: Offices, item: str) -> None:
    offices.post("chief", f"/items/{item}/acts/lock")


def _unseal(offices: Offices, item: str) -> None:
    """The encryption officer asks, the supervisor agrees on the same screen."""
    offices.post("officer", f"/items/{item}/acts/unseal", {"second": offices.login("supervisor")})


def _sign(offices: Offices, item: str) -> None:
    shown = offices.get("chief", f"/items/{item}/results")
    said = {"password": offices.login("chief")["password"], "digest": shown["version"]["digest"]}
    offices.post("chief", f"/items/{item}/acts/sign", said)
