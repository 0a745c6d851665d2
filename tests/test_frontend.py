"""The pages' own tests (vitest, without a browser), run by the Node that builds the pages."""

from __future__ import annotations

import gzip
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
STATIC = ROOT / "contest" / "web" / "static"
HEAVIEST = 60_000  # bytes of script, zipped: a judge's phone on a hall's Wi-Fi
FEWEST = 300  # tests: an empty run is no run


def test_the_tests_of_the_pages_pass() -> None:
    command = ["sh", "scripts/node.sh", "npm", "--prefix", "frontend", "test", "--silent"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)
    said = COLOURS.sub("", ran.stdout + ran.stderr)
    assert ran.returncode == 0, said[-4000:]
    passed = re.search(r"Tests\s+(\d+) passed", said)
    assert passed, said[-2000:]
    assert int(passed[1]) >= FEWEST, said[-2000:]


def test_the_judges_page_loads_at_most_sixty_kilobytes_of_script() -> None:
    subprocess.run(["sh", "scripts/frontend.sh"], cwd=ROOT, check=True, capture_output=True, timeout=300)
    weight = sum(len(gzip.compress(script.read_bytes(), 9)) for script in scripts_of("judge"))
    assert weight <= HEAVIEST


def scripts_of(page: str) -> set[Path]:
    """The page's scripts and all that those load, at once or later."""
    found: set[Path] = set()
    waiting = re.findall(r"assets/[\w.-]+\.js", (STATIC / f"{page}.html").read_text(encoding="utf-8"))
    while waiting:
        script = STATIC / waiting.pop()
        if script not in found:
            found.add(script)
            waiting += [
                f"assets/{name}" for name in re.findall(r"\./([\w.-]+\.js)", script.read_text(encoding="utf-8"))
            ]
    assert found
    return found
