"""The judges' Socket.IO namespace: hello, sheet, confirm; every message asks again who is speaking.

The handler's return value is the ack, and it is one of three: accepted, set aside, refused. An exception means no ack,
and the device sends the same request again. Handlers stand on python-socketio directly: Flask's request context and a
greenlet an event would double the cost of a sheet (docs/decisions/0007).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import gevent
import socketio

from .. import schemas
from ..called import Terms, terms_in
from ..people import People, Session, may
from ..record import Door, NotSaved, Receipt
from ..roll import Heard, Roll
from ..scoring.contest import Contest, Seat, Touched
from ..scoring.desk import desk, open_asides, sheet_view
from ..scoring.events import Line, SeatId
from ..scoring.practice import papers, understood
from ..scoring.refused import Refused
from ..scoring.verbs import judge
from ..words import refusal, seat_words
from .concerned import concerned, shows_marks
from .desks import joined, noted
from .packets import NAMESPACE

_SHAPES = {event: shape() for event, shape in schemas.MESSAGES.items()}


@dataclass(slots=True)
class Device:
    """An open socket of a judge's device."""

    session: Session
    heard: Heard


class Judging:
    """The namespace, wired to a Socket.IO server."""

    def __init__(self, server: socketio.Server, door: Door, people: People) -> None:
        self._server, self._door, self._people = server, door, people
        self._open: dict[str, Device] = {}
        self.roll = Roll()
        self.alarms: list[Callable[[str, str], None]] = []
        server.on("connect", self._connect, namespace=NAMESPACE)
        server.on("disconnect", self._disconnect, namespace=NAMESPACE)
        for event, handle in {
            "hello": self._hello,
            "sheet": self._sheet,
            "confirm": self._confirm,
            "object": self._object,
            "ping_me": self._ping,
            "practice_papers": self._practice_papers,
            "practice": self._practice,
        }.items():
            server.on(event, self._guarded(handle), namespace=NAMESPACE)
        people.ended.append(self._ended)
        door.listeners.append(self._hear)

    # --- lines --------------------------------------------------------------------------------------------------------

    def _connect(self, sid: str, environ: Mapping[str, Any], auth: Any = None) -> None:
        token = auth.get("token") if isinstance(auth, dict) else None
        session = self._people.session(token) if isinstance(token, str) else None
        if session is None or not session.seat:
            words = refusal(Refused("revoked"))
            raise socketio.exceptions.ConnectionRefusedError(words["message"]["zh"], words)
        where = (session.contest, session.seat, time.time())
        # A former device of the seat only delivers: it is on no roll.
        heard = Heard(*where, lines=1) if session.former else self.roll.opened(session.token, *where)
        self._open[sid] = Device(session, heard)

    def _disconnect(self, sid: str, reason: str | None = None) -> None:
        device = self._open.pop(sid, None)
        if device is not None:
            device.heard.lines -= 1

    def _ended(self, tokens: set[str]) -> None:
        """Shut the sockets of devices that were revoked."""
        self.roll.forget(tokens)
        for sid, device in list(self._open.items()):
            if device.session.token in tokens:
                now = self._people.by_digest(device.session.token)
                said = refusal(Refused("handed_over" if now is not None and now.former else "revoked"))
                self._server.emit("revoked", {"message": said["message"]}, to=sid, namespace=NAMESPACE)
                gevent.spawn_later(0.2, self._shut, sid)
                self._open.pop(sid, None)

    def _shut(self, sid: str) -> None:
        line = self._server.manager.eio_sid_from_sid(sid, NAMESPACE)
        if line is None:  # it has hung up itself; to engineio, disconnecting None is disconnecting everybody
            return
        self._server.disconnect(sid, namespace=NAMESPACE)
        self._server.eio.disconnect(line)  # python-socketio's own disconnect leaves the websocket open

    def connected(self, contest: str) -> dict[str, tuple[float, int]]:
        """Seat → (last contact, sheets its device has not delivered), of the seats with an open line."""
        lines = [each for each in self._open.values() if each.session.contest == contest and not each.session.former]
        return {device.session.seat: (device.heard.seen, device.heard.unsent) for device in lines}

    # --- messages -----------------------------------------------------------------------------------------------------

    def _guarded(self, handle: Callable[[Device, Any], dict[str, Any]]) -> Callable[..., Any]:
        """Ask who speaks, at every message; put refusals into words."""

        def handler(sid: str, data: Any = None, *more: Any) -> dict[str, Any]:
            device = self._open.get(sid)
            try:
                if device is None or not self._people.alive(device.session):
                    raise Refused("revoked")
                if not may(device.session, "judge", device.session.contest):
                    raise Refused("forbidden")
                if more:
                    raise Refused("malformed", where=[])
                device.heard.seen = time.time()
                return handle(device, data)
            except Refused as refused:
                return {"outcome": "refused", **refusal(refused, lambda: self._terms(device))} | (
                    {"retry": True} if isinstance(refused, NotSaved) else {}
                )

        return handler

    def _terms(self, device: Device | None) -> Terms:
        """What the contest of the device calls its judges and entries, in the first item that the seat marks."""
        if device is None:
            return {}
        try:
            contest = self._door.current(device.session.contest)
        except Refused:
            return {}
        seat = contest.seats.get(SeatId(device.session.seat))
        return terms_in(self._door.reader, contest, next((duty.item for duty in seat.duties), "") if seat else "")

    def _hello(self, device: Device, data: Any) -> dict[str, Any]:
        said = schemas.load(_SHAPES["hello"], {} if data is None else data)
        heard = device.heard
        heard.unsent, heard.app, heard.visible = said["unsent"], said["app"], said["visible"]
        heard.practised = heard.practised or said["practised"]
        contest = self._door.current(device.session.contest)
        if said["receipt"]:
            self._check_receipt(contest, said["receipt"])
        seat = contest.seats.get(SeatId(device.session.seat))
        if seat is None:
            raise Refused("no_seat")
        former = device.session.former
        if former:  # another judge's desk now: nothing of it is theirs to see
            seat = replace(seat, duties=(), before=(), active=False)
        named, words = self._people.seat_names(contest.id), self._terms(device)
        return {
            "outcome": "accepted",
            "contest": {"id": contest.id, "title": dict(contest.title), "rehearsal": contest.rehearsal},
            "seat": {"id": seat.id, "name": seat_words(named, seat.id), "holder": None if former else seat.since},
            "seq": contest.seq,
            "head": contest.head.hex(),
            "now": _now(),
            "epoch": {"at": contest.epoch_at, "seq": contest.epoch_seq},
            "open_asides": open_asides(contest, seat),
            "words": words,
            "handed_over": refusal(Refused("handed_over"), lambda: words)["message"] if former else None,
            **joined(self._people, contest, desk(contest, seat), named),
        }

    def _check_receipt(self, contest: Contest, receipt: Mapping[str, Any]) -> None:
        """A receipt of ours that the chain does not hold: the journal lost its tail or was rewritten. Stop and say
        so."""
        seq, head = receipt["seq"], receipt["head"]
        if receipt["mark"] != self._people.receipt_mark(contest.id, contest.epoch_at, seq, head):
            return  # not one of ours, or from before a restore: it proves nothing
        held = self._door.head_at(contest.id, seq)
        if held is None or held.hex() != head:
            self._door.make_read_only(contest.id, f"receipt {seq} of a device is not in the journal")

    def _sheet(self, device: Device, data: Any) -> dict[str, Any]:
        values = schemas.load(_SHAPES["sheet"], data)
        note, also = self._people.seal_text(device.session.contest, values["note"])
        more = {"note_digest": note, "judge": self._judge_of(device.session, values["holder"])}
        receipt = self._record(device, judge.submit_sheet, values, more, also)
        _delivered(device.heard)
        return self._sheet_answer(device.session, values, receipt)

    def _confirm(self, device: Device, data: Any) -> dict[str, Any]:
        values = schemas.load(_SHAPES["confirm"], data)
        self._refuse_another(device.session, values["holder"])
        receipt = self._record(device, judge.confirm_sheet, values, {}, ())
        _delivered(device.heard)
        return self._accepted(device.session, values, receipt, values["version"])

    def _object(self, device: Device, data: Any) -> dict[str, Any]:
        values = schemas.load(_SHAPES["object"], data)
        self._refuse_another(device.session, values["holder"])
        reason, also = self._people.seal_text(device.session.contest, values["reason"])
        receipt = self._record(device, judge.object_to_sheet, values, {"reason_digest": reason}, also)
        _delivered(device.heard)
        return self._accepted(device.session, values, receipt, values["version"])

    def _refuse_another(self, session: Session, holder: int) -> None:
        """Nobody confirms or objects for a judge who sits there no longer. Refused("handed_over")."""
        seat = self._door.current(session.contest).seats.get(SeatId(session.seat))
        if seat is not None and self._judge_of(session, holder) != seat.judge:
            raise Refused("handed_over")

    def _judge_of(self, session: Session, holder: int) -> str:
        """Who hands a sheet in: the judge the chain knows on the seat now, or who sat there when it was made; nobody of
        now on a former device."""
        seat = self._door.current(session.contest).seats.get(SeatId(session.seat))
        if seat is None or session.former:
            return ""
        return seat.judge_at(holder) if holder else seat.judge

    def _record(
        self, device: Device, verb: Any, values: dict[str, Any], more: dict[str, Any], also: Sequence[Any]
    ) -> Receipt:
        return self._door.record(
            device.session.contest,
            verb,
            by=device.session.actor,
            values=values | more,
            request=values["request"],
            # Offered after a restore, or under a new pairing, it is the same message still, and gets the same receipt.
            asked={name: value for name, value in values.items() if name not in ("offered", "holder")},
            # Judges of the same part of the same entry go one after the other: a team's joint sheet is one sheet.
            lane=(values["item"], values["code"], values["part"]),
            also=also,
        )

    def _sheet_answer(self, session: Session, values: Mapping[str, Any], receipt: Receipt) -> dict[str, Any]:
        contest = self._door.current(session.contest)
        aside = contest.aside.get(receipt.seq)
        if aside is None:
            return self._accepted(session, values, receipt, receipt.seq)
        why = Refused("aside_" + aside.event.reason)
        refused = refusal(why, lambda: terms_in(self._door.reader, contest, values["item"]))
        current = None if session.former else self._current(contest, session, values)
        return {
            "outcome": "set_aside",
            "reason": aside.event.reason,
            "message": refused["message"],
            "receipt": self._receipt(contest, receipt),
            "current": None if current is None else noted(self._people, contest.id, [current])[0],
        }

    def _accepted(self, session: Session, values: Mapping[str, Any], receipt: Receipt, version: int) -> dict[str, Any]:
        """`version`: of the sheet that the message was about. Another one may stand by now, when the message came again
        because its answer was lost: that one is not this judge's to confirm unseen."""
        contest = self._door.current(session.contest)
        current = self._current(contest, session, values) or {}
        if current.get("version") != version:
            current = {}
        return {
            "outcome": "accepted",
            "receipt": self._receipt(contest, receipt),
            "version": version,
            "confirmed": current.get("confirmed", False),
            "mine_confirmed": current.get("mine_confirmed", False),
        }

    def _receipt(self, contest: Contest, receipt: Receipt) -> dict[str, Any]:
        mark = self._people.receipt_mark(contest.id, contest.epoch_at, receipt.seq, receipt.head)
        return {"seq": receipt.seq, "head": receipt.head, "mark": mark}

    @staticmethod
    def _current(contest: Contest, session: Session, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """The sheet that stands now where the message was meant for."""
        item = contest.items[values["item"]]
        entry, part = item.by_code[values["code"]], item.rulebook.part(values["part"])
        return sheet_view(contest, item, entry, part, SeatId(session.seat))

    def _ping(self, device: Device, data: Any) -> dict[str, Any]:
        said = schemas.load(_SHAPES["ping_me"], {} if data is None else data)
        for name in ("unsent", "rtt", "visible"):
            if said[name] is not None:
                setattr(device.heard, name, said[name])
        return {"now": _now()}

    # --- practice: answered, and nothing else ------------------------------------------------------------------------

    def _practice_papers(self, device: Device, data: Any) -> dict[str, Any]:
        schemas.load(_SHAPES["practice_papers"], {} if data is None else data)
        return {"outcome": "practice", "items": papers(*self._practising(device))}

    def _practice(self, device: Device, data: Any) -> dict[str, Any]:
        said = schemas.load(_SHAPES["practice"], data)
        answer = {"outcome": "practice"} | understood(*self._practising(device), said)
        device.heard.practised = True
        return answer

    def _practising(self, device: Device) -> tuple[Contest, Seat]:
        contest = self._door.current(device.session.contest)
        seat = contest.seats.get(SeatId(device.session.seat))
        if seat is None:
            raise Refused("no_seat")
        if device.session.former:
            raise Refused("handed_over")
        return contest, seat

    # --- calls to seats -----------------------------------------------------------------------------------------------

    def _hear(self, contest: Contest, told: Sequence[tuple[Line, Touched]]) -> None:
        """Tell the seats whose desk a line changed to say hello again; a judge's own sheet needs no call."""
        seats: set[str] = set()
        at_once = False
        for line, _ in told:
            seats |= concerned(contest, line)
            at_once = at_once or shows_marks(contest, line)
        said = {"seq": contest.seq} | ({"at_once": True} if at_once else {})
        for sid, device in list(self._open.items()):
            if device.session.contest == contest.id and device.session.seat in seats:
                self._server.emit("changed", said, to=sid, namespace=NAMESPACE)


def _delivered(heard: Heard) -> None:
    """One message less is waiting on the device; its next beat says how many exactly."""
    heard.marked = heard.seen
    heard.unsent = max(0, heard.unsent - 1)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
