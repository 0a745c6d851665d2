"""Each list by itself, the same rows as workbook, CSV and JSON, each with its version; and whatever people call things
stays text in every file and every answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from contest.export.csvfile import bare, read_csv
from contest.people import Person
from contest.scoring.verbs import chief
from contest.scoring.verbs.roles import share_roles
from tests.export.sheets import formulas, read, table, texts
from tests.support.staff import hired
from tests.web.hall import NAMES, PASSWORD, Desk, Hall, Play, refused

LISTS = ("results", "sheets", "awards", "statistics")
KINDS = ("xlsx", "csv", "json")
FIRST = {"results": "名次", "sheets": "项目", "awards": "项目", "statistics": "项目", "journal": "#"}
EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "<script>alert(1)</script>", "＝1＋1"]


def get(desk: Desk, play: Play, name: str, **asked: str):
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return desk.get(f"/api/contests/{play.id}/exports/{name}?{query}")


@pytest.fixture(scope="module")
def signed(hall: Hall) -> Play:
    return hall.contest("wall").brought_to("signed")


@pytest.fixture(scope="module")
def desk(hall: Hall) -> Desk:
    return hall.staff("chief")


def rows_of(data: bytes, kind: str, first: str) -> list[list[str]]:
    """The rows of the first list in a file, as texts."""
    if kind == "json":
        return [["" if cell is None else str(cell) for cell in row] for row in json.loads(data)["tables"][0]["rows"]]
    if kind == "csv":
        return [list(row.values())[:-1] for row in read_csv(data)]
    sheets = read(data)
    found = table(next(iter(sheets.values())), first)
    return [["" if cell is None else str(cell) for cell in row.values()] for row in found]


@pytest.mark.parametrize("what", LISTS)
def test_a_list_says_the_same_as_workbook_csv_and_json_and_its_version(desk: Desk, signed: Play, what: str):
    files = {kind: get(desk, signed, f"{what}.{kind}", item="wall").data for kind in KINDS}
    told = {kind: rows_of(data, kind, FIRST[what]) for kind, data in files.items()}
    assert told["json"]
    if what == "results":  # its CSV has a shape of its own, one line an entry of whatever item
        told["csv"] = [row[1:2] for row in told["csv"]]
        assert told["csv"] == [row[:1] for row in told["json"]]
    else:
        assert told["csv"] == told["json"]
    assert len(told["xlsx"]) == len(told["json"])
    sign = signed.item().signature
    assert json.loads(files["json"])["version"] == {"seq": sign.seq, "digest": sign.digest}
    assert {row["结果版本"].split(" ")[0] for row in read_csv(files["csv"])} == {f"{sign.seq}:{sign.digest}"}
    assert any(sign.digest[:12] in text for text in texts(files["xlsx"]))


def test_awards_name_who_receives_them_and_sheets_hold_every_mark(desk: Desk, signed: Play):
    assert any(
        f"{name} wall" in row for name in NAMES for row in rows_of(get(desk, signed, "awards.json").data, "json", "")
    )
    assert len(rows_of(get(desk, signed, "sheets.json").data, "json", "")) == 6  # two judges, three entries, one aspect


def test_judges_are_compared_over_the_sheets_that_count(desk: Desk, signed: Play):
    first, second = rows_of(get(desk, signed, "statistics.json").data, "json", "")
    assert first[3:] == second[3:] == ["3", "70.5", "80.5", "0.00"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", LISTS)
def test_what_is_not_signed_leaves_as_a_draft_only_and_sealed_by_codes(
    hall: Hall, desk: Desk, sealed: Play, what: str, kind: str
):
    assert refused(get(desk, sealed, f"{what}.{kind}", item="wall"), 409, "export_unsigned")
    data = get(desk, sealed, f"{what}.{kind}", item="wall", draft="1").data
    inside = "\n".join(texts(data)) if kind == "xlsx" else data.decode("utf-8-sig")
    assert "Canary" not in inside
    assert "金丝雀" not in inside
    assert '"draft": true' in inside if kind == "json" else "草稿" in inside or not rows_of(data, kind, FIRST[what])


@pytest.fixture(scope="module")
def sealed(hall: Hall) -> Play:
    return hall.contest("wall").brought_to("locked")


@pytest.mark.parametrize("kind", KINDS)
def test_the_journal_in_plain_words_waits_for_unsealing_and_says_who_did_what(
    hall: Hall, desk: Desk, signed: Play, sealed: Play, kind: str
):
    assert refused(get(desk, sealed, f"journal.{kind}"), 409, "export_sealed")
    data = get(desk, signed, f"journal.{kind}").data
    rows = rows_of(data, kind, "#")
    assert len(rows) == signed.fold.seq
    assert "开设竞赛" in rows[0][5]
    if kind == "csv":  # a journal is neither signed nor a draft
        assert {line["结果版本"].partition(" ")[2] for line in read_csv(data)} == {""}


def test_reasons_leave_with_who_may_give_some(hall: Hall, desk: Desk):
    play = hall.contest("wall").brought_to("signed")
    digest, also = hall.services.people.seal_text(play.id, "全县只有三个人")
    values = {"shared": True, "reason_digest": digest}
    hall.services.door.record(play.id, share_roles, by="account:x", values=values, also=also)
    assert "全县只有三个人" in get(desk, play, "journal.json").get_data(as_text=True).encode().decode("unicode_escape")
    assert "\\u5168\\u53bf" not in get(hall.staff("organizer"), play, "journal.json").get_data(as_text=True)


# --- text stays text ---


@pytest.fixture(scope="module")
def evil(hall: Hall) -> Play:
    """A contest in which everything that people may call something is called something evil."""
    play = hall.contest("wall").brought_to("marking")
    people, door = hall.services.people, hall.services.door
    login = f"evil-{play.id}"
    account = hired(people, login, "=HYPERLINK(1)", PASSWORD, [(play.id, "", "chief")])
    for k, code in enumerate(play.codes()):
        digest, also = people.seal_text(play.id, EVIL[k])
        values = {"item": "wall", "code": code, "penalty": "late", "reason_digest": digest}
        door.record(play.id, chief.give_penalty, by=f"account:{account}", values=values, also=also)
    people.writer.run(
        lambda conn: conn.exec_driver_sql(
            "UPDATE seat_names SET zh = ?, en = ?, judge = ? WHERE contest_id = ?",
            ("=1+1", "@SUM(A1)", "<script>x</script>", play.id),
        )
    )
    for step in (play._lock, play._unseal, play._sign):
        step()
    known = dict(people._people_of(play.id))
    called = iter(EVIL * 3)
    people._identities[play.id] = {
        id: replace(person, number=next(called), name=next(called), unit=next(called))
        if isinstance(person, Person)
        else person
        for id, person in known.items()
    }
    return play


def evil_texts(play: Play, hall: Hall) -> set[str]:
    people = hall.services.people
    found = {
        text for person in people._people_of(play.id).values() for text in (person.number, person.name, person.unit)
    }
    return {text.strip() for text in found} - {""}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", [*LISTS, "journal", "workbook"])
def test_nothing_that_people_type_calculates_or_runs_in_any_file(
    hall: Hall, desk: Desk, evil: Play, what: str, kind: str
):
    if what == "workbook" and kind != "xlsx":
        return
    answer = get(desk, evil, f"{what}.{kind}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if kind == "xlsx":
        assert formulas(answer.data) == 0
    elif kind == "csv":
        for row in answer.data.decode("utf-8-sig").split("\r\n"):
            assert not re.search(r'(^|,)"?\s*[=+@＝＋＠]', row), row
            assert not re.search(r'(^|,)"?\s*[-－](?!\d)', row), row
    else:
        assert answer.mimetype == "application/json"
        json.loads(answer.data)
    if what == "results":
        cells = {cell.strip() for row in rows_of(answer.data, kind, FIRST[what]) for cell in row}
        assert evil_texts(evil, hall) <= {bare(cell).strip() for cell in cells} | cells


def answers(play: Play) -> Iterator[str]:
    at = f"/api/contests/{play.id}"
    yield from (at, f"{at}/story", f"{at}/units", f"{at}/staff", f"{at}/devices", f"{at}/roster")
    yield from (f"{at}/items/wall/{what}" for what in ("results", "awards", "progress", "alarms", "robustness"))
    yield from (f"{at}/items/wall/entries/{play.codes()[0]}", f"{at}/items/wall/entries/{play.codes()[0]}/explanation")


def test_no_answer_is_a_page_that_could_run_what_people_typed(hall: Hall, evil: Play):
    """Answers are JSON, which no browser runs, and say that they are nothing else; pages put them in as text."""
    desk = hall.staff()
    for path in answers(evil):
        answer = desk.get(path)
        assert answer.status_code == 200, path
        assert answer.mimetype == "application/json", path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "script-src" not in answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
