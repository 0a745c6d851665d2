"""The judge's page shows what a sheet is worth by the rules themselves: both read one table."""

from tests.support.worths import FILE, table


def test_the_table_the_judges_page_is_tested_by_is_what_the_rules_say() -> None:
    assert FILE.read_text(encoding="utf-8") == table(), "run: .venv/bin/python -m tests.support.worths"
