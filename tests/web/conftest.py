"""An application for the tests of each file, without a server: requests are put to it directly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from contest import create_app
from contest.migrating import upgrade
from contest.settings import Settings
from tests.support import children, hashes
from tests.web.hall import Hall, Play


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The application. Passwords are hashed at once here; how slowly it is done outside is test_session's to check."""
    with a_hall(tmp_path_factory.mktemp("web")) as made:
        yield made


@pytest.fixture
def empty_hall(tmp_path: Path) -> Iterator[Hall]:
    """An application that nobody has used yet."""
    with a_hall(tmp_path) as made:
        yield made


@contextmanager
def a_hall(var: Path) -> Iterator[Hall]:
    settings = Settings(f"sqlite:///{var / 'contest.db'}", var)
    upgrade(settings.database_url)
    with pytest.MonkeyPatch.context() as patch:
        hashes.quick(patch)
        children.quick(patch)
        app = create_app(settings)
        yield Hall(app)
        for end in app.extensions["contest-ends"]:
            end()


@pytest.fixture
def play(hall: Hall) -> Play:
    """A contest where judges may mark, and none has."""
    return hall.contest()
