"""Two real competitions, played whole: panels of nine hand in their sheets of all 172 performances over real sockets
to a served process; board, workbook, CSV and `contest score` then show what was published, to the last decimal.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from contest.cli import main
from contest.export.csvfile import read_csv
from contest.intake.roster import RosterRow
from contest.presets import Duty, Preset, Seat
from contest.simulate.client import JudgeClient
from contest.simulate.rest import Rest
from tests import isu
from tests.export.sheets import read, table
from tests.support.server import Server, served
from tests.support.small import PASSWORD, House, house
from tests.support.staff import hired

SHEETS = 172 * 9
MARKS = SHEETS * 5
TITLES = {
    "gpf": {"zh": "2017 年大奖赛总决赛", "en": "Grand Prix Final 2017"},
    "nhk": {"zh": "2016 年 NHK 杯", "en": "NHK Trophy 2016"},
}


@dataclass(frozen=True)
class Played:
    """Both competitions, signed and published. `codes`: item → performance id → code; `answers`: of every sheet."""

    server: Server
    office: Rest
    codes: dict[str, dict[str, str]]
    answers: list[dict[str, Any]]


def items_of(contest: str) -> list[isu.Item]:
    return [item for item in isu.items() if item.id.startswith(f"{contest}-")]


def preset(contest: str) -> Preset:
    """The competition as a contest: its programs are items, and each of nine seats marks all of them."""
    items = items_of(contest)
    rows = [
        RosterRow(entry.id, entry.name, entry.nation, item.id, {"elements": entry.elements})
        for item in items
        for entry in item.entries
    ]
    duties = tuple(Duty(item.id, "components") for item in items)
    seats = tuple(Seat(judge.lower(), {"zh": judge, "en": judge}, duties, judge) for judge in isu.JUDGES)
    isu_words = {"zh": "国际滑联", "en": "ISU"}
    return Preset(
        id=contest,
        title=TITLES[contest],
        series=isu_words,
        organizer=isu_words,
        venue={"zh": "冰场", "en": "Rink"},
        dates=("2017-12-07",),
        invented=False,
        rulebooks={item.id: item.rulebook for item in items},
        roster=tuple(rows),
        seats=seats,
        unit_table=None,
    )


def set_up(house: House) -> None:
    for contest in TITLES:
        house.open(contest, preset(contest))
    roles = ("organizer", "chief", "recorder")
    hired(house.people, "office", "Office", PASSWORD, [("*", "", role) for role in roles])


def codes_of(office: Rest, item: isu.Item) -> dict[str, str]:
    """Performance → code, as the office may see it of an item that is not sealed."""
    shown = office.get(f"/api/contests/{item.id[:3]}/items/{item.id}/progress")["entries"]
    named = {entry["name"]: entry["code"] for entry in shown}
    return {entry.id: named[entry.name] for entry in item.entries}


def judge(url: str, pairing: str, contest: str, seat: str, codes: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    """One judge's day: pair, say hello, hand in and confirm a sheet of every performance."""
    client = JudgeClient(url)
    client.pair(pairing, "2468")
    client.hello()
    answers = []
    for item in items_of(contest):
        for entry in item.entries:
            marks = entry.sheets[seat.upper()]
            answers.append(client.sheet((item.id, codes[item.id][entry.id], "components"), marks, confirm=True))
    client.close()
    return answers


def play(server: Server, office: Rest) -> Played:
    codes = {item.id: codes_of(office, item) for item in isu.items()}
    seats = [(contest, name.lower()) for contest in TITLES for name in isu.JUDGES]
    for contest, seat in seats:  # the seats' first devices make room: a second one would wait for the chief
        office.post(f"/api/contests/{contest}/seats/{seat}/revoke")
    links = [office.post(f"/api/contests/{contest}/seats/{seat}/pairing")["url"] for contest, seat in seats]
    with ThreadPoolExecutor(len(seats)) as pool:
        days = [
            pool.submit(judge, server.origin, link.partition("#pair=")[2], contest, seat, codes)
            for (contest, seat), link in zip(seats, links, strict=True)
        ]
        answers = [answer for day in days for answer in day.result()]
    for item in isu.items():
        finish(office, item, codes[item.id])
    return Played(server, office, codes, answers)


def finish(office: Rest, item: isu.Item, codes: dict[str, str]) -> None:
    """Deductions, lock, sign, publish."""
    at = f"/api/contests/{item.id[:3]}/items/{item.id}"
    for entry in item.entries:
        if entry.is_penalized:
            given = {"penalty": "deductions", "points": entry.deductions, "reason": "fall"}
            office.post(f"{at}/entries/{codes[entry.id]}/penalties", given)
    office.post(f"{at}/acts/lock")
    shown = office.get(f"{at}/results")
    office.post(f"{at}/acts/sign", {"password": PASSWORD, "digest": shown["version"]["digest"]})
    office.post(f"{at}/acts/publish")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    var = tmp_path_factory.mktemp("isu")
    with house(var) as empty:
        set_up(empty)
    with served(var) as server:
        office = Rest(server.origin)
        office.sign_in("office", PASSWORD)
        yield play(server, office)


