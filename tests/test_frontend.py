"""The pages' own tests (vitest, without a browser), run by the Node that builds the pages."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from contest import presets
from contest.scoring.rulebook import dump_rulebook, parse_rulebook
from tests.test_rulebook_docs import shown_books

ROOT = Path(__file__).parents[1]
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
STATIC = ROOT / "contest" / "web" / "static"
HEAVIEST = 60_000  # bytes of script, zipped, before the first mark: a judge's phone on a hall's Wi-Fi
HEAVIEST_CONSOLE = 200_000  # with everything that a desk of one language ever loads
HEAVIEST_REGISTER = 35_000  # a unit's phone in the country
HEAVIEST_IN_ALL = 160_000  # with what comes when there is time: the other language, practice, material, the camera
AT_ONCE = re.compile(r"(?:from|import)\s*[\"'`]\./([\w.-]+\.js)[\"'`]")
AT_ALL = re.compile(r"[\"'`]\./([\w.-]+\.js)[\"'`]")
FEWEST = 300  # tests: an empty run is no run


def test_the_tests_of_the_pages_pass(tmp_path: Path) -> None:
    """Some are given every rulebook there is, as its file says it and as the server tells it."""
    books = {f"{name}/{id}": book for name in presets.names() for id, book in presets.load(name).rulebooks.items()}
    books |= {f"docs {n}": book for n, book in enumerate(shown_books())}
    books |= {f"{name}, told": dump_rulebook(parse_rulebook(book)) for name, book in books.items()}
    (tmp_path / "books.json").write_text(json.dumps(books), encoding="utf-8")
    command = ["sh", "scripts/node.sh", "npm", "--prefix", "frontend", "test", "--silent"]
    env = os.environ | {"CONTEST_RULEBOOKS": str(tmp_path / "books.json")}
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, env=env)
    said = COLOURS.sub("", ran.stdout + ran.stderr)
    assert ran.returncode == 0, said[-4000:]
    passed = re.search(r"Tests\s+(\d+) passed", said)
    assert passed, said[-2000:]
    assert int(passed[1]) >= FEWEST, said[-2000:]


@pytest.mark.timeout(300)
def test_the_pages_take_the_api_as_it_is() -> None:
    """Their types of it are generated from its document, so that a field which was renamed there is a fault here."""
    command = ["sh", "scripts/node.sh", "npm", "--prefix", "frontend", "run", "check", "--silent"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280)
    assert ran.returncode == 0, (ran.stdout + ran.stderr)[-4000:]


def test_a_page_writes_no_shape_of_the_api_itself() -> None:
    """What is written is no answer of its own: what stands in an address."""
    pages = [path for page in ("console", "floor", "register") for path in (ROOT / "frontend" / page).rglob("types.ts")]
    written = re.findall(r"\binterface (\w+)", "\n".join(path.read_text(encoding="utf-8") for path in pages))
    assert sorted(written) == ["MaterialSaid"]


def test_the_judges_page_begins_with_at_most_sixty_kilobytes_of_script() -> None:
    subprocess.run(["sh", "scripts/frontend.sh"], cwd=ROOT, check=True, capture_output=True, timeout=300)
    first, later = scripts_of("judge")
    assert zipped(first) <= HEAVIEST
    assert later, "the other language comes later"
    assert zipped(first | later) <= HEAVIEST_IN_ALL


def test_the_registration_page_is_light() -> None:
    subprocess.run(["sh", "scripts/frontend.sh"], cwd=ROOT, check=True, capture_output=True, timeout=300)
    assert zipped(set().union(*scripts_of("register"))) <= HEAVIEST_REGISTER


def test_the_console_has_at_most_two_hundred_kilobytes_of_script() -> None:
    subprocess.run(["sh", "scripts/frontend.sh"], cwd=ROOT, check=True, capture_output=True, timeout=300)
    scripts = set().union(*scripts_of("console"))
    languages = {lang: {script for script in scripts if script.name.startswith(f"{lang}-")} for lang in ("zh", "en")}
    assert all(languages.values())
    for lang, other in (("zh", "en"), ("en", "zh")):
        assert zipped(scripts - languages[other]) <= HEAVIEST_CONSOLE, lang


@pytest.mark.parametrize("page", ["judge", "floor"])
def test_the_service_worker_keeps_what_comes_later_too(page: str) -> None:
    subprocess.run(["sh", "scripts/frontend.sh"], cwd=ROOT, check=True, capture_output=True, timeout=300)
    worker = (STATIC / f"{page}-sw.js").read_text(encoding="utf-8")
    first, later = scripts_of(page)
    assert not [script.name for script in first | later if script.name not in worker]


def zipped(scripts: set[Path]) -> int:
    return sum(len(gzip.compress(script.read_bytes(), 9)) for script in scripts)


def scripts_of(page: str) -> tuple[set[Path], set[Path]]:
    """The page's scripts that it cannot begin without, and those that these load when there is time."""
    first = followed(
        set(re.findall(r"assets/[\w.-]+\.js", (STATIC / f"{page}.html").read_text(encoding="utf-8"))), AT_ONCE
    )
    assert first
    return first, followed({f"assets/{script.name}" for script in first}, AT_ALL) - first


def followed(waiting: set[str], named: re.Pattern[str]) -> set[Path]:
    found: set[Path] = set()
    while waiting:
        script = STATIC / waiting.pop()
        if script not in found:
            found.add(script)
            waiting |= {f"assets/{name}" for name in named.findall(script.read_text(encoding="utf-8"))}
    return found
