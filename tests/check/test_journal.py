"""What a journal's lines alone come to: the rehearsal of a preset, and histories with every kind of act."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from contest import check
from contest.check.plain import text
from contest.cli import main
from contest.scoring.results import results
from contest.scoring.verbs import chief, judge, jury
from tests import isu
from tests.support.histories import SUPERVISOR, History, a_book, a_contest
from tests.support.rehearsal import CONTEST, rehearsed

from .played import marks
from .schemes import named

REASON = {"reason_digest": "d" * 64}


def exported(history: History) -> list[str]:
    return [json.dumps({"line": each.raw.decode(), "hash": each.hash.hex()}) for each in history.stored]


def told(history: History) -> dict[str, tuple[int | None, str]]:
    """Entry → place and status, as the house itself shows them."""
    item = history.item()
    return {str(row.entry): (row.rank, row.status) for row in results(history.contest, item).standings}


def recomputed(history: History) -> dict[str, tuple[int | None, str]]:
    entries = check.recomputed(exported(history))["wall"]["entries"]
    return {entry: (row["rank"], row["status"]) for entry, row in entries.items()}


def places(history: History) -> list[int | None]:
    """In the order in which entries were entered."""
    anew = recomputed(history)
    return [anew[str(entry)][0] for entry in history.item().entries]


def test_sheets_set_aside_penalties_times_and_statuses_come_to_the_same_from_their_lines():
    history = a_contest().with_item(a_book(), entries=4).open().scores("80", "70.5", "60", "60")
    history.sheet("j1", 1, "88.5").sheet("j1", 2, "77").sheet("j1", 3, "50").sheet("j1", 4, "60")
    for mark in ("66", "55"):
        history.does(judge.submit_sheet, "seat:j1", request=f"request-{mark}", **history.filled("j1", 1, mark))
    first, second = sorted(history.contest.aside)
    history.does(chief.decline_sheet, aside=first, **REASON)
    history.does(chief.adopt_sheet, aside=second, **REASON)
    history.of(2, chief.give_penalty, penalty="conduct", points="2.5", **REASON)
    lifted = history.of(4, chief.give_penalty, penalty="conduct", points="9", **REASON)
    history.of(4, chief.lift_penalty, given=lifted, **REASON)
    history.of(2, chief.record_time, part="practice", seconds=3700)
    history.of(3, chief.set_status, status="withdrawn", **REASON)
    history.lock()
    assert recomputed(history) == told(history)
    entries = check.recomputed(exported(history))["wall"]["entries"]
    totals = [text(entries[str(history.entry(number).id)]["total"]) for number in (1, 2, 4)]
    # 0.3 × 80 + 0.7 × 55; 0.3 × 70.5 + 0.7 × (77 - 2 × 0.5) - 2.5; 0.3 × 60 + 0.7 × 60
    assert totals == ["62.5", "71.85", "60"]


def test_only_what_judges_confirmed_counts():
    history = a_contest().with_item(a_book(judges=2), entries=2).open().scores("50", "50")
    history.sheet("j1", 1, "80").sheet("j2", 1, "90").sheet("j1", 2, "80").sheet("j2", 2, "90", confirm=False)
    assert [place for place, _ in recomputed(history).values()] == [1, None]
    history.confirm("j2", 2)
    assert [place for place, _ in recomputed(history).values()] == [1, 1]


def test_a_joint_sheet_counts_once_the_whole_team_confirmed_it():
    history = a_contest().with_item(a_book(judges=2, by="joint"), entries=1).open().scores("50")
    history.sheet("j1", 1, "80")
    assert recomputed(history)[str(history.entry(1).id)] == (None, "present")
    history.confirm("j2", 1)
    assert recomputed(history) == told(history)
    assert recomputed(history)[str(history.entry(1).id)] == (1, "present")


def test_a_joint_sheet_counts_once_so_many_confirmed_as_its_panel_has_judges():
    """Three seats are of the team of a panel of two; who is not asked is not waited for."""
    history = a_contest().with_item(a_book(judges=2, by="joint"), entries=1).seat("j3").open().scores("50")
    history.sheet("j3", 1, "80")
    assert recomputed(history)[str(history.entry(1).id)] == (None, "present")
    history.confirm("j1", 1)
    assert recomputed(history) == told(history)
    assert recomputed(history)[str(history.entry(1).id)] == (1, "present")


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The construction preset, played over real sockets to its signed results, and its journal exported."""
    var, _ = rehearsed(tmp_path_factory)
    journal = var / "journal.ndjson"
    answer = CliRunner().invoke(main, ["export", "journal", CONTEST, str(journal)], env={"CONTEST_VAR": str(var)})
    assert answer.exit_code == 0, answer.output
    return journal