def file(played: Played, contest: str, name: str) -> bytes:
    line = HTTPConnection(*played.server.address, timeout=30)
    line.request("GET", f"/api/contests/{contest}/exports/{name}", headers={"Cookie": played.office._headers["Cookie"]})
    answer = line.getresponse()
    content = answer.read()
    line.close()
    assert answer.status == 200, content
    return content


def official(contest: str | None = None) -> set[tuple[Any, ...]]:
    """(item, performance, rank, total) as published."""
    items = items_of(contest) if contest else isu.items()
    return {(item.id, entry.id, entry.rank, entry.total) for item in items for entry in item.entries}


def test_every_sheet_of_every_judge_is_accepted_and_counts(played: Played):
    assert len(played.answers) == SHEETS
    assert {answer["outcome"] for answer in played.answers} == {"accepted"}
    assert all(answer["confirmed"] for answer in played.answers)
    for contest in TITLES:
        for item in played.office.get(f"/api/contests/{contest}")["items"]:
            assert item["state"] == "published"
            assert item["sheets"]["confirmed"] == item["sheets"]["expected"] == item["of"] * 9


def test_the_boards_show_the_official_totals_and_places(played: Played):
    shown = set()
    for item in isu.items():
        board = played.office.get(f"/boards/{item.id[:3]}.{item.id}")
        performances = {code: id for id, code in played.codes[item.id].items()}
        assert board["head"]["mode"] == "result"
        for row, (place, _) in zip(board["rows"], board["places"], strict=True):
            shown.add((item.id, performances[row["code"]], place, row["score"]))
    assert shown == official()


def test_the_results_are_official_in_every_stage(played: Played):
    for item in isu.items():
        shown = played.office.get(f"/api/contests/{item.id[:3]}/items/{item.id}/results")
        rows = {row["code"]: row for row in shown["rows"]}
        for entry in item.entries:
            row = rows[played.codes[item.id][entry.id]]
            assert (row["rank"], row["total"], row["name"]) == (entry.rank, entry.total, entry.name)
            assert {id: part["score"] for id, part in row["parts"].items()} == {
                "elements": entry.elements,
                "components": entry.components,
            }


@pytest.mark.parametrize("contest", TITLES)
def test_the_workbook_shows_the_official_totals_and_places(played: Played, contest: str):
    sheets = read(file(played, contest, "workbook.xlsx"))
    items = {item.rulebook["name"]["zh"]: item for item in items_of(contest)}
    shown = {
        (items[row["项目"]].id, row["参赛号"], int(row["名次"]), Decimal(repr(row["总分"])))
        for row in table(sheets["总成绩"], "项目")
    }
    assert shown == {(item, id, rank, Decimal(total)) for item, id, rank, total in official(contest)}


def test_the_workbooks_hold_every_mark_of_every_judge(played: Played):
    listed: list[tuple[str, ...]] = []
    for contest in TITLES:
        items = {item.rulebook["name"]["zh"]: item.id for item in items_of(contest)}
        aspects = {words["zh"]: id for id, words in isu.COMPONENTS.items()}
        for row in table(read(file(played, contest, "workbook.xlsx"))["评分表"], "项目"):
            mark = str(Decimal(str(row["打分/读数"])).normalize())
            listed.append((items[row["项目"]], row["加密号"], row["席位"], aspects[row["评分点"]], mark))
    given = [
        (item.id, played.codes[item.id][entry.id], seat, aspect, str(Decimal(mark).normalize()))
        for item in isu.items()
        for entry in item.entries
        for seat, marks in entry.sheets.items()
        for aspect, mark in marks.items()
    ]
    assert len(given) == MARKS
    assert sorted(listed) == sorted(given)


@pytest.mark.parametrize("contest", TITLES)
def test_the_csv_shows_the_official_totals_and_places(played: Played, contest: str):
    items = {item.rulebook["name"]["zh"]: item.id for item in items_of(contest)}
    rows = read_csv(file(played, contest, "results.csv"))
    assert {(items[row["项目"]], row["参赛号"], int(row["名次"]), row["总分"]) for row in rows} == official(contest)


def test_contest_score_comes_to_the_same_from_the_files_alone(tmp_path: Path):
    scored = set()
    for item in isu.items():
        book, marks = tmp_path / f"{item.id}.yaml", tmp_path / f"{item.id}.csv"
        book.write_text(yaml.safe_dump(item.rulebook, allow_unicode=True), encoding="utf-8")
        with marks.open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows(isu.mark_rows(item))
        said = CliRunner().invoke(main, ["score", str(book), str(marks)])
        assert said.exit_code == 0, said.output
        scored |= {(item.id, row["entry"], row["rank"], row["total"]) for row in json.loads(said.stdout)["entries"]}
    assert scored == official()
