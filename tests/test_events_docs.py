"""docs/events.md is what contest/scoring/events.py says, and every kind keeps the rules of the vocabulary."""

import re
import runpy
from dataclasses import fields

import pytest

from contest.scoring.events import KINDS
from tests.support.imports import ROOT

PAGE = runpy.run_path(str(ROOT / "scripts" / "events_page.py"))


def test_the_page_is_made_from_the_code():
    text = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
    assert text == PAGE["page"](), "run: .venv/bin/python scripts/events_page.py"


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_its_own_name_and_says_what_happened(kind):
    event = KINDS[kind]
    assert event.kind == kind == event.__name__
    assert (event.__doc__ or "").strip().endswith(".")
    assert not event.__doc__.startswith(f"{kind}(")  # what dataclasses write where nobody wrote anything


@pytest.mark.parametrize("kind", KINDS)
def test_no_field_holds_a_float_a_decimal_or_free_text(kind):
    for each in fields(KINDS[kind]):
        assert not re.search("float|Decimal|datetime", str(each.type))
        a_code = (kind, each.name) == ("SheetSetAside", "reason")  # late, outdated, …: no free text
        assert a_code or not re.search("reason$|note$|^missing$|^name$|phone", each.name)


def test_the_rulebooks_page_is_there_too():
    assert (ROOT / "docs" / "rulebook.md").exists()


def test_a_kind_that_is_not_on_the_page_would_be_seen(monkeypatch):
    monkeypatch.delitem(KINDS, "BoardFrozen")
    assert "## BoardFrozen" not in PAGE["page"]()
