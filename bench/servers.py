"""The two servers that are compared: `python -m bench.servers ours VAR FRAMES`, `… stock FRAMES`. Each says its port.

FRAMES is a file with frames of a board, one a line, or `-`. While told to `speak`, a server sends these to all who
listen, as often as our boards speak at most; `hush` ends that, and the end of its input ends the server.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import gevent
from gevent.event import Event
from gevent.fileobject import FileObjectThread

FRAME_EVERY = 0.1


def ours(var: str, frames: str) -> None:
    """The product as `contest serve` runs it."""
    from contest.live.boards import Frame
    from contest.serving import serving
    from contest.settings import Settings

    from .field import BOARD

    folder = Path(var)
    with serving(Settings(f"sqlite:///{folder / 'contest.db'}", folder, port=0)) as app:
        hub = app.extensions["boards"]

        def say(line: bytes) -> None:
            frame = Frame("0-0", "0-0", line)
            for listener in hub.listeners:
                listener(hub.channel(BOARD, None), frame)

        _serve(app.port, say, _lines(frames))


def stock(frames: str) -> None:
    """Flask-SocketIO as its documentation says, on gevent: acks that echo, and a room."""
    from flask import Flask
    from flask_socketio import SocketIO, join_room
    from gevent.pywsgi import WSGIServer

    app = Flask("stock")
    sockets = SocketIO(app, async_mode="gevent")

    @sockets.on("sheet")
    def sheet(data: Any) -> Any:
        return data

    @sockets.on("watch")
    def watch(data: Any) -> bool:
        join_room("board")
        return True

    server = WSGIServer(("127.0.0.1", 0), app, log=None, backlog=2048)
    server.start()
    payloads = [json.loads(line) for line in _lines(frames)]
    _serve(server.server_port, lambda payload: sockets.emit("frame", payload, to="board"), payloads)
    server.stop(timeout=1)


def _lines(path: str) -> list[bytes]:
    return [] if path == "-" else Path(path).read_bytes().splitlines()


def _serve(port: int, say: Callable[[Any], Any], payloads: list[Any]) -> None:
    """Say the port, speak and hush as told, until whoever started this process ends or closes its input."""
    speaking = Event()

    def speak() -> None:
        for payload in cycle(payloads):
            speaking.wait()
            say(payload)
            gevent.sleep(FRAME_EVERY)

    gevent.spawn(speak)
    print(port, flush=True)
    for line in FileObjectThread(sys.stdin.buffer, "rb"):
        (speaking.set if line == b"speak\n" else speaking.clear)()


if __name__ == "__main__":
    {"ours": ours, "stock": stock}[sys.argv[1]](*sys.argv[2:])
