"""Settings, from the environment; what would be unsafe in a hall is refused with a sentence before anything starts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from . import office_time
from .lan import EVERYWHERE, own_address


class UnsafeSettings(ValueError):
    """A setting that must not go live. The message is one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the server keeps its things and whom it listens to.

    `var`: folder of database, heads.log and exports. `origins`: further exact origins whose pages may talk to this
    server.
    `secure`: served over https (a proxy or `contest tls`), so cookies are marked Secure.
    `zone`: where days begin that are counted, such as those of a public notice; a server's own clock is often UTC.
    """

    database_url: str
    var: Path
    host: str = "127.0.0.1"
    port: int = 5000
    origins: tuple[str, ...] = ()
    secure: bool = False
    public_url: str = ""
    tls_port: int = 5443  # https beside http, once `contest tls init` made a certificate
    material_file: int = 30_000_000  # bytes a file that lies beside sheets may have
    material_contest: int = 4_000_000_000  # bytes all of a contest's may have
    zone: tzinfo = office_time.ZONE

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read CONTEST_VAR, CONTEST_DATABASE_URL, CONTEST_HOST, CONTEST_PORT, CONTEST_ORIGINS, CONTEST_SECURE,
        CONTEST_PUBLIC_URL, CONTEST_TLS_PORT, CONTEST_MATERIAL_FILE_MB, CONTEST_MATERIAL_CONTEST_MB, CONTEST_ZONE."""
        env = os.environ if environ is None else environ
        var = Path(env.get("CONTEST_VAR") or "var").absolute()
        _refuse_debug(env)
        return cls(
            database_url=_database(env.get("CONTEST_DATABASE_URL") or f"sqlite:///{var / 'contest.db'}"),
            var=var,
            host=env.get("CONTEST_HOST") or "127.0.0.1",
            port=_port("CONTEST_PORT", env.get("CONTEST_PORT") or "5000"),
            tls_port=_port("CONTEST_TLS_PORT", env.get("CONTEST_TLS_PORT") or "5443"),
            origins=_origins(env.get("CONTEST_ORIGINS") or ""),
            secure=_flag("CONTEST_SECURE", env.get("CONTEST_SECURE", "")),
            material_file=_megabytes("CONTEST_MATERIAL_FILE_MB", env.get("CONTEST_MATERIAL_FILE_MB") or "30"),
            material_contest=_megabytes(
                "CONTEST_MATERIAL_CONTEST_MB", env.get("CONTEST_MATERIAL_CONTEST_MB") or "4000"
            ),
            zone=_zone(env),
            public_url=(env.get("CONTEST_PUBLIC_URL") or "").rstrip("/"),
        )

    @property
    def material(self) -> Path:
        """The folder of what lies beside sheets."""
        return self.var / "material"

    @property
    def url(self) -> str:
        """The address people type and QR codes carry: the machine's own in its network, as it is by now, where the
        whole network may come."""
        host = (own_address() or "127.0.0.1") if self.host in EVERYWHERE else self.host
        return self.public_url or f"http{'s' if self.secure else ''}://{host}:{self.port}"

    def welcomes(self, origin: str, environ: Mapping[str, Any]) -> bool:
        """Whether a page of that origin may talk to this server: one of its own, or one that is listed; exactly that.

        `environ` is WSGI's. A proxy that ends TLS says so in X-Forwarded-Proto, which no page can set.
        """
        host = environ.get("HTTP_HOST", "")
        schemes = {environ.get("wsgi.url_scheme", ""), environ.get("HTTP_X_FORWARDED_PROTO", "")}
        own = {f"{scheme}://{host}" for scheme in schemes if scheme in ("http", "https") and host}
        return bool(origin) and (origin in own or origin in self.origins or origin == self.public_url)


def _refuse_debug(env: Mapping[str, str]) -> None:
    for name in ("FLASK_DEBUG", "WERKZEUG_DEBUG_PIN", "FLASK_ENV"):
        if env.get(name, "") not in ("", "0", "production"):
            raise UnsafeSettings(f"{name} is set; a debug server lets anyone run code. Unset {name} and start again.")


def _database(url: str) -> str:
    if url.startswith("postgres://"):
        url = "postgresql" + url.removeprefix("postgres")
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise UnsafeSettings("CONTEST_DATABASE_URL must begin with sqlite:/// or postgresql://.")
    if url in ("sqlite:///", "sqlite:///:memory:") or "mode=memory" in url:
        raise UnsafeSettings("CONTEST_DATABASE_URL names a database in memory, which forgets every mark; name a file.")
    return url


def _port(name: str, text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise UnsafeSettings(f"{name} is {text!r}; give a number from 1 to 65535.")
    return int(text)


def _megabytes(name: str, text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 1_000_000:
        raise UnsafeSettings(f"{name} is {text!r}; give a whole number of megabytes from 1 to 1000000.")
    return int(text) * 1_000_000


def _zone(env: Mapping[str, str]) -> tzinfo:
    try:
        return office_time.zone(env)
    except ValueError as fault:
        raise UnsafeSettings(f"CONTEST_ZONE is {str(fault)!r}; give a time zone such as Asia/Shanghai.") from None


def _flag(name: str, text: str) -> bool:
    told = {"": False, "0": False, "false": False, "no": False, "1": True, "true": True, "yes": True}.get(text.lower())
    if told is None:
        raise UnsafeSettings(f"{name} is {text!r}; say 1 or 0.")
    return told


def _origins(text: str) -> tuple[str, ...]:
    origins = tuple(each.strip().rstrip("/") for each in text.split(",") if each.strip())
    for origin in origins:
        parts = urlsplit(origin)
        exact = parts.hostname and origin == f"{parts.scheme}://{parts.netloc}" and parts.scheme in ("http", "https")
        if "*" in origin or "@" in origin or not exact:
            raise UnsafeSettings(
                f"CONTEST_ORIGINS has {origin!r}; list exact origins such as https://judge.example, never a wildcard."
            )
    return origins
