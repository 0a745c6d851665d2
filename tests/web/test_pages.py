"""The three pages as they are served: nothing inline, nothing from elsewhere, fresh documents and lasting assets."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser

import pytest

from contest.web.pages import STATIC
from tests.web.hall import Hall, Play

PAGES = ["/judge", "/board/", "/board/cup.wall", "/console", "/console/cup/wall"]


class Scripts(HTMLParser):
    """What a document would run or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.links: list[str] = []
        self._in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in = tag if tag in ("script", "style") else ""
        for name, value in attrs:
            if name.startswith("on") or name == "style" or "javascript:" in (value or ""):
                self.inline.append(f"{tag} {name}")
            if name in ("src", "href"):
                self.links.append(value or "")

    def handle_data(self, data: str) -> None:
        if self._in and data.strip():
            self.inline.append(data.strip())


def policy(answer) -> dict[str, str]:
    rules = (rule.strip().partition(" ") for rule in answer.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in rules}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_runs_nothing_that_stands_in_it_and_fetches_nothing_from_elsewhere(hall: Hall, path: str):
    answer = hall.visitor().get(path)
    assert answer.status_code == 200, "the pages are not built: make test builds them first"
    found = Scripts()
    found.feed(answer.text)
    assert found.inline == []
    assert found.links
    assert all(link.startswith(("/", "data:")) and not link.startswith("//") for link in found.links)


@pytest.mark.parametrize("path", [*PAGES, "/", "/api/session", "/boards", "/healthz", "/openapi.json", "/nothing"])
def test_every_answer_tells_the_browser_what_it_may_do(hall: Hall, path: str):
    answer = hall.visitor().get(path)
    rules = policy(answer)
    assert rules["default-src"] == "'self'"
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert not re.search(r"unsafe|\*|https?:", answer.headers["Content-Security-Policy"])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_a_document_is_asked_for_again_and_an_asset_is_kept_for_good(hall: Hall):
    page = hall.visitor().get("/board/")
    assert page.headers["Cache-Control"] == "no-cache"
    asset = next(link for link in re.findall(r'(?:src|href)="([^"]+)"', page.text) if "/assets/" in link)
    assert "immutable" in hall.visitor().get(asset).headers["Cache-Control"]


def test_scripts_and_styles_come_zipped_to_whoever_takes_them_so(hall: Hall):
    page = hall.visitor().get("/judge").text
    for asset in re.findall(r'(?:src|href)="([^"]+/assets/[^"]+[.](?:js|css))"', page):
        plain = hall.visitor().get(asset, headers={"Accept-Encoding": "identity"})
        zipped = hall.visitor().get(asset, headers={"Accept-Encoding": "gzip, deflate, br"})
        assert gzip.decompress(zipped.data) == plain.data
        assert int(zipped.headers["Content-Length"]) == len(zipped.data) < len(plain.data) / 2
        assert (zipped.headers["Content-Encoding"], plain.headers.get("Content-Encoding")) == ("gzip", None)
        assert zipped.headers["ETag"] != plain.headers["ETag"]
        assert zipped.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
        assert "immutable" in zipped.headers["Cache-Control"]


def test_what_is_said_under_api_is_stored_nowhere(hall: Hall, play: Play):
    assert hall.staff("viewer").get(f"/api/contests/{play.id}").headers["Cache-Control"] == "no-store"


def test_the_bare_address_leads_to_the_boards(hall: Hall):
    assert hall.visitor().get("/").headers["Location"] == "/board/"


@pytest.mark.parametrize(
    "name", ["../pages.py", "%2e%2e/pages.py", "..%2fpages.py", "/etc/passwd", "assets/../../pages.py"]
)
def test_nothing_but_the_built_files_is_served(hall: Hall, name: str):
    assert STATIC.parent.joinpath("pages.py").exists()
    answer = hall.visitor().get(f"/static/{name}")
    assert answer.status_code in (301, 308, 404)
    assert b"send_from_directory" not in answer.data


def test_a_page_that_is_not_built_says_so(hall: Hall, monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setattr("contest.web.pages.STATIC", tmp_path)
    answer = hall.visitor().get("/judge")
    assert answer.status_code == 503
    assert "not built" in answer.text
