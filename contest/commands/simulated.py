"""What `contest simulate` does: find the seats' devices, let the judges play, say what came of it."""

from __future__ import annotations

import json
import os
import secrets
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from ..locale import both, say
from ..simulate import Flaws, JudgeClient, Rest, Tally, play
from ..simulate.run import PACES, Play

Seats = dict[str, dict[str, str]]
"""Seat → {"device": token}, or {"pairing": token, "pin": digits} before it is paired."""


@dataclass(frozen=True, slots=True)
class How:
    """What the caller asked for. `flaws`: kind → percent of the sheets; `judges`: how many of the seats (None: all)."""

    tokens: Path | None
    contest: str | None
    login: str
    password: str | None
    pin: str | None
    pace: str
    judges: int | None
    seed: int
    flaws: Mapping[str, float]


def run(url: str, how: How) -> None:
    """Play the seats there is a token for. Refusal, OSError; SystemExit(1) if some judge was turned away, or the server
    answered as none should."""
    tokens = how.tokens
    seats: Seats = json.loads(tokens.read_text(encoding="utf-8")) if tokens and tokens.exists() else {}
    if how.contest:
        _ask_for_pairings(url, how, seats)
    if not seats:
        raise click.UsageError(_both("cli.simulate_no_seats"))
    clients = _devices(url, dict(list(seats.items())[: how.judges]))
    if tokens:
        _keep(tokens, seats)
    _refuse_a_real_contest(next(iter(clients.values())).hello()["contest"])
    job = Play(how.seed, PACES[how.pace], flaws=Flaws(**how.flaws))
    signal.signal(signal.SIGINT, lambda *_: job.stop.set())
    tally = _watched(clients, job)
    _tell(tally)
    raise SystemExit(1 if tally.turned_away or tally.wrong else 0)


def _refuse_a_real_contest(contest: Mapping[str, Any]) -> None:
    """Invented marks would stand in its journal for good."""
    if not contest["rehearsal"]:
        raise click.ClickException(_both("cli.simulate_real", contest=contest["id"]))


def _ask_for_pairings(url: str, how: How, seats: Seats) -> None:
    """A pairing token for each seat that has none, as somebody who may."""
    person = Rest(url)
    person.sign_in(how.login, how.password or click.prompt(how.login, hide_input=True))
    pin = how.pin or f"{secrets.randbelow(9000) + 1000}"
    contest = person.get(f"/api/contests/{how.contest}")
    _refuse_a_real_contest(contest)
    wanted = [seat["id"] for seat in contest["seats"]][: how.judges]
    lacking = [seat for seat in wanted if seat not in seats]
    for seat in lacking:
        link = person.post(f"/api/contests/{how.contest}/seats/{seat}/pairing")["url"]
        seats[seat] = {"pairing": link.partition("#pair=")[2], "pin": pin}
    person.sign_out()
    if lacking:
        click.echo(_both("cli.simulate_pin", pin=pin, count=len(lacking)))


def _devices(url: str, seats: Seats) -> dict[str, JudgeClient]:
    """A device on each seat. All that the chief must let in knock first, so that one look at the console is enough."""
    clients = {seat: JudgeClient(url, about.get("device", "")) for seat, about in seats.items()}
    fresh = {seat: client for seat, client in clients.items() if not client.token}
    knocks = {seat: client.knock(seats[seat]["pairing"], seats[seat]["pin"]) for seat, client in fresh.items()}
    if waiting := [seat for seat, said in knocks.items() if said["waiting"]]:
        until = min(knocks[seat]["waiting"] for seat in waiting)
        click.echo(_both("cli.simulate_waits", count=len(waiting), seats=waiting, until=_clock(until)))
    for seat, client in fresh.items():
        client.admitted(knocks[seat])
        seats[seat].clear()
        seats[seat]["device"] = client.token
    return clients


def _clock(at: str) -> str:
    """A moment (ISO) as the clock on the wall shows it."""
    return f"{datetime.fromisoformat(at).astimezone():%H:%M}"


def _keep(path: Path, seats: Seats) -> None:
    """Keep the devices for the next run, readable by their owner alone."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(seats, file, indent=1)
    draft.replace(path)


def _watched(clients: dict[str, JudgeClient], job: Play) -> Tally:
    """Play, with a line that counts where somebody watches."""
    console = Console()
    if not console.is_terminal:
        return play(clients, job)
    with console.status("") as status:
        job.told = lambda tally: status.update(
            _both("cli.simulate_so_far", sheets=tally.sheets, confirmed=tally.confirmed)
        )
        return play(clients, job)


def _tell(tally: Tally) -> None:
    data: dict[str, Any] = {"sheets": tally.sheets, "confirmed": tally.confirmed, "aside": tally.set_aside}
    click.echo(_both("cli.simulate_done", refused=tally.refused.total(), **data))
    for sentence, count in sorted(tally.refused.items()):
        click.echo(f"  {sentence} × {count}")
    if tally.befell:
        click.echo(" ".join(_befell(lang, comma, tally) for lang, comma in (("zh", "、"), ("en", ", "))))
    for fault in tally.wrong:
        click.echo(_both("cli.simulate_wrong", what=fault))
    for fault in tally.turned_away:
        click.echo(f"  {fault}")


def _befell(lang: str, comma: str, tally: Tally) -> str:
    """What befell the judges, by kind, in a language."""
    kinds = (say(lang, f"cli.simulate_flaw_{kind}", {"count": count}) for kind, count in sorted(tally.befell.items()))
    return say(lang, "cli.simulate_befell", {"what": comma.join(kinds)})


def _both(msgid: str, **data: Any) -> str:
    words = both(msgid, data)
    return f"{words['zh']} {words['en']}"
