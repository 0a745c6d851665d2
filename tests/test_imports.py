"""The import rule of the house: arrows point towards scoring. The table is the right-hand column of the layout."""

import ast
import re
import sys
from configparser import ConfigParser
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.support.imports import ROOT, imported_modules, module_name

ALL = {""}
WAYS_OUT = {"schemas", "record", "people", "scoring", "settings", "locale", "words"}
# Everyone may raise Refused. A row names modules or packages of contest; a package's own modules know each other.
EVERYONE = {"scoring.refused"}

ARROWS = {
    "": ALL,
    "cli": ALL,
    "commands": ALL,
    "serving": ALL,
    "lan": set(),
    "office_time": set(),
    "settings": {"lan", "office_time"},
    "scoring": set(),
    "check": set(),
    "verify": set(),
    "tls": set(),
    "locale": set(),
    "logs": set(),
    "apart": {"called", "check", "db", "export", "journal", "material", "people", "scoring", "telling_file"},
    "reasons": {"locale", "words", "scoring"},
    "words": {"locale"},
    "course": {"locale", "scoring"},
    "called": {"course", "courses", "db", "locale", "presets", "scoring"},
    "workdays": set(),
    "spreadsheet": set(),
    "calendar_days": {"db"},
    "courses": {"db"},
    "course_schemas": {"course", "schemas"},
    "db": set(),
    "migrating": {"db"},
    "journal": {"db", "scoring.events"},
    "people_tables": {"db"},
    # scoring.events: a commitment is over the same canonical bytes as a line.
    "people": {"db", "people_tables", "scoring.events", "throttle", "underway"},
    "throttle": set(),
    "floor": {"db", "scoring"},
    "floor_schemas": {"replies", "schemas"},
    "material": {"db", "scoring.events", "scoring.refused"},
    "roll": set(),
    "one_by_one": set(),
    "underway": set(),
    "series": {"db"},
    "readiness": {"lan", "office_time"},
    "record": {"ahead", "db", "journal", "people", "scoring", "turns"},
    "ahead": {"db", "journal", "scoring.events"},
    "turns": {"scoring.slices"},
    "schemas": {"scoring"},
    "replies": {"schemas"},
    "decision_schemas": {"schemas"},
    "decision_replies": {"replies", "schemas"},
    "beside_schemas": {"replies", "schemas"},
    "reason_replies": {"replies", "schemas"},
    "past_replies": {"replies", "schemas"},
    "course_replies": {"course", "replies"},
    "stage_replies": {"decision_replies", "replies", "schemas"},
    "result_replies": {"replies", "schemas"},
    "entering": {"db", "one_by_one", "opening", "people", "scoring"},
    "registering": {"entering", "intake", "people", "roster_changes", "scoring", "underway"},
    "roster_changes": {"intake", "numbering", "people", "scoring"},
    "numbering": {"intake", "people"},
    "qualifying": {"people", "registering", "scoring"},
    "enrolling": {"intake", "people", "registering", "scoring"},
    "part_scores": {"intake", "people", "registering", "scoring"},
    "registration_replies": {"replies", "schemas", "setup_replies"},
    "registration_schemas": {"schemas"},
    "assigning": {"intake", "people", "scoring", "seating"},
    "drawn": {"intake", "people", "scoring"},
    "draw_replies": {"replies", "schemas"},
    "draw_schemas": {"schemas"},
    "telling": {"locale", "scoring"},
    "telling_file": {"export", "office_time", "people", "scoring", "telling"},
    "setup_replies": {"replies", "schemas"},
    "setup_schemas": {"schemas"},
    "staff_schemas": {"people", "schemas", "setup_schemas"},
    "staff_replies": {"replies", "schemas", "setup_replies"},
    "recorder_replies": {"replies", "schemas", "scheme_replies"},
    "scheme_replies": {"replies", "schemas", "scoring"},
    "recorder_schemas": {"schemas"},
    "rulebook_replies": {"replies", "schemas"},
    "rulebook_schemas": {"schemas", "setup_schemas"},
    "presets": {"intake", "scoring"},
    "scorefile": {"locale", "scoring"},
    "rulebooks": {"intake", "locale", "scorefile", "scoring", "spreadsheet"},
    "opening": {"material", "people", "presets", "record", "scoring"},
    "live": WAYS_OUT | {"called", "roll", "turns"},
    "web": WAYS_OUT
    | {
        "apart",
        "beside_schemas",
        "calendar_days",
        "called",
        "course",
        "course_replies",
        "course_schemas",
        "courses",
        "workdays",
        "floor",
        "floor_schemas",
        "lan",
        "material",
    }
    | {"past_replies"}
    | {"decision_replies", "decision_schemas", "export", "intake", "reason_replies", "reasons", "replies"}
    | {"recorder_replies", "recorder_schemas", "result_replies", "readiness", "roll", "stage_replies", "tls"}
    | {"rulebook_replies", "rulebook_schemas"}
    | {"enrolling", "part_scores", "qualifying", "registration_replies", "registration_schemas"}
    | {
        "one_by_one",
        "opening",
        "presets",
        "entering",
        "registering",
        "roster_changes",
        "rulebooks",
        "seating",
        "telling",
        "setup_replies",
        "setup_schemas",
    }
    | {"assigning", "drawn", "draw_replies", "draw_schemas"}
    | {"series", "staff_replies", "staff_schemas", "telling_file", "turns", "underway"},
    "intake": {"people", "scoring", "spreadsheet", "underway"},
    "export": {"office_time", "record", "people", "scoring", "spreadsheet"},
    "seating": {"db", "intake", "locale", "opening", "people", "record", "scoring"},
    "importing": {
        "drawn",
        "export",
        "intake",
        "journal",
        "opening",
        "people",
        "record",
        "entering",
        "registering",
        "roster_changes",
        "scorefile",
        "seating",
        "scoring",
    },
    "backing": {"db", "journal", "material", "migrating", "record", "scoring", "settings", "tables"},
    "tables": {"calendar_days", "courses", "floor", "journal", "material", "people_tables", "series"},
    "simulate": {"schemas"},
    # Glue like commands: it goes the ways people go (sockets, REST), and shares the process with the server it shows.
    "demo": {
        "commands.files",
        "lan",
        "locale",
        "opening",
        "people",
        "people_tables",
        "presets",
        "scoring",
        "serving",
        "settings",
    }
    | {"simulate", "web.services"},
}
# Libraries beside the standard one; a module without a row may use whatever setup.cfg names.
LIBRARIES = {
    "settings": set(),
    "scoring": {"sortedcontainers"},
    "check": set(),
    "verify": set(),
    "db": {"sqlalchemy", "gevent"},
}
# The machine, a clock, dice: what the rules may not ask.
OUTSIDE_THE_RULES = {"io", "logging", "multiprocessing", "os", "pathlib", "shutil", "sqlite3", "subprocess", "sys"}
OUTSIDE_THE_RULES |= {"asyncio", "select", "socket", "tempfile", "threading", "time", "urllib"}
OUTSIDE_THE_RULES |= {"random", "secrets", "uuid"}

