"""The figure beside the total leaves with the result; guests keep their totals on paper."""

from __future__ import annotations

from typing import Any

from contest.export.csvfile import build_csv, read_csv
from contest.export.ranking import ranking
from contest.export.result import Joiner
from contest.export.words import words
from contest.scoring.verbs import chief
from tests.support.audience import marked
from tests.test_incidents import Nobody


def view_of(cup: Any) -> Any:
    return Joiner(cup.contest, Nobody()).result([cup.item()], draft=False)  # type: ignore[arg-type]


def test_the_figure_on_the_scale_stands_beside_the_total():
    """65, 75, 85: median 75, distances 10, 0, 10; 85 → 700 + 300 ÷ 14.826 = 720.23, 65 → 679.77 (rules.md §2)."""
    scale = {"kind": "robust_700", "digits": 2}
    view = view_of(marked("65", "75", "85", sealed=False, scale=scale).lock().sign())
    rows = read_csv(build_csv(view, "en"))
    figures = ["720.23", "700.00", "679.77"]
    assert [row["Total"] for row in rows] == ["85.00", "75.00", "65.00"]
    assert [row["Scale"] for row in rows] == figures
    table = ranking(view.items[0], words("zh"), "x")
    at = [column.title for column in table.columns].index("量表分")
    assert [str(row[at]) for row in table.rows] == figures


def test_without_a_scale_there_is_no_such_column():
    view = view_of(marked("65", "75", sealed=False).lock().sign())
    assert "Scale" not in read_csv(build_csv(view, "en"))[0]


def test_a_guest_keeps_its_total_on_paper_and_takes_no_place():
    """Guests out of competition are scored and shown."""
    cup = marked("65", "75", sealed=False)
    cup.of(2, chief.set_status, status="guest", reason_digest="d")
    rows = read_csv(build_csv(view_of(cup.lock().sign()), "en"))
    assert [(row["Code"], row["Rank"], row["Total"]) for row in rows] == [
        (cup.code(1), "1", "65.00"),
        (cup.code(2), "", "75.00"),
    ]
