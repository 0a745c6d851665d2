"""Fixtures of every test: databases of both kinds, a browser. What cannot be had fails the test; nothing is skipped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import expect

from tests.support import browser as browsers
from tests.support import postgres
from tests.support.counts import count

# No deadline: two cores are shared with browsers and servers. A failing example is printed and replays by itself.
settings.register_profile(
    "contest",
    max_examples=count(small=60, full=10_000),
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("contest")
# What a page is expected to show is waited for longer than its five seconds: that costs only a test that fails.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    with postgres.server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres_server: postgres.Server) -> str:
    """URL of the server's maintenance database; ask for `database_url` to get one of your own."""
    return postgres_server.url.render_as_string(hide_password=False)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'contest.db'}"


@pytest.fixture
def postgresql_url(postgres_server: postgres.Server) -> Iterator[str]:
    with postgres_server.fresh_database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """URL of a fresh, empty database: the test runs once on either kind."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser."""
    return browsers.find_chromium()


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium: str) -> dict:
    """Read by pytest-playwright, whose `browser`, `context` and `page` fixtures the tests use."""
    return {"executable_path": chromium, "args": list(browsers.FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args() -> dict:
    return {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": browsers.TABLET}
