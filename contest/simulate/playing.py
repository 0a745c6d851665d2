"""Judges at work: each on a thread of its own, through its sheets one after the other, until all are confirmed."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterable, Mapping
from typing import Any

from .agreeing import closer
from .client import JudgeClient, NoAnswer, Place
from .flaws import NOTHING, Befalls, mistaken, slip_of
from .marks import marks_of
from .run import Play, Tally
from .wire import TurnedAway

IN_ONE = 0.7  # of the sheets are handed in and confirmed in one message; the others are confirmed after a look
LOOK = 0.25  # s between two looks at whether somebody asked to stop
QUIET = 20.0  # s without news after which a judge with nothing to do goes home, though others have not confirmed


def play(clients: Mapping[str, JudgeClient], run: Play) -> Tally:
    """Play the seats (id → client with a device token) until every sheet of theirs is in, or `run.stop`."""
    judges = [judge for judge in (Judge(client, run) for client in clients.values()) if judge.arrive()]
    run.teams.update(_teams(judges))
    run.span *= _share(judges)
    threads = [threading.Thread(target=judge.work, name=judge.seat, daemon=True) for judge in judges]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return run.tally


def _teams(judges: Iterable[Judge]) -> dict[tuple[str, str], list[str]]:
    """Who of us sits in which measuring team: one types a joint sheet, all confirm it."""
    teams: dict[tuple[str, str], list[str]] = {}
    for judge in judges:
        for place in {(item, part) for (item, part), scheme in judge.schemes.items() if joint(scheme)}:
            teams.setdefault(place, []).append(judge.seat)
    return {place: sorted(seats) for place, seats in teams.items()}


def _share(judges: Iterable[Judge]) -> float:
    """How much of the work is still to do: a run that is taken up again is as dense as one from the start."""
    places = [(judge, place) for judge in judges for place in judge.places()]
    return sum(judge.lacks(place) for judge, place in places) / max(len(places), 1)


def joint(scheme: Mapping[str, Any]) -> bool:
    """Whether a part has one sheet of a whole team."""
    return bool(scheme["panel"]["by"] == "joint")


class Judge:
    """One seat's judge: what to do next follows from the desk that the server last showed."""

    def __init__(self, client: JudgeClient, run: Play) -> None:
        self.client, self.run = client, run
        self.seat = ""
        self.schemes: dict[tuple[str, str], Mapping[str, Any]] = {}
        self.given_up: set[Place] = set()  # set aside or refused: for people to decide
        self.away = 0  # sheets that will yet be marked without a line
        self.kept: list[tuple[Place, dict[str, Any] | None]] = []  # what waits for the line; None: to be looked at

    def arrive(self) -> bool:
        """Say hello for the first time; False where the door stays shut."""
        try:
            self.look()
        except (TurnedAway, NoAnswer) as fault:
            self.run.tally.turned_away.append(f"{self.client.token[:6]}…: {fault}")
            return False
        self.seat = self.client.desk["seat"]["id"]
        self.dice = random.Random(f"{self.run.seed}/{self.seat}/pace")
        return True

    def look(self) -> None:
        """Take in the desk as it is now."""
        desk = self.client.hello(len(self.kept))
        self.schemes = {(item["id"], part["id"]): part for item in desk["items"] for part in item["parts"]}

    def places(self) -> list[Place]:
        """Every sheet this seat has a hand in, of entries that are present, as the codes go."""
        entries = [entry for entry in self.client.desk["entries"] if entry["status"] == "present"]
        return [(entry["item"], entry["code"], part) for entry in entries for part in entry["parts"]]

    def lacks(self, place: Place) -> bool:
        """Whether this seat's word is still missing there."""
        sheet = self.client.sheets.get(place)
        return place not in self.given_up and not (sheet and sheet["mine_confirmed"] and not sheet["returned"])

    def types(self, place: Place) -> bool:
        """Whether this judge is the one who types: on a joint sheet a member whom the code picks."""
        item, code, part = place
        if not joint(self.schemes[item, part]):
            return True
        team = self.run.teams.get((item, part)) or [self.seat]
        return team[random.Random(f"{self.run.seed}/{code}").randrange(len(team))] == self.seat

    # --- working ------------------------------------------------------------------------------------------------------

    def work(self) -> None:
        """All of it, until nothing is left to do or somebody asks to stop."""
        try:
            self._through()
            self._stay()
        except (TurnedAway, NoAnswer) as fault:
            with self.run.lock:
                self.run.tally.turned_away.append(f"{self.seat}: {fault}")
        finally:
            self.client.close()

    def _through(self) -> None:
        """One sheet after the other, spread over the span."""
        todo = [place for place in self.places() if self.lacks(place) and self.types(place)]
        gap, start = self.run.span / max(len(todo), 1), time.monotonic()
        for k, place in enumerate(todo):
            self._until(start + gap * (k + self.dice.uniform(0.15, 0.95)))
            if self.run.stop.is_set():
                break
            self._next(place, gap)
        self._return()

    def _next(self, place: Place, gap: float) -> None:
        """One sheet with what befalls it: on the line, or kept on the device for when there is one again."""
        befalls = self.run.flaws.of(self.run.seed, self.seat, *place)
        if befalls.offline and not self.away:
            self.away = befalls.offline
            self.client.close()
        if not self.away:
            self._mark(place, gap, befalls)
            return
        self.run.befell("offline")
        stands = place in self.client.sheets
        self.kept.append((place, None if stands else self.client.written(place, self._marks(place), confirm=True)))
        self.away -= 1
        if not self.away:
            self._return()

    def _return(self) -> None:
        """The line is back: what was kept goes out in the order in which it was marked."""
        self.away = 0
        if self.kept:
            self.look()
        for place, said in self.kept:
            if said is None:
                self._mark(place, 0)
            else:
                self._settle(place, self.client.send(said), sheet=True)
        self.kept.clear()

    def _stay(self) -> None:
        """Confirm what others of the team type, and mark again what is sent back, until all is confirmed."""
        news = time.monotonic()
        while not self.run.stop.is_set() and any(map(self.lacks, self.places())):
            if self.client.idle(1.0):
                news = time.monotonic()
            elif time.monotonic() - news > QUIET + self.run.span / 8:
                return
            self._heed()

    def _until(self, due: float) -> None:
        """Wait on the line; what others change meanwhile is seen to at once. Without a line there is nothing to see."""
        if self.away:
            self.run.stop.wait(max(due - time.monotonic(), 0))
        while (rest := due - time.monotonic()) > 0 and not self.run.stop.is_set():
            if self.client.idle(min(rest, LOOK)):
                self._heed()

    def _heed(self) -> None:
        """Look at the desk again; see to sheets that only need this judge's word, or came back to be marked again."""
        self.look()
        for place in self.places():
            sheet = self.client.sheets.get(place)
            if sheet is None or not self.lacks(place):
                continue
            if (sheet["returned"] or sheet.get("again")) and self.types(place):
                self._mark(place, 0)
            elif joint(self.schemes[place[0], place[2]]) and not sheet["returned"]:
                self._settle(place, self.client.confirm(place), sheet=False)

    def _mark(self, place: Place, gap: float, befalls: Befalls = NOTHING) -> None:
        """Hand in one sheet, in one message with the confirmation or in two; never over one that stands."""
        sheet = self.client.sheets.get(place)
        again = bool(sheet and sheet.get("again"))
        if sheet is None or sheet["returned"] or again:
            if not again:  # whoever marks again has just talked it over
                self._stumble(place, gap, befalls)
            in_one = random.Random(f"{self.run.seed}/{self.seat}/{place}").random() < IN_ONE
            answer = self._hand_in(place, befalls, confirm=in_one)
            if in_one or answer["outcome"] != "accepted":
                return
            self._until(time.monotonic() + gap * 0.15)
        if self.lacks(place) and place in self.client.sheets:
            self._settle(place, self.client.confirm(place), sheet=False)

    def _stumble(self, place: Place, gap: float, befalls: Befalls) -> None:
        """What is typed before the sheet is right: a mark that is refused, marks that are taken back."""
        item, code, part = place
        scheme, hand = self.schemes[item, part], self._hand(place)
        if befalls.slips:
            said = slip_of(scheme, self._marks(place), self.run.seed, *place, hand)
            answer = self.client.sheet(place, said)
            self.run.note(answer, sheet=True)
            self.run.befell("errors", "" if answer["outcome"] == "refused" else f"{place}: {said} was taken")
        if befalls.corrects and not joint(scheme):  # a colleague may have confirmed a team's sheet by then
            wrong = mistaken(scheme, self.run.seed, item, code, hand)
            self._settle(place, self.client.sheet(place, wrong), sheet=True)
            self.run.befell("corrections")
            self._until(time.monotonic() + gap * 0.15)

    def _hand_in(self, place: Place, befalls: Befalls, *, confirm: bool) -> dict[str, Any]:
        """The sheet as it is meant, once or twice, over a line that may break meanwhile; the answer."""
        said = self.client.written(place, self._marks(place), confirm=confirm)
        self.client.breaks = befalls.breaks
        answer = self.client.send(said)
        if befalls.breaks:
            self.run.befell("breaks")
        if befalls.doubled:
            again = self.client.send(said)
            alike = again.get("receipt") == answer.get("receipt")
            self.run.befell("doubles", "" if alike else f"{place}: {answer} and then {again}")
        self._settle(place, answer, sheet=True)
        return answer

    def _marks(self, place: Place) -> dict[str, Any]:
        item, code, part = place
        sheet = self.client.sheets.get(place) or {}
        if sheet.get("again"):
            rounds = self._rounds(place)
            key = (self.run.seed, place, len(rounds), self.seat)
            return closer(sheet["marks"], rounds[-1]["marks"].values(), sheet["again"], *key)
        scheme = self.schemes[item, part]
        return marks_of(scheme, self.run.seed, item, code, self._hand(place))

    def _rounds(self, place: Place) -> list[dict[str, Any]]:
        """What the panel showed there and has to mark again, the newest last."""
        item, code, part = place
        where = {"item": item, "code": code, "part": part}
        (flash,) = (each for each in self.client.desk["flash"] if where.items() <= each.items())
        rounds: list[dict[str, Any]] = flash["rounds"]
        return rounds

    def _hand(self, place: Place) -> str:
        """Whose hand marks: a measuring team is one."""
        return "team" if joint(self.schemes[place[0], place[2]]) else self.seat

    def _settle(self, place: Place, answer: Mapping[str, Any], *, sheet: bool) -> None:
        """Count the answer. A sheet that changed meanwhile is looked at again; what else did not count is people's."""
        self.run.note(answer, sheet=sheet)
        if answer.get("code") in ("sheet_changed", "already_confirmed", "no_sheet", "mark_again", "objected"):
            self.client.changed = True
        elif answer["outcome"] != "accepted":
            self.given_up.add(place)