def test_the_rehearsal_comes_to_the_exported_results_from_its_journal_alone(rehearsal):
    found = check.recomputed(rehearsal.read_text(encoding="utf-8").splitlines())
    assert {item: len(result["entries"]) for item, result in found.items()} == {
        "masonry": 22,
        "painting": 12,
        "waterproofing": 18,
    }
    (written,) = rehearsal.parent.glob("exports/*.csv")
    with written.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["项目"], row["名次"], row["加密号"], row["总分"]) for row in csv.DictReader(file)]
    placed = [(item, place, code, Fraction(total)) for item, place, code, total in rows if place.isdigit()]
    assert len(placed) == 51
    anew = {
        (told.name["zh"], str(row["place"]), row["code"], row["total"])
        for told in check.journal_items(rehearsal.read_text(encoding="utf-8").splitlines())
        for row in told.rows(told.result())
    }
    assert set(placed) <= anew


def test_places_from_a_journal_are_printed_for_people(rehearsal):
    answer = CliRunner().invoke(main, ["verify", str(rehearsal), "--results"])
    assert answer.exit_code == 0
    lines = answer.output.splitlines()
    assert "砌筑 Masonry" in lines
    assert len([line for line in lines if line.split()[1:2] and line.split()[1][0] in "ABC"]) >= 52


def test_results_are_calculated_from_exported_journals_only(tmp_path):
    answer = CliRunner().invoke(main, ["verify", "--results"], env={"CONTEST_VAR": str(tmp_path)})
    assert answer.exit_code == 2


def test_contest_score_check_tells_agreement_and_every_difference(tmp_path, monkeypatch):
    item = isu.items()[0]
    book, rows = tmp_path / "book.json", tmp_path / "marks.csv"
    book.write_text(json.dumps(item.rulebook), encoding="utf-8")
    rows.write_text(marks(list(isu.mark_rows(item))[1:]), encoding="utf-8")
    command = ["score", str(book), str(rows), "--check"]
    same = CliRunner().invoke(main, command)
    assert (same.exit_code, "agree" in same.output) == (0, True)
    monkeypatch.setattr(check, "differences", lambda first, second: ["x: rank 1 ≠ 2"])
    other = CliRunner().invoke(main, command)
    assert (other.exit_code, other.output.splitlines()[0]) == (1, "x: rank 1 ≠ 2")


def test_contest_score_check_says_what_it_does_not_cover(tmp_path, monkeypatch):
    def unknown(*_):
        raise check.NotCovered("ties.by: height")

    monkeypatch.setattr(check, "result", unknown)
    item = isu.items()[0]
    book, rows = tmp_path / "book.json", tmp_path / "marks.csv"
    book.write_text(json.dumps(item.rulebook), encoding="utf-8")
    rows.write_text(marks(list(isu.mark_rows(item))[1:]), encoding="utf-8")
    answer = CliRunner().invoke(main, ["score", str(book), str(rows), "--check"])
    assert (answer.exit_code, "ties.by: height" in answer.output) == (2, True)


def test_attributes_and_a_recorded_decision_part_equals_and_marks_after_it_undo_it():
    ties = [{"by": "attribute", "attribute": "age", "first": "lower"}, {"by": "chief"}]
    history = a_contest().with_item(a_book(ties=ties), entries=3).open().scores("60", "60", "60")
    history.sheet("j1", 1, "60").sheet("j1", 2, "60").sheet("j1", 3, "60").lock().unseal()
    ages = [{"entry": str(history.entry(n).id), "age": age} for n, age in ((1, "30"), (2, "30"), (3, "29"))]
    history.does(jury.tell_attributes, item="wall", attributes=ages)
    assert places(history) == [2, 2, 1]
    groups = [[history.code(2)], [history.code(1)]]
    history.does(jury.decide_tie, item="wall", rule="chief", groups=groups, **REASON)
    assert recomputed(history) == told(history)
    assert places(history) == [3, 2, 1]
    history.unlock().of(1, chief.record_time, part="practice", seconds=3700)
    history.of(2, chief.record_time, part="practice", seconds=3700)
    assert recomputed(history) == told(history)
    assert places(history) == [2, 2, 1]


