"""The scripts behind make: instant when there is nothing to do, one clear sentence when they cannot go on."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.support.pace import seconds

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = sorted([*(ROOT / "scripts").glob("*.sh"), ROOT / ".ci" / "run"])


def run(script: str, *words: str, root: Path = ROOT, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["sh", root / "scripts" / script, *words],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def program(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The files that the scripts read, in a folder where nothing is set up yet."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    for name in ["setup.cfg", "setup.py", "pyproject.toml", *(path.name for path in ROOT.glob("requirements*.txt"))]:
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_plain_sh(script):
    assert script.read_text().startswith("#!/bin/sh\n")
    subprocess.run(["sh", "-n", script], check=True)


def test_a_second_set_up_is_instant():
    assert run("venv.sh", "test").returncode == 0
    started = time.monotonic()
    assert run("venv.sh", "test").returncode == 0
    assert run("venv.sh", "run").returncode == 0
    assert time.monotonic() - started < seconds(2)


def test_an_old_python_is_refused_with_a_sentence(clone):
    old = program(clone, "old-python", "exit 1")
    refused = run("venv.sh", "run", root=clone, PYTHON=str(old))
    assert refused.returncode == 1
    assert refused.stderr == "contest: Python 3.11 or newer is needed and was not found; set PYTHON to one.\n"


def test_a_python_without_venv_is_asked_for_in_one_sentence_when_not_root(clone):
    answers = 'case "$2" in *ensurepip*) exit 1 ;; *print*) echo python3.13 ;; *) exit 0 ;; esac'
    bare = program(clone, "bare-python", answers)
    program(clone, "id", "echo 1000")
    refused = run("venv.sh", "run", root=clone, PYTHON=str(bare), PATH=f"{clone}:{os.environ['PATH']}")
    assert refused.returncode == 1
    assert refused.stderr.endswith("ask your administrator to install the package python3.13-venv.\n")
    assert len(refused.stderr.splitlines()) == 1


def test_root_gets_the_missing_venv_from_the_system(clone):
    answers = f'case "$2" in *ensurepip*) test -e {clone}/installed ;; *print*) echo python3.13 ;; *) exit 3 ;; esac'
    bare = program(clone, "bare-python", f'[ "$1" = -c ] && case "$2" in *version_info\\ *) exit 0 ;; esac\n{answers}')
    program(clone, "id", "echo 0")
    program(clone, "apt-get", f'echo "$@" >>{clone}/asked; [ "$1" = install ] && touch {clone}/installed; true')
    run("venv.sh", "run", root=clone, PYTHON=str(bare), PATH=f"{clone}:{os.environ['PATH']}")
    assert (clone / "asked").read_text().splitlines()[-1].endswith("python3.13-venv")


def test_an_old_node_on_path_is_passed_over(clone):
    old = clone / "old"
    old.mkdir()
    program(old, "node", "exit 1")
    program(old, "npm", "exit 0")
    own = clone / ".venv" / "bin"
    own.mkdir(parents=True)
    program(own, "node", "exit 0")
    program(own, "npm", "exit 0")
    found = run("node.sh", "sh", "-c", "command -v node", root=clone, PATH=f"{old}:/usr/bin:/bin")
    assert found.stdout == f"{own}/node\n"


@pytest.fixture
def pages(clone: Path) -> Path:
    """A frontend whose build appends a line to `builds`, with a node that is new enough."""
    tools = clone / "tools"
    tools.mkdir()
    program(tools, "node", "exit 0")
    program(tools, "npm", f'echo "$1 $3" >>{clone}/builds; mkdir -p node_modules ../contest/web/static')
    (clone / "frontend" / "judge").mkdir(parents=True)
    (clone / "frontend" / "package-lock.json").write_text("{}")
    (clone / "frontend" / "judge" / "App.svelte").write_text("<p>judge</p>")
    (clone / "contest" / "locale" / "zh").mkdir(parents=True)
    (clone / "contest" / "locale" / "zh" / "judge.po").touch()
    return clone


def build(pages: Path) -> list[str]:
    """What npm was asked for in this build."""
    asked = pages / "builds"
    asked.unlink(missing_ok=True)
    built = run("frontend.sh", root=pages, PATH=f"{pages / 'tools'}:{os.environ['PATH']}")
    assert built.returncode == 0, built.stderr
    return [line.split()[0] for line in asked.read_text().splitlines()] if asked.exists() else []


def save_later(path: Path, text: str) -> None:
    path.write_text(text)
    later = time.time() + 5
    os.utime(path, (later, later))


def test_pages_are_built_once(pages):
    assert build(pages) == ["ci", "run"]
    assert build(pages) == []


@pytest.mark.parametrize("name", ["frontend/judge/App.svelte", "contest/locale/zh/judge.po"])
def test_pages_are_built_anew_when_a_source_is_newer(pages, name):
    build(pages)
    save_later(pages / name, "new")
    assert build(pages) == ["run"]


def test_packages_are_fetched_anew_when_their_lock_changes(pages):
    build(pages)
    save_later(pages / "frontend" / "package-lock.json", '{"lockfileVersion": 3}')
    assert build(pages) == ["ci", "run"]


@pytest.fixture
def api(pages: Path) -> Path:
    """A server whose document has as many letters as it was asked for it, and a tool that writes it as types."""
    own = pages / ".venv" / "bin"
    own.mkdir(parents=True)
    program(own, "contest", f"printf x >>{pages}/document; cat {pages}/document")
    tool = pages / "frontend" / "node_modules" / ".bin"
    tool.mkdir(parents=True)
    program(tool, "openapi-typescript", 'cat "$1" >"$3"')
    program(pages / "tools", "node", 'test -f "$1" || exit 0; exec "$@"')
    (pages / "contest" / "replies.py").touch()
    return pages


def types(api: Path) -> str:
    """The types of the pages, once they were asked for."""
    made = run("types.sh", root=api, PATH=f"{api / 'tools'}:{os.environ['PATH']}")
    assert made.returncode == 0, made.stderr
    return (api / "frontend" / "generated" / "api.ts").read_text()


def test_the_types_of_the_api_are_written_anew_only_when_the_server_or_the_lock_is_newer(api):
    assert types(api) == types(api) == "x"
    save_later(api / "contest" / "replies.py", "new")
    assert types(api) == "xx"


def test_pages_are_not_built_anew_for_the_types_of_the_api(api):
    build(api)
    types(api)
    save_later(api / "frontend" / "generated" / "api.ts", "new")
    assert build(api) == []


def test_a_remembered_browser_is_not_tried_again():
    first = run("browser.sh")
    assert first.returncode == 0, first.stderr
    started = time.monotonic()
    assert run("browser.sh").stdout == first.stdout
    assert time.monotonic() - started < seconds(0.5)
