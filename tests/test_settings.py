"""Settings: what is not said has a safe value; what would be unsafe is refused with a sentence."""

from pathlib import Path

import pytest

from contest import settings
from contest.settings import Settings, UnsafeSettings


def read(**environ):
    return Settings.from_environment(environ)


def test_where_nothing_is_said_the_server_is_safe_and_at_home(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    found = read()
    assert found == Settings(f"sqlite:///{tmp_path}/var/contest.db", tmp_path / "var")
    assert (found.host, found.port, found.origins, found.secure) == ("127.0.0.1", 5000, (), False)


def test_everything_may_be_said():
    found = read(
        CONTEST_VAR="/srv/contest",
        CONTEST_DATABASE_URL="postgresql://db/contest",
        CONTEST_HOST="0.0.0.0",
        CONTEST_PORT="8080",
        CONTEST_ORIGINS="https://judge.example, http://10.0.0.5:5000/",
        CONTEST_SECURE="1",
        CONTEST_PUBLIC_URL="https://contest.example/",
    )
    assert found == Settings(
        "postgresql://db/contest",
        Path("/srv/contest"),
        "0.0.0.0",
        8080,
        ("https://judge.example", "http://10.0.0.5:5000"),
        True,
        "https://contest.example",
    )


def test_the_environment_of_the_process_is_what_is_read(monkeypatch):
    monkeypatch.setenv("CONTEST_PORT", "6001")
    assert Settings.from_environment().port == 6001


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONTEST_DATABASE_URL", "sqlite://"),
        ("CONTEST_DATABASE_URL", "sqlite:///"),
        ("CONTEST_DATABASE_URL", "sqlite:///:memory:"),
        ("CONTEST_DATABASE_URL", "sqlite:///file:x?mode=memory&uri=true"),
        ("CONTEST_DATABASE_URL", "mysql://db/contest"),
        ("CONTEST_DATABASE_URL", "contest.db"),
        ("CONTEST_PORT", "0"),
        ("CONTEST_PORT", "65536"),
        ("CONTEST_PORT", "-1"),
        ("CONTEST_PORT", "５０００"),
        ("CONTEST_PORT", "http"),
        ("CONTEST_ORIGINS", "*"),
        ("CONTEST_ORIGINS", "https://*.example"),
        ("CONTEST_ORIGINS", "https://judge.example,*"),
        ("CONTEST_ORIGINS", "judge.example"),
        ("CONTEST_ORIGINS", "https://judge.example/path"),
        ("CONTEST_ORIGINS", "https://judge.example?x=1"),
        ("CONTEST_ORIGINS", "https://user@judge.example"),
        ("CONTEST_ORIGINS", "https://"),
        ("CONTEST_ORIGINS", "null"),
        ("CONTEST_ORIGINS", "file:///etc"),
        ("CONTEST_SECURE", "maybe"),
        ("CONTEST_SECURE", "ja"),
        ("CONTEST_ZONE", "Asia/Datong"),
        ("CONTEST_ZONE", "../etc"),
        ("CONTEST_ZONE", "Asia"),
        ("FLASK_DEBUG", "1"),
        ("FLASK_DEBUG", "true"),
        ("FLASK_ENV", "development"),
        ("WERKZEUG_DEBUG_PIN", "123"),
    ],
)
def test_what_would_be_unsafe_is_refused_with_one_sentence_that_names_the_setting(name, value):
    with pytest.raises(UnsafeSettings, match=name) as caught:
        read(**{name: value})
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("said", "meant"), [("", False), ("0", False), ("no", False), ("TRUE", True), ("Yes", True)])
def test_secure_is_said_in_words_that_cannot_be_misread(said, meant):
    assert read(CONTEST_SECURE=said).secure is meant


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("postgres://u:p@db:5433/contest", "postgresql://u:p@db:5433/contest"),
        ("postgresql+psycopg://db/contest", "postgresql+psycopg://db/contest"),
        ("sqlite:////srv/contest.db", "sqlite:////srv/contest.db"),
    ],
)
def test_a_database_may_be_named_in_the_usual_ways(given, kept):
    assert read(CONTEST_DATABASE_URL=given).database_url == kept


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ({}, "http://127.0.0.1:5000"),
        ({"CONTEST_HOST": "192.168.1.5", "CONTEST_PORT": "80"}, "http://192.168.1.5:80"),
        ({"CONTEST_SECURE": "1"}, "https://127.0.0.1:5000"),
        ({"CONTEST_PUBLIC_URL": "https://cup.example/"}, "https://cup.example"),
    ],
)
def test_the_address_that_people_type(said, url):
    assert read(**said).url == url


def test_in_a_hall_the_address_is_the_machines_own_by_now(monkeypatch):
    hall = read(CONTEST_HOST="0.0.0.0")
    for own, url in {"192.168.1.5": "http://192.168.1.5:5000", "": "http://127.0.0.1:5000"}.items():
        monkeypatch.setattr(settings, "own_address", lambda own=own: own)
        assert hall.url == url
    assert read(CONTEST_HOST="0.0.0.0", CONTEST_PUBLIC_URL="https://cup.example").url == "https://cup.example"


HALL = {"HTTP_HOST": "192.168.1.5:5000", "wsgi.url_scheme": "http"}


@pytest.mark.parametrize(
    ("origin", "environ", "welcome"),
    [
        ("http://192.168.1.5:5000", HALL, True),
        ("https://192.168.1.5:5000", HALL, False),
        ("https://192.168.1.5:5000", HALL | {"HTTP_X_FORWARDED_PROTO": "https"}, True),
        ("https://judge.example", HALL, True),
        ("https://judge.example.evil.example", HALL, False),
        ("http://192.168.1.5", HALL, False),
        ("https://cup.example", HALL, True),
        ("null", HALL, False),
        ("", HALL, False),
        ("://", {}, False),
    ],
)
def test_only_exact_origins_are_welcome(origin, environ, welcome):
    settings = read(CONTEST_ORIGINS="https://judge.example", CONTEST_PUBLIC_URL="https://cup.example")
    assert settings.welcomes(origin, environ) is welcome
    assert not read().welcomes("", {})