SOURCES = sorted((ROOT / "contest").rglob("*.py"))
NAMES = [module_name(path) for path in SOURCES]


def row_of(name: str) -> str:
    """contest.live.boards → live; contest → the empty word."""
    return name.split(".")[1] if "." in name else ""


def allows(row: set[str], name: str) -> bool:
    """Whether a module of contest is one that the row names, or stands inside one."""
    inside = name.partition(".")[2]
    return any(place == "" or inside == place or inside.startswith(f"{place}.") for place in row)


def against_the_arrows(path: Path, root: Path = ROOT) -> set[str]:
    own = row_of(module_name(path, root))
    row = ARROWS[own] | EVERYONE | {own or "__init__"}
    return {name for name in imported_modules(path, root) if name.split(".")[0] == "contest" and not allows(row, name)}


def libraries(path: Path) -> set[str]:
    firsts = {name.split(".")[0] for name in imported_modules(path)}
    return firsts - sys.stdlib_module_names - {"contest", "__future__"}


def test_every_module_has_its_place_in_the_table():
    assert {row_of(name) for name in NAMES} <= set(ARROWS)


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_arrows_point_towards_scoring(path):
    assert against_the_arrows(path) == set()


def test_live_and_web_do_not_know_each_other():
    for one, other in [("live", "web"), ("web", "live")]:
        for path in (ROOT / "contest" / one).rglob("*.py"):
            assert not any(row_of(name) == other for name in imported_modules(path)), path


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_a_module_uses_only_the_libraries_of_its_row(path):
    named = LIBRARIES.get(row_of(module_name(path)))
    assert named is None or libraries(path) <= named


def test_every_library_is_named_in_setup_cfg():
    config = ConfigParser()
    config.read(ROOT / "setup.cfg")
    wanted = re.findall(r"^([\w.-]+)", config["options"]["install_requires"], re.MULTILINE)
    named = {re.sub(r"[-_.]+", "-", name).lower() for name in wanted}
    providers = packages_distributions()
    used = {library for path in SOURCES for library in libraries(path)}
    unnamed = {
        library
        for library in used
        if not any(re.sub(r"[-_.]+", "-", name).lower() in named for name in providers.get(library, []))
    }
    assert unnamed == set()


@pytest.mark.parametrize("path", [path for path in SOURCES if "scoring" in path.parts], ids=module_name)
def test_the_rules_ask_no_clock_no_dice_and_no_machine(path):
    assert {name.split(".")[0] for name in imported_modules(path)} & OUTSIDE_THE_RULES == set()
    assert not re.search(r"\.(now|utcnow|today)\(", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [path for path in SOURCES if "scoring" in path.parts], ids=module_name)
def test_the_rules_know_no_float(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"line {node.lineno}"
        assert not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "float"), f"line {node.lineno}"


@pytest.mark.parametrize(
    "line",
    [
        "from contest.live import boards",
        "from ..live import boards",
        "import contest.live.boards",
        "def late():\n    from ..live.boards import Hub",
        "from .. import live",
    ],
)
def test_an_arrow_the_wrong_way_is_seen_however_it_is_written(tmp_path, line):
    for package in ("contest", "contest/live", "contest/web"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "contest/live/boards.py").touch()
    view = tmp_path / "contest/web/views.py"
    view.write_text(line)
    assert len(against_the_arrows(view, tmp_path)) == 1
