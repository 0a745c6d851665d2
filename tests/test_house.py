"""The house: nothing built or fetched is tracked, locks name no index, every target of make says what it does."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-node.txt"]
NPM_LOCKS = ["frontend/package-lock.json", "scripts/browser/package-lock.json"]
TARGETS = ["help", "run", "test", "check", "bench", "faults", "pictures", "check-rules", "wheel", "lock", "clean"]
# In pieces, so that this file does not name them itself.
REGISTRIES = re.compile(
    "|".join(["py" + r"pi\.org", "python" + "hosted", "registry" + r"\.[\w-]+\.\w+", "npm" + r"mirror"])
)
BUILT = re.compile(
    r"(^|/)(node_modules|\.venv|__pycache__|dist|build|var)/|^contest/web/static/|\.egg-info/"
    r"|\.min\.(js|css)$|\.(pyc|whl|woff2?|ttf|otf|db|sqlite3?)$"
)


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_nothing_built_or_fetched_is_tracked():
    assert [name for name in tracked() if BUILT.search(name)] == []


def test_no_file_names_a_registry():
    texts = {name: (ROOT / name).read_bytes().decode("utf-8", "replace") for name in tracked()}
    assert [name for name, text in texts.items() if REGISTRIES.search(text)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_every_library_with_its_digest_and_names_no_index(name):
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "--index" not in text
    pinned = re.findall(r"^[a-z][^\n]*", text, re.MULTILINE)
    assert pinned
    assert [line for line in pinned if "==" not in line or not line.endswith("\\")] == []


@pytest.mark.parametrize("name", NPM_LOCKS)
def test_the_pages_lock_has_digests_and_names_no_index(name):
    text = (ROOT / name).read_text()
    assert '"integrity"' in text
    assert '"resolved"' not in text


def test_the_test_lock_holds_the_run_lock_at_the_same_versions():
    run, test = (
        set(re.findall(r"^([a-z][\w.-]*==\S+)", (ROOT / name).read_text(), re.MULTILINE)) for name in LOCKS[:2]
    )
    assert run <= test


def test_metadata_stands_in_setup_cfg_only():
    assert not re.search(r"^\[project", (ROOT / "pyproject.toml").read_text(), re.MULTILINE)


def test_make_alone_says_one_line_for_each_target():
    # Not as a part of the make that may have started the tests.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    answer = subprocess.run(["make"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    told = answer.stdout.splitlines()
    assert [line.split()[0] for line in told] == TARGETS
    assert all(len(line.split()) > 2 for line in told)


def test_every_decision_has_a_number_of_its_own():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(page.name[:4]) for page in pages]
    assert numbers == list(range(1, len(pages) + 1))
    assert [page.read_text(encoding="utf-8").split(". ")[0] for page in pages] == [f"# {number}" for number in numbers]
