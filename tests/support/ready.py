"""Read once by the process that the tests' servers and children are forked from (forked.py): all that they import."""

import importlib
import pkgutil

import pytest

import contest.apart
from tests.support import hashes

CHILDREN = [f"contest.apart.{each.name}" for each in pkgutil.iter_modules(contest.apart.__path__)]
SERVERS = ["contest.cli", "contest.web", "contest.live.judging", "contest.live.packets", "contest.live.snapshots"]
LIBRARIES = ["flask_socketio", "sqlalchemy.dialects.sqlite"]

for name in [*SERVERS, *CHILDREN, *LIBRARIES]:
    if not name.endswith("__main__"):  # a program: whoever runs it reads it
        importlib.import_module(name)

hashes.quick(pytest.MonkeyPatch())  # for as long as the process lives
