"""One judge's device without a screen: pairs, says hello, hands sheets in and confirms them, until answered."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable
from typing import Any

from .rest import Rest
from .wire import Line, Lost, TurnedAway

ASK_AGAIN = 1.0  # s between two questions of a device that waits for the chief

Place = tuple[str, str, str]
"""Where a sheet belongs: item, code, part."""
Ledger = Callable[[str, str, dict[str, Any], dict[str, Any] | None], None]
"""Told ("sent", event, message, None) before a message leaves and ("answered", event, message, answer) once it is."""


class NoAnswer(ConnectionError):
    """Nobody answered while patience lasted. Whether the message was recorded is unknown; it may be sent again."""


class JudgeClient:
    """A device on a seat. Synchronous, without threads: for one thread or greenlet at a time.

    Whoever does nothing for long must say so with `idle`, which answers the server's pings; a lost line is taken up
    again by the next message. `desk` is the newest hello, `sheets` what stands by place, `receipt` the newest.
    `breaks`: the line breaks once more after the next message has left, before its answer comes.
    """

    def __init__(
        self,
        url: str,
        token: str = "",
        *,
        answer_within: float = 5.0,
        ledger: Ledger | None = None,
        app: str = "simulated",
    ) -> None:
        self.url, self.token, self.app = url.rstrip("/"), token, app
        self.answer_within = answer_within
        self.ledger = ledger
        self.desk: dict[str, Any] = {}
        self.sheets: dict[Place, dict[str, Any]] = {}
        self.receipt: dict[str, Any] | None = None
        self.changed = False
        self.breaks = False
        self._line: Line | None = None

    # --- lines --------------------------------------------------------------------------------------------------------

    def pair(self, token: str, pin: str, device: str = "simulated") -> dict[str, Any]:
        """Pair this device by a pairing token and the seat's PIN: `{token, seat, contest}`; where the seat has a device
        already, wait until the chief lets this one in. rest.Refusal: not at all, or not in time."""
        return self.admitted(self.knock(token, pin, device))

    def knock(self, token: str, pin: str, device: str = "simulated") -> dict[str, Any]:
        """Ask to be paired: as `pair`, but where the chief must let this device in, `waiting` says until when."""
        said = {"token": token, "pin": pin, "device": device}
        answer: dict[str, Any] = Rest(self.url).post("/api/pair", said)
        self.token = answer["token"]
        return answer

    def admitted(self, said: dict[str, Any]) -> dict[str, Any]:
        """What became of a knock, once the chief has decided. rest.Refusal: not let in, or not in time."""
        door = Rest(self.url)
        while said["waiting"]:
            time.sleep(ASK_AGAIN)
            said = door.post("/api/pair/waiting", {"token": said["token"]})
        return said

    def connect(self) -> None:
        """Open the line if it is not open. Lost, or TurnedAway for good."""
        if self._line is None:
            self._line = Line(self.url, self.token, self.answer_within)
            self.changed = bool(self.desk)  # something may have happened meanwhile

    @property
    def connected(self) -> bool:
        """Whether the line was open when it was last used."""
        return self._line is not None

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def idle(self, seconds: float) -> bool:
        """Stay on the line so long; True at once when something of this seat changed (say hello again)."""
        until = time.monotonic() + seconds
        while not self.changed and (rest := until - time.monotonic()) > 0:
            try:
                self.connect()
                assert self._line is not None
                self._heed(self._line.receive(until))
            except Lost:
                self.close()
                time.sleep(min(rest, 0.2))
        return self.changed

    def _heed(self, heard: Any) -> None:
        if heard is None or heard.ack is not None:
            return
        if heard.name == "changed":
            self.changed = True
        elif heard.name == "revoked":
            self.close()
            raise TurnedAway("revoked", (heard.data or {}).get("message", {}))

    # --- messages -----------------------------------------------------------------------------------------------------

    def hello(self, unsent: int = 0) -> dict[str, Any]:
        """Say who we are; the answer becomes `desk` and `sheets`. TurnedAway if the seat is no more."""
        self.changed = False
        said = {"receipt": self.receipt, "unsent": unsent, "app": self.app, "visible": True}
        answer = self.ask("hello", said)
        if answer["outcome"] != "accepted":
            raise TurnedAway(answer.get("code", "refused"), answer.get("message", {}))
        self.desk = answer
        standing = [sheet for sheet in answer["sheets"] if not sheet["set_aside"]]
        self.sheets = {(sheet["item"], sheet["code"], sheet["part"]): sheet for sheet in standing}
        return answer

    def sheet(self, place: Place, marks: dict[str, Any], *, confirm: bool = False, **other: Any) -> dict[str, Any]:
        """Hand in a sheet; the answer, whatever it is. `other`: base, rulebook (else as on the desk), note, request."""
        return self.send(self.written(place, marks, confirm=confirm, **other))

    def written(self, place: Place, marks: dict[str, Any], *, confirm: bool = False, **other: Any) -> dict[str, Any]:
        """A sheet as a message, written on what the desk shows now; `send` it at once, later, or twice."""
        item, code, part = place
        return {
            "request": other.get("request") or uuid.uuid4().hex,
            "item": item,
            "code": code,
            "part": part,
            "marks": marks,
            "note": other.get("note", ""),
            "base": other["base"] if "base" in other else self._version(place),
            "rulebook": other["rulebook"] if "rulebook" in other else self._rulebook(item),
            "confirm": confirm,
        }

    def send(self, said: dict[str, Any]) -> dict[str, Any]:
        """Hand in a written sheet; the answer, whatever it is."""
        answer = self.ask("sheet", said)
        if answer["outcome"] == "accepted":
            mine = {"marks": said["marks"], "returned": False, "typed_by": self._seat()}
            self.sheets[said["item"], said["code"], said["part"]] = mine | _standing(answer)
        return answer

    def confirm(self, place: Place, version: int | None = None, request: str = "") -> dict[str, Any]:
        """Confirm the sheet that stands (or `version` of it). The answer, whatever it is."""
        item, code, part = place
        version = self._version(place) if version is None else version
        said = {"request": request or uuid.uuid4().hex, "item": item, "code": code, "part": part, "version": version}
        answer = self.ask("confirm", said)
        if answer["outcome"] == "accepted":
            self.sheets[place] = self.sheets.get(place, {}) | _standing(answer)
        return answer

    def ask(self, event: str, said: dict[str, Any], patience: float = 60.0) -> dict[str, Any]:
        """Send a message until it is answered, the very same one each time. NoAnswer once `patience` (s) is over."""
        until, pause = time.monotonic() + patience, 0.1
        while True:
            try:
                answer = self._once(event, said)
                if not answer.get("retry"):
                    return self._keep(answer)
            except Lost as lost:
                self.close()
                if time.monotonic() > until:
                    raise NoAnswer(f"{event}: {lost}") from lost
            if time.monotonic() > until:
                raise NoAnswer(f"{event}: not saved")
            time.sleep(pause * random.uniform(0.7, 1.3))  # not all of a hall at once
            pause = min(pause * 2, 2.0)

    def _once(self, event: str, said: dict[str, Any]) -> dict[str, Any]:
        self.connect()
        line = self._line
        assert line is not None
        if self.ledger:
            self.ledger("sent", event, said, None)
        number, until = line.ask(event, said), time.monotonic() + self.answer_within
        if self.breaks:
            self.breaks = False
            raise Lost("it broke, as it was meant to")
        while heard := line.receive(until):
            if heard.ack == number:
                answer: dict[str, Any] = heard.data
                if self.ledger:
                    self.ledger("answered", event, said, answer)
                return answer
            self._heed(heard)
        raise Lost("no answer")

    def _keep(self, answer: dict[str, Any]) -> dict[str, Any]:
        if answer.get("code") == "revoked":
            self.close()
            raise TurnedAway("revoked", answer.get("message", {}))
        self.receipt = answer.get("receipt") or self.receipt
        return answer

    def _version(self, place: Place) -> int:
        return int(self.sheets.get(place, {}).get("version", 0))

    def _rulebook(self, item: str) -> int:
        return int(next((each["rulebook"] for each in self.desk.get("items", ()) if each["id"] == item), 0))

    def _seat(self) -> str:
        return str(self.desk.get("seat", {}).get("id", ""))


def _standing(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: answer[key] for key in ("version", "confirmed", "mine_confirmed")}
