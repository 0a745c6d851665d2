"""The pages' own tests (vitest, without a browser), run by the Node that builds the pages."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
FEWEST = 300  # tests: an empty run is no run


def test_the_tests_of_the_pages_pass() -> None:
    command = ["sh", "scripts/node.sh", "npm", "--prefix", "frontend", "test", "--silent"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)
    said = COLOURS.sub("", ran.stdout + ran.stderr)
    assert ran.returncode == 0, said[-4000:]
    passed = re.search(r"Tests\s+(\d+) passed", said)
    assert passed, said[-2000:]
    assert int(passed[1]) >= FEWEST, said[-2000:]
