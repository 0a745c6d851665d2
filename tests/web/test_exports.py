"""Files leave signed, or say that they are drafts; the journal leaves unsealed; text stays text."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

import pytest

from contest.export.csvfile import read_csv
from contest.verify import check_lines
from tests.export.sheets import formulas, read, table, texts
from tests.web.hall import NAMES, Desk, Hall, Play, refused

FILES = ("workbook.xlsx", "results.csv")


def get(desk: Desk, play: Play, name: str, **asked: str):
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return desk.get(f"/api/contests/{play.id}/exports/{name}?{query}")


def name_of(answer) -> str:
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment; filename*=UTF-8''")
    assert said.isascii()
    return unquote(said.partition("''")[2])


@pytest.fixture(scope="module")
def signed(hall: Hall) -> Play:
    return hall.contest().brought_to("signed")


@pytest.fixture(scope="module")
def sealed(hall: Hall) -> Play:
    return hall.contest().brought_to("locked")


@pytest.fixture(scope="module")
def desk(hall: Hall) -> Desk:
    return hall.staff("recorder")


@pytest.mark.parametrize("file", FILES)
def test_an_unsigned_result_is_refused_and_the_refusal_names_the_items(desk: Desk, sealed: Play, file: str):
    answer = get(desk, sealed, file, item="wall")
    assert refused(answer, 409, "export_unsigned")
    assert "砌筑" in answer.json["message"]["zh"]
    assert "砌筑" not in answer.json["message"]["en"]


@pytest.mark.parametrize("file", FILES)
def test_of_a_whole_contest_every_item_must_be_signed(desk: Desk, signed: Play, file: str):
    answer = get(desk, signed, file)
    assert refused(answer, 409, "export_unsigned")
    assert "热菜" in answer.json["message"]["zh"]
    assert "砌筑" not in answer.json["message"]["zh"]


@pytest.mark.parametrize("file", FILES)
def test_a_draft_says_that_it_is_one_in_its_name_and_inside(desk: Desk, sealed: Play, file: str):
    answer = get(desk, sealed, file, item="wall", draft="1")
    assert "草稿-DRAFT" in name_of(answer)
    inside = "\n".join(texts(answer.data)) if file.endswith("xlsx") else answer.data.decode("utf-8-sig")
    assert "草稿" in inside


@pytest.mark.parametrize("file", FILES)
def test_a_files_name_carries_the_version_that_was_signed(desk: Desk, signed: Play, file: str):
    sign = signed.item().signature
    name = name_of(get(desk, signed, file, item="wall"))
    assert f"{sign.seq}-{sign.digest[:8]}" in name
    assert "DRAFT" not in name
    assert not any(canary in name for canary in NAMES)


def test_a_signed_workbook_names_who_won(desk: Desk, signed: Play):
    rows = table(read(get(desk, signed, "workbook.xlsx", item="wall").data)["成绩"], "名次")
    assert {row["姓名"] for row in rows} == {f"{name} wall" for name in NAMES}


def test_files_speak_english_when_asked(desk: Desk, signed: Play):
    answer = get(desk, signed, "workbook.xlsx", item="wall", lang="en")
    assert "results" in name_of(answer)
    assert "Marks" in read(answer.data)


@pytest.mark.parametrize("asked", [{"lang": "fr"}, {"draft": "yes"}, {"item": "x" * 41}])
def test_what_no_file_can_be_asked_is_malformed(desk: Desk, signed: Play, asked: dict[str, str]):
    assert refused(get(desk, signed, "workbook.xlsx", **asked), 422, "malformed")


def test_a_file_of_an_item_that_is_not_there_is_unknown(desk: Desk, signed: Play):
    assert refused(get(desk, signed, "results.csv", item="nothing"), 404, "unknown_item")


def test_a_sealed_items_draft_holds_codes_only(desk: Desk, sealed: Play):
    """Neither a name, nor the theory that is known by name, nor a total that would tell it."""
    rows = read_csv(get(desk, sealed, "results.csv", item="wall", draft="1").data)
    assert {row["加密号"] for row in rows} == set(sealed.codes())
    assert not any(value for row in rows for column, value in row.items() if column in ("姓名", "单位", "总分", "名次"))
    assert not any("theory" in column.lower() or "81.25" in value for row in rows for column, value in row.items())


def test_the_journal_waits_for_unsealing(hall: Hall, desk: Desk, sealed: Play, signed: Play):
    assert refused(get(desk, sealed, "journal.ndjson"), 409, "export_sealed")
    answer = get(desk, signed, "journal.ndjson")
    assert re.fullmatch(rf"{signed.id}-\d+-[0-9a-f]{{8}}\.ndjson", name_of(answer))
    lines = [json.loads(line) for line in answer.data.decode().splitlines()]
    report = check_lines(
        signed.id, [(k, line["line"].encode(), bytes.fromhex(line["hash"])) for k, line in enumerate(lines, 1)]
    )
    assert (report.fault, report.lines, report.head) == ("", signed.fold.seq, signed.fold.head.hex())


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_a_name_that_looks_like_a_formula_stays_text(hall: Hall, desk: Desk, sign: str):
    play = hall.contest().brought_to("signed")
    people = hall.services.people
    entry = next(iter(play.item().entries))
    known = dict(people._people_of(play.id))
    evil = f'{sign}HYPERLINK("http://x","y")'
    people._identities[play.id] = known | {entry: people.person(play.id, entry).__class__("1", evil, f"{sign}1+1")}
    book = get(desk, play, "workbook.xlsx", item="wall").data
    assert formulas(book) == 0
    assert evil.strip() in {text.strip() for text in texts(book)}
    content = get(desk, play, "results.csv", item="wall").data.decode("utf-8-sig")
    assert not re.search(rf'(^|,)"?{re.escape(sign)}', content, re.MULTILINE)
    assert evil.strip() in {row["姓名"].strip() for row in read_csv(b"\xef\xbb\xbf" + content.encode())}


def test_who_may_only_look_takes_no_file_away(hall: Hall, signed: Play):
    for file in (*FILES, "journal.ndjson"):
        assert refused(get(hall.staff("viewer"), signed, file), 403, "forbidden")
