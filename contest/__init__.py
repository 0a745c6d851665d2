"""Contest: live scoring for skills contests. `create_app` wires the parts of a serving process and holds no logic."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"


def create_app(settings: Any) -> Any:
    """The Flask application with its sockets and streams, on an upgraded database. `contest.serving` runs it."""
    from . import logs, web
    from .apart.children import Apart
    from .db import Reader, Writer
    from .floor import Floor
    from .live import driver, snapshots
    from .live.boards import Hub
    from .live.judging import Judging
    from .live.stream import Streams
    from .material import Files, Shelf
    from .people import People
    from .record import Door
    from .web.services import Services

    logs.configure()
    driver.install()
    writer, reader = Writer(settings.database_url), Reader(settings.database_url)
    door = Door(writer, reader, settings.var / "heads.log")
    people = People(writer, reader)
    people.shares_roles = door.shares_roles
    hub, apart = Hub(door, people), Apart(settings.database_url)
    shelf, floor = Shelf(reader, Files(settings.material)), Floor(writer, reader)
    app = _flask()
    judging = Judging(_sockets(app, settings).server, door, people)
    streams = Streams(hub, people, app.wsgi_app)
    app.wsgi_app = streams
    app.extensions["boards"] = hub
    app.extensions["contest"] = Services(
        door, people, settings, judging.connected, lambda: streams.count, apart, judging.roll, shelf, floor
    )
    app.extensions["contest-beats"] = (streams.beat,)
    app.extensions["contest-ends"] = (apart.close, door.close, writer.close, reader.close)
    app.register_blueprint(snapshots.blp)
    web.register(app)
    return app


def _flask() -> Any:
    """The application as Flask knows it; its JSON keeps the order in which people read it, and their signs."""
    from flask import Flask

    app = Flask("contest", static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    return app


def _sockets(app: Any, settings: Any) -> Any:
    """Socket.IO over websocket only, which a dead line shows on within ten seconds."""
    from flask_socketio import SocketIO

    from .live.driver import MOST_BYTES
    from .live.packets import PlainPacket

    return SocketIO(
        app,
        async_mode="gevent",
        async_handlers=False,
        transports=["websocket"],
        ping_interval=5,
        ping_timeout=4,
        max_http_buffer_size=MOST_BYTES,
        cors_allowed_origins=settings.welcomes,
        manage_session=False,
        serializer=PlainPacket,
    )
