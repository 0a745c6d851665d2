"""The pages: built by frontend/ into static/, served with long-lived assets and never-stored documents."""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, redirect, request, send_from_directory

blp = Blueprint("pages", __name__)
STATIC = Path(__file__).parent / "static"
_FIRST_SCRIPT = re.compile(r"/assets/judge-(.{8})\.js\"")
ZIPPED = (".js", ".css")  # a third of their length: on a hall's Wi-Fi most of a first visit is waiting for them


def _page(name: str) -> Response:
    if not (STATIC / f"{name}.html").is_file():
        return Response("The pages are not built: run `make run`, or build frontend/.", 503, mimetype="text/plain")
    answer = send_from_directory(STATIC, f"{name}.html")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _worker(page: str) -> Response:
    """A page's service worker; each look asks for a newer one."""
    answer = send_from_directory(STATIC, f"{page}-sw.js")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@blp.route("/")
def home() -> Any:
    """Most who type the bare address want to watch."""
    return redirect("/board/")


@blp.route("/judge")
def judge() -> Response:
    """The judge's page."""
    return _page("judge")


def judge_app() -> str:
    """What the judge's page that is given out now calls itself in its hello; "" where it is not built."""
    page = STATIC / "judge.html"
    return _app_of(page, page.stat().st_mtime_ns) if page.is_file() else ""


@lru_cache(maxsize=1)
def _app_of(page: Path, changed: int) -> str:
    found = _FIRST_SCRIPT.search(page.read_text(encoding="utf-8"))
    return f"judge {found[1]}" if found else ""


@blp.route("/judge-sw.js")
def judge_worker() -> Response:
    """The service worker that opens the judge's page without the server."""
    return _worker("judge")


@blp.route("/board/")
@blp.route("/board/<board>")
def board(board: str = "") -> Response:
    """The hall's page: a list of boards, or one."""
    return _page("board")


@blp.route("/console")
@blp.route("/console/<path:where>")
def console(where: str = "") -> Response:
    """The organizer's page."""
    return _page("console")


@blp.route("/register")
def register() -> Response:
    """The page by which a unit registers its people; its link's token stands in the fragment."""
    return _page("register")


@blp.route("/floor")
def floor() -> Response:
    """The page of the hall's floor: check-in, clocks, hand-in desk."""
    return _page("floor")


@blp.route("/floor-sw.js")
def floor_worker() -> Response:
    """The service worker that opens the floor's page without the server."""
    return _worker("floor")


@blp.route("/clock/<clock>")
def clock(clock: str) -> Response:
    """The hall's clock of an item, named like its board."""
    return _page("clock")


@blp.route("/trust")
def trust() -> Response:
    """The page that helps a device trust the hall's own authority."""
    return _page("trust")


@blp.route("/static/<path:name>")
def static_file(name: str) -> Response:
    """A built file; its name carries its digest, so it may be kept for good."""
    answer = send_from_directory(STATIC, name)
    if name.endswith(".webmanifest"):
        answer.mimetype = "application/manifest+json"
    if name.startswith("assets/"):
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        if name.endswith(ZIPPED):
            _zip(answer, STATIC / name)
    return answer


def _zip(answer: Response, file: Path) -> None:
    """The same file shorter, for whoever takes it whole and zipped."""
    answer.vary.add("Accept-Encoding")
    if answer.status_code == 200 and request.accept_encodings["gzip"] > 0 and "Range" not in request.headers:
        answer.close()  # the file that it would have sent
        answer.direct_passthrough = False
        answer.set_data(_zipped(file))
        answer.headers["Content-Encoding"] = "gzip"
        answer.set_etag(f"{answer.get_etag()[0]}-gzip")


@lru_cache(maxsize=64)
def _zipped(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), 6, mtime=0)
