"""Nothing is signed unless two independent calculations, one of them in a process of its own, come to the same."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from contest.apart.children import Apart
from contest.scoring.board import ItemBoard
from contest.scoring.events import ResultSigned, from_bytes
from contest.scoring.verbs import chief
from tests.web.hall import PASSWORD, UNITS, Desk, Hall, Play, refused


@pytest.fixture
def play(hall: Hall) -> Play:
    return hall.contest().brought_to("unsealed")


@pytest.fixture
def desk(hall: Hall) -> Desk:
    return hall.staff("chief")


def at_module(hall: Hall, monkeypatch: pytest.MonkeyPatch, module: str) -> Iterator[None]:
    """Children run another module: only a test can say so."""
    apart = Apart(hall.services.settings.database_url, module=module)
    monkeypatch.setitem(hall.app.extensions, "contest", replace(hall.services, apart=apart))
    yield
    apart.close()


@pytest.fixture
def sabotaged(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from at_module(hall, monkeypatch, "tests.support.sabotaged_apart")


@pytest.fixture
def unable(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from at_module(hall, monkeypatch, "tests.support.unable_apart")


def signature(hall: Hall, play: Play) -> ResultSigned:
    """The signature as it stands in the journal."""
    event = from_bytes(hall.services.door.lines(play.id)[-1].raw).event
    assert isinstance(event, ResultSigned)
    return event


def sign(desk: Desk, play: Play, **more: str):
    return desk.act(play.id, "sign", password=PASSWORD, digest=play.digest(), **more)


def test_the_signer_is_shown_that_both_calculations_agree_and_on_what(desk: Desk, play: Play):
    told = desk.get(f"/api/contests/{play.id}/items/wall/check").json
    assert told == {
        "seq": play.fold.seq,
        "digest": play.digest(),
        "entries": 3,
        "ranks": "person",
        "not_covered": "",
        "count": 0,
        "differences": [],
    }


def test_the_check_counts_who_takes_part_as_the_line_above_it_does(hall: Hall, desk: Desk):
    play = hall.contest()
    play.marked()
    play.does(chief.set_status, item="wall", code=play.codes()[0], status="withdrawn", reason_digest="")
    play.does(chief.lock, item="wall")
    play._unseal()
    told = desk.get(f"/api/contests/{play.id}/items/wall/check").json
    assert (told["entries"], told["count"]) == (2, 0)  # three were entered, one withdrew


def test_a_signature_says_that_it_was_calculated_twice(hall: Hall, desk: Desk, play: Play):
    assert sign(desk, play).json["state"] == "signed"
    assert (signature(hall, play).checked, signature(hall, play).unchecked_digest) == (True, "")


@pytest.mark.usefixtures("sabotaged")
def test_a_calculation_that_was_tampered_with_signs_nothing_and_every_difference_is_told(desk: Desk, play: Play):
    answer = sign(desk, play, unchecked_reason="it will be right")
    assert refused(answer, 409, "calculations_differ")
    assert play.item().signature is None
    faults = answer.json["faults"]
    assert {fault["place"] for fault in faults if fault["code"] == "total"} == set(play.codes())
    code = play.named("CanaryWren")
    said = next(each["message"] for each in faults if (each["place"], each["code"]) == (code, "total"))
    total = next(row["total"] for row in results(desk, play) if row["code"] == code)
    more = str(Decimal(total) + Decimal("0.01"))
    assert said["zh"] == f"总分：第一次算得 {total}，第二次算得 {more}。"
    assert total in said["en"]
    assert more in said["en"]


@pytest.mark.usefixtures("sabotaged")
def test_the_last_signature_of_a_table_of_units_compares_the_table_too(hall: Hall, desk: Desk):
    both, alone = (hall.contest(*items).brought_to("unsealed") for items in (("wall", "soup"), ("wall",)))
    told = [desk.get(f"/api/contests/{play.id}/items/wall/check").json["differences"] for play in (both, alone)]
    places = [{each["place"] for each in differences if each["code"] == "unit_total"} for differences in told]
    assert places == [set(), set(UNITS)]


def results(desk: Desk, play: Play):
    return desk.get(f"/api/contests/{play.id}/items/wall/results").json["rows"]


@pytest.mark.usefixtures("sabotaged")
def test_differences_raise_an_alarm_in_the_log(desk: Desk, play: Play, capsys: pytest.CaptureFixture[str]):
    told = desk.get(f"/api/contests/{play.id}/items/wall/check").json
    assert told["count"] == len(told["differences"]) > 0
    assert "calculations_differ" in capsys.readouterr().err


@pytest.mark.usefixtures("unable")
def test_what_cannot_be_calculated_twice_is_signed_only_for_a_reason_that_the_journal_keeps(
    hall: Hall, desk: Desk, play: Play
):
    answer = sign(desk, play)
    assert refused(answer, 409, "not_checked")
    assert "ties.by: height" in answer.json["message"]["en"]
    assert sign(desk, play, unchecked_reason="both of us did the sums by hand").json["state"] == "signed"
    signed = signature(hall, play)
    assert not signed.checked
    kept = hall.services.people.texts(play.id, [signed.unchecked_digest])
    assert list(kept.values()) == ["both of us did the sums by hand"]


def test_a_line_that_slips_in_behind_the_check_is_not_signed(
    hall: Hall, desk: Desk, play: Play, monkeypatch: pytest.MonkeyPatch
):
    ask = Apart.ask

    def and_then_a_penalty(self, task, contest, **asked):
        told = ask(self, task, contest, **asked)
        play.does(chief.give_penalty, item="wall", code=play.codes()[0], penalty="late", count=1)
        return told

    monkeypatch.setattr(Apart, "ask", and_then_a_penalty)
    monkeypatch.setattr(chief, "refuse_if_locked", lambda item: None)
    assert refused(sign(desk, play), 409, "digest_differs")
    assert play.item().signature is None


def test_before_it_is_locked_an_item_is_not_calculated_twice(hall: Hall, desk: Desk):
    play = hall.contest()
    assert refused(desk.get(f"/api/contests/{play.id}/items/wall/check"), 409, "not_locked")


def test_a_second_calculation_of_another_result_signs_nothing(hall: Hall, desk: Desk, play: Play, monkeypatch):
    ask = Apart.ask

    def of_another(self, task, contest, **asked):
        told = ask(self, task, contest, **asked)
        told.told["digest"] = "0" * 64
        return told

    monkeypatch.setattr(Apart, "ask", of_another)
    assert refused(sign(desk, play), 409, "digest_differs")


def item_told(desk: Desk, play: Play):
    return next(each for each in desk.get(f"/api/contests/{play.id}").json["items"] if each["id"] == "wall")


def reopened(play: Play) -> Play:
    play.does(chief.request_unlock, "account:one", item="wall", reason_digest="d")
    play.does(chief.approve_unlock, "account:two", item="wall")
    return play


def public_head(play: Play):
    return ItemBoard(play.fold, play.item().id, staff=False, names=lambda entry: None).view().head


def about_page(desk: Desk, play: Play) -> str:
    answer = desk.get(f"/api/contests/{play.id}/exports/workbook.xlsx?item=wall&draft=1")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_name("说明").to_python()
    return "\n".join("　".join(map(str, row)) for row in rows)


def test_who_locks_without_every_sheet_says_why_by_name_and_journal_console_and_papers_tell_it(hall: Hall):
    play, desk = hall.contest(), hall.staff("chief")
    assert refused(desk.act(play.id, "lock"), 409, "missing_sheets")
    why = "the third station was closed by the fire brigade"
    assert desk.act(play.id, "lock", missing_reason=why).status_code == 200
    name = desk.login.title()
    assert item_told(desk, play)["excused"] == [{"what": "sheets", "by": name, "reason": why}]
    assert item_told(hall.staff("viewer"), play)["excused"] == [{"what": "sheets", "by": name, "reason": None}]
    line = desk.get(f"/api/contests/{play.id}/story?item=wall&limit=1").json["lines"][0]
    assert (line["kind"], line["who"]["zh"], line["text"]) == ("ItemLocked", name, why)
    assert f"评分表未齐即锁定，{name}说明：{why}" in about_page(desk, play)


def test_a_reason_holds_only_until_the_item_is_opened_again(hall: Hall):
    play, desk = hall.contest(), hall.staff("chief")
    desk.act(play.id, "lock", missing_reason="power cut")
    assert item_told(desk, reopened(play))["excused"] == []


def test_a_digest_that_is_not_what_stands_now_is_not_signed(desk: Desk, play: Play):
    shown = play.digest()
    reopened(play)
    play.does(chief.give_penalty, item="wall", code=play.codes()[0], penalty="late", count=1)
    play._lock()
    assert play.digest() != shown
    assert refused(desk.act(play.id, "sign", password=PASSWORD, digest=shown), 409, "digest_differs")
    assert play.item().signature is None


def test_a_signature_that_was_opened_again_is_void_for_all_to_see_until_somebody_signs_anew(hall: Hall, desk: Desk):
    play = hall.contest().brought_to("published")
    seq = play.item().signature.seq
    assert "withdrawn" not in public_head(play)
    reopened(play)
    told = item_told(desk, play)
    assert (told["signed"], told["voided"]["seq"]) == (None, seq)
    assert public_head(play)["withdrawn"] is True
    page = about_page(desk, play)
    assert f"原签字成绩（#{seq}）已作废" in page
    play._lock()
    play._sign()
    assert item_told(desk, play)["voided"] is None
    assert public_head(play)["withdrawn"] is False
    reopened(play)  # not published again, but the public has not forgotten the first one
    assert public_head(play)["withdrawn"] is True


def test_the_public_hears_nothing_of_a_signature_that_it_never_saw(hall: Hall):
    play = reopened(hall.contest().brought_to("signed"))
    assert "withdrawn" not in public_head(play)
    assert item_told(hall.staff("viewer"), play)["voided"]
