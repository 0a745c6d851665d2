"""Socket.IO over one websocket, as far as a judge's device speaks it: namespace, events with acks, the server's pings.

Our own framing over websocket-client, because python-socketio's Client takes two threads a socket and a bench wants
fifty in one process. A line has no thread: it is read by whoever waits, in `receive`, which also answers the pings.
"""

from __future__ import annotations

import json
import socket
import time
from dataclasses import dataclass
from typing import Any

import websocket

NAMESPACE = "/judging"
PING, PONG, OPEN, CLOSE, MESSAGE = "2", "3", "0", "1", "4"
CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR = "0", "1", "2", "3", "4"


class Lost(ConnectionError):
    """The line is gone, or an answer did not come in time: connect again and send the same message again."""


class TurnedAway(RuntimeError):
    """The server does not let this device in, now or later. `code` and `message` {zh, en} say why."""

    def __init__(self, code: str, message: dict[str, str]) -> None:
        super().__init__(f"{code}: {message.get('zh', '')} {message.get('en', '')}")
        self.code, self.message = code, message


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that came: the ack of message `ack`, or an event of the server's by `name`."""

    name: str
    ack: int | None
    data: Any


class Line:
    """An open, greeted socket in the judges' namespace. For one thread or greenlet at a time."""

    def __init__(self, url: str, token: str, within: float = 5.0) -> None:
        """Connect to the server at `url` (http or https) with a device's token. Lost, or TurnedAway."""
        self._numbers = 0
        until = time.monotonic() + within
        try:
            self._socket = websocket.create_connection(
                f"ws{url.rstrip('/').removeprefix('http')}/socket.io/?EIO=4&transport=websocket",
                timeout=within,
                suppress_origin=True,
                http_no_proxy=["*"],  # a hall's server is reached directly
                sockopt=[(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)],
                skip_utf8_validation=True,
            )
            self._socket.recv()  # Engine.IO's own opening
        except (websocket.WebSocketException, OSError) as fault:
            raise Lost(str(fault)) from fault
        self._send(CONNECT + NAMESPACE + "," + _text({"token": token}))
        self._greeted(until)

    def _greeted(self, until: float) -> None:
        while time.monotonic() < until:
            packet = self._packet(until)
            if packet[:1] == CONNECT:
                return
            if packet[:1] == CONNECT_ERROR:
                self.close()
                said = json.loads(packet.partition(",")[2] or "{}").get("data") or {}
                raise TurnedAway(said.get("code", "refused"), said.get("message", {}))
        raise Lost("no greeting")

    def ask(self, event: str, data: Any) -> int:
        """Send an event; the number by which its ack will come."""
        self._numbers += 1
        self._send(f"{EVENT}{NAMESPACE},{self._numbers}{_text([event, data])}")
        return self._numbers

    def receive(self, until: float) -> Heard | None:
        """The next thing heard before `until` (time.monotonic), or None. Lost when the line is gone."""
        while packet := self._packet(until):
            kind, body = packet[:1], packet.partition(",")[2]
            if kind == DISCONNECT:
                raise Lost("disconnected")
            if kind == ACK:
                number = body[: body.index("[")]
                return Heard("", int(number), (json.loads(body[len(number) :]) or [None])[0])
            if kind == EVENT:
                name, *data = json.loads(body)
                return Heard(name, None, data[0] if data else None)
        return None

    def _packet(self, until: float) -> str:
        """The next Socket.IO packet before `until`, "" if none came. Pings are answered on the way."""
        while True:
            try:
                self._socket.settimeout(max(until - time.monotonic(), 0.001))
                frame = self._socket.recv()
            except websocket.WebSocketTimeoutException:
                return ""
            except (websocket.WebSocketException, OSError) as fault:
                raise Lost(str(fault)) from fault
            if not isinstance(frame, str) or frame[:1] in (CLOSE, ""):
                raise Lost("closed")
            if frame[0] == PING:
                self._send("", PONG)
            elif frame[0] == MESSAGE:
                return frame[1:]

    def _send(self, frame: str, kind: str = MESSAGE) -> None:
        try:
            self._socket.settimeout(5)
            self._socket.send(kind + frame)
        except (websocket.WebSocketException, OSError) as fault:
            raise Lost(str(fault)) from fault

    def close(self) -> None:
        """Hang up without waiting for the other side."""
        self._socket.shutdown()


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