def drawn(history: History) -> dict[str, list[str]]:
    """Award → winners, as the house itself shows them."""
    won: dict[str, list[str]] = {}
    for award in results(history.contest, history.item()).awards:
        won.setdefault(str(award.award_id), []).append(str(award.entry))
    return {award: sorted(winners) for award, winners in won.items()}


def test_the_jurys_award_changes_nobody_elses():
    prizes = [{"id": id, "name": named(id), "count": 1} for id in ("first", "second")]
    history = a_contest().with_item(a_book(awards=prizes), entries=3).open().scores("90", "80", "70")
    history.sheet("j1", 1, "60").sheet("j1", 2, "60").sheet("j1", 3, "60").lock().unseal()
    history.of(3, jury.request_override, award="second", **REASON)
    awards = [row["award"] for row in check.recomputed(exported(history))["wall"]["entries"].values()]  # best first
    assert awards == ["first", "second", None]
    history.of(3, jury.approve_override, by=SUPERVISOR)
    found = check.recomputed(exported(history))["wall"]
    assert [row["award"] for row in found["entries"].values()] == ["first", "second", "second"]
    assert {id: len(winners) for id, winners in found["awards"].items()} == {"first": 1, "second": 2}
    assert drawn(history) == {id: sorted(winners) for id, winners in found["awards"].items()}
    history.unlock()
    assert drawn(history) == {
        id: sorted(won) for id, won in check.recomputed(exported(history))["wall"]["awards"].items()
    }


def test_the_jury_replaces_the_ordinary_award_and_what_is_given_besides_stays():
    """The first has `first` and, besides, `best`; the jury gives it `second`, then, asked again, none: `best` stays."""
    prizes = [{"id": id, "name": named(id), "count": 1} for id in ("first", "second")]
    prizes.append({"id": "best", "name": named("best"), "count": 1, "besides": True})
    history = a_contest().with_item(a_book(awards=prizes), entries=3).open().scores("90", "80", "70")
    history.sheet("j1", 1, "60").sheet("j1", 2, "60").sheet("j1", 3, "60").lock().unseal()
    best, second, _ = (str(history.entry(number).id) for number in (1, 2, 3))
    for award, won in (("second", [best, second]), ("", [second])):
        history.of(1, jury.request_override, award=award, **REASON)
        history.of(1, jury.approve_override, by=SUPERVISOR)
        found = check.recomputed(exported(history))["wall"]
        assert {id: sorted(winners) for id, winners in found["awards"].items()} == {
            "first": [],
            "second": sorted(won),
            "best": [best],
        }
        assert found["entries"][best]["award"] == (award or "best")
        assert drawn(history) == {id: sorted(winners) for id, winners in found["awards"].items() if winners}


def test_the_jury_gives_an_award_to_an_entry_without_a_place_too():
    """The second has no sheet and no place, yet the jury's award."""
    prizes = [{"id": id, "name": named(id), "count": 1} for id in ("first", "spirit")]
    history = a_contest().with_item(a_book(awards=prizes), entries=2).open().scores("90", "80")
    history.sheet("j1", 1, "60").lock("d" * 64).unseal()
    history.of(2, jury.request_override, award="spirit", **REASON)
    history.of(2, jury.approve_override, by=SUPERVISOR)
    first, other = (str(history.entry(number).id) for number in (1, 2))
    found = check.recomputed(exported(history))["wall"]
    assert found["awards"] == {"first": [first], "spirit": [other]}
    assert (found["entries"][other]["rank"], found["entries"][other]["award"]) == (None, "spirit")
    assert drawn(history) == found["awards"]
