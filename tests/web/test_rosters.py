"""The roster over REST: read with every fault, told as a difference, applied as it was told, entered, drawn."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import gevent
import pytest

from contest import registering, roster_changes, underway
from contest.people import Registered
from contest.scoring.refused import Refused
from contest.scoring.verbs import organizer
from tests.web.hall import Desk, Hall, refused, wall

HEAD = "编号,姓名,单位,项目,theory,post"
ROWS = ("001,王建国,一建,砌筑,81.25,mason", "002,李秀英,二建,砌筑,62.75,clerk", "003,张伟,三建,砌筑,93.5,")


@pytest.fixture(scope="module")
def office(hall: Hall) -> Desk:
    """Organizer and encryption officer in one."""
    return hall.staff("organizer", "officer")


@pytest.fixture
def contest(office: Desk) -> str:
    """A contest with the sealed item, nobody in it yet."""
    number = len(office.get("/api/contests").json)
    id = f"roster-{number}"
    office.post("/api/contests", {"id": id, "title": {"zh": "工匠杯"}})
    office.post(f"/api/contests/{id}/rulebooks", {"rulebook": wall()})
    return id


def sent(office: Desk, address: str, rows: tuple[str, ...] | bytes, digest: str = "", name: str = "名单.csv"):
    data = rows if isinstance(rows, bytes) else "\n".join((HEAD, *rows)).encode("utf-8-sig")
    form, asked = {"file": (io.BytesIO(data), name)}, {"digest": digest}
    address, _, more = address.partition("?")
    asked |= dict([more.split("=")]) if more else {}
    return office.ask("POST", address, data=form, query_string=asked, content_type="multipart/form-data")


def read(office: Desk, contest: str, *rows: str, mode: str = "add"):
    return sent(office, f"/api/contests/{contest}/roster/read?mode={mode}", rows)


def applied(office: Desk, contest: str, *rows: str, mode: str = "add"):
    told = read(office, contest, *rows, mode=mode).json
    answer = sent(office, f"/api/contests/{contest}/roster?mode={mode}", rows, told["digest"])
    assert answer.status_code == 200, answer.text
    return answer.json


def registered(office: Desk, contest: str) -> list[tuple[str, str]]:
    return [(row["number"], row["name"]) for row in office.get(f"/api/contests/{contest}/roster").json["rows"]]


def test_who_waits_for_a_big_roster_is_told_how_many_rows_are_checked_and_written(
    office: Desk, contest: str, monkeypatch: pytest.MonkeyPatch
):
    """Told by the work itself: what the page would hear if it asked at each telling."""
    heard: list[tuple[str, int, int]] = []
    at, rows = f"/api/contests/{contest}/roster", [f"{n:04d},选手{n},一建,砌筑,,mason" for n in range(1, 1201)]
    told_of = underway._under_way

    class Heard(dict[tuple[str, str], tuple[str, int, int]]):
        def __setitem__(self, key: tuple[str, str], value: tuple[str, int, int]) -> None:
            assert key == (contest, "k1")
            heard.append(value)

    monkeypatch.setattr(underway, "_under_way", Heard())
    digest = sent(office, f"{at}/read?underway=k1", tuple(rows)).json["digest"]
    assert heard == [("reading", 0, 0), ("checking", 500, 1201), ("checking", 1000, 1201)]
    heard.clear()
    assert sent(office, f"{at}?underway=k1", tuple(rows), digest).status_code == 200
    assert [each for each in heard if each[0] == "writing"] == [("writing", n, 1200) for n in (0, 500, 1000)]
    monkeypatch.setattr(underway, "_under_way", told_of)
    told_of[contest, "k1"] = ("writing", 500, 1200)
    assert office.get(f"{at}/underway/k1").json == {"step": "writing", "done": 500, "of": 1200}
    with underway.following(contest, "k1"):
        pass
    assert office.get(f"{at}/underway/k1").json["step"] == ""


def test_what_is_read_changes_nothing(office: Desk, contest: str):
    told = read(office, contest, *ROWS).json
    assert told["counts"] == {"added": 3, "changed": 0, "gone": 0, "removed": 0, "same": 0}
    assert [row["name"] for row in told["added"]] == ["王建国", "李秀英", "张伟"]
    assert registered(office, contest) == []


def test_every_fault_is_told_at_once_with_its_cell(office: Desk, contest: str):
    answer = read(office, contest, "001,王建国,一建,砌筑,181,", "002,,二建,没有的项目,62,")
    assert refused(answer, 422, "roster_faults")
    assert {fault["place"] for fault in answer.json["faults"]} == {"E2", "B3", "D3"}
    assert registered(office, contest) == []


def test_what_a_sheet_says_in_vain_and_a_unit_in_another_spelling_are_told(office: Desk, contest: str):
    applied(office, contest, "001,王建国,一建（集团）,砌筑,81.25,mason")
    head = HEAD.replace("theory", "理论考试成绩")
    data = "\n".join((head, "002,李秀英,一建(集团),砌筑,62.75,clerk")).encode("utf-8-sig")
    told = sent(office, f"/api/contests/{contest}/roster/read", data).json
    assert told["unread"] == [{"head": "理论考试成绩", "near": {"zh": "x", "en": "x"}}], "the part is called x"
    assert told["respelled"] == [{"said": "一建(集团)", "written": "一建（集团）"}]
    assert told["added"][0]["unit"] == "一建（集团）"


def test_the_usual_list_of_a_unit_without_numbers_is_numbered(office: Desk, contest: str):
    rows = (
        "序号,姓名,性别,身份证号,单位,工种,电话,post",
        "1,王建国,男,X,一建,砌筑,139,mason",
        "2,李秀英,女,Y,一建,砌筑,138,clerk",
    )
    data = "\n".join(rows).encode("utf-8-sig")
    told = sent(office, f"/api/contests/{contest}/roster/read", data).json
    assert [row["number"] for row in told["added"]] == ["001", "002"]
    assert [each["head"] for each in told["unread"]] == ["序号", "性别", "身份证号", "电话"]
    assert sent(office, f"/api/contests/{contest}/roster", data, told["digest"]).status_code == 200
    assert registered(office, contest) == [("001", "王建国"), ("002", "李秀英")]
    again = sent(office, f"/api/contests/{contest}/roster/read", data).json
    assert again["counts"] == {"added": 0, "changed": 0, "gone": 0, "removed": 0, "same": 2}


def test_a_sheet_of_one_unit_leaves_the_other_units_registered(office: Desk, contest: str):
    applied(office, contest, *ROWS)
    told = applied(office, contest, "004,赵六,四建,砌筑,70,")
    assert told["counts"] == {"added": 1, "changed": 0, "gone": 0, "removed": 0, "same": 0}
    assert [number for number, _ in registered(office, contest)] == ["001", "002", "003", "004"]


def test_a_roster_that_replaces_tells_what_it_would_change_and_does_just_that(office: Desk, contest: str):
    applied(office, contest, *ROWS)
    changed = (ROWS[0], "002,李秀英,四建,砌筑,62.75,clerk", "004,赵六,三建,砌筑,70,")
    told = read(office, contest, *changed, mode="replace").json
    assert told["counts"] == {"added": 1, "changed": 1, "gone": 1, "removed": 1, "same": 1}
    assert (told["changed"][0]["was"]["unit"], told["changed"][0]["now"]["unit"]) == ("二建", "四建")
    assert told["gone"][0]["name"] == "张伟"
    applied(office, contest, *changed, mode="replace")
    assert registered(office, contest) == [("001", "王建国"), ("002", "李秀英"), ("004", "赵六")]


def test_what_moved_since_it_was_told_is_not_done(office: Desk, contest: str):
    told = read(office, contest, *ROWS).json
    applied(office, contest, ROWS[0])
    answer = sent(office, f"/api/contests/{contest}/roster", ROWS, told["digest"])
    assert refused(answer, 409, "roster_moved")
    assert registered(office, contest) == [("001", "王建国")]


def test_who_is_entered_is_drawn_and_can_be_judged(hall: Hall, office: Desk, contest: str):
    applied(office, contest, *ROWS)
    assert office.post(f"/api/contests/{contest}/items/wall/entries").json == {"entered": 3}
    assert office.post(f"/api/contests/{contest}/items/wall/entries").json == {"entered": 0}
    assert office.post(f"/api/contests/{contest}/items/wall/draws/code").status_code == 200
    item = hall.services.door.current(contest).items["wall"]
    assert sorted(item.by_code) == ["A01", "A02", "A03"]
    assert len(item.seed_digest) == 64
    assert sorted(str(score.raw) for entry in item.entries.values() for score in entry.imported.values()) == [
        "62.75",
        "81.25",
        "93.5",
    ]
    office.act(contest, "open")
    assert hall.services.door.current(contest).items["wall"].opened


def test_a_corrected_name_stands_behind_the_same_code(hall: Hall, office: Desk, contest: str):
    applied(office, contest, *ROWS)
    office.post(f"/api/contests/{contest}/items/wall/entries")
    office.post(f"/api/contests/{contest}/items/wall/draws/code")
    office.act(contest, "open")
    before = {
        entry.id: entry.commitment for entry in hall.services.door.current(contest).items["wall"].entries.values()
    }
    applied(office, contest, "001,王建军,一建,砌筑,81.25,mason", *ROWS[1:])
    after = hall.services.door.current(contest).items["wall"].entries
    moved = [id for id, commitment in before.items() if after[id].commitment != commitment]
    assert [hall.services.people.person(contest, entry).name for entry in moved] == ["王建军"]


def test_nobody_new_comes_into_an_item_that_is_open(office: Desk, contest: str):
    applied(office, contest, *ROWS)
    office.post(f"/api/contests/{contest}/items/wall/entries")
    office.post(f"/api/contests/{contest}/items/wall/draws/code")
    office.act(contest, "open")
    rows = (*ROWS, "009,孙七,一建,砌筑,50,")
    told = read(office, contest, *rows).json
    assert refused(sent(office, f"/api/contests/{contest}/roster", rows, told["digest"]), 409, "already_open")


def test_only_who_is_accepted_is_entered(hall: Hall, office: Desk, contest: str):
    people = hall.services.people
    rows = [
        Registered("wall", str(k), f"选手{k}", "一建", state=state)
        for k, state in enumerate(("accepted", "waiting", "refused"))
    ]
    people.keep([people.keep_registrations(contest, "account:x", rows)])
    assert office.post(f"/api/contests/{contest}/items/wall/entries").json == {"entered": 1}


def test_two_clerks_who_enter_at_once_enter_everybody_once(hall: Hall, contest: str, office: Desk, monkeypatch):
    """Batches of one, so that there is time between two."""
    monkeypatch.setattr(organizer, "BULK", 1)
    applied(office, contest, *ROWS)
    clerks = [hall.staff("organizer") for _ in range(2)]
    asked = [gevent.spawn(each.post, f"/api/contests/{contest}/items/wall/entries") for each in clerks]
    assert sorted(each.get(timeout=60).json["entered"] for each in asked) == [0, 3]
    assert len(hall.services.door.current(contest).items["wall"].entries) == 3


def test_a_request_to_enter_that_broke_off_enters_the_others_when_sent_again(hall: Hall, office: Desk, contest: str):
    applied(office, contest, ROWS[0])
    address = f"/api/contests/{contest}/items/wall/entries"
    assert office.post(address, key="broke-off").json == {"entered": 1}
    applied(office, contest, *ROWS)
    assert office.post(address, key="broke-off").json == {"entered": 2}
    assert len(hall.services.door.current(contest).items["wall"].entries) == 3


def test_whom_another_process_enters_meanwhile_is_entered_once(hall: Hall, office: Desk, contest: str, monkeypatch):
    people = hall.services.people
    applied(office, contest, *ROWS)
    ids = {each.id: f"e{k}" for k, each in enumerate(people.registered(contest)[1:])}
    mine = people.entrants

    def overtaken(*args):
        people.keep([people.entered(ids)])
        return mine(*args)

    monkeypatch.setattr(people, "entrants", overtaken)
    assert refused(office.post(f"/api/contests/{contest}/items/wall/entries"), 409, "entered_meanwhile")
    monkeypatch.undo()
    assert office.post(f"/api/contests/{contest}/items/wall/entries").json == {"entered": 1}
    assert len(hall.services.door.current(contest).items["wall"].entries) == 1


def marks(hall: Hall, contest: str) -> list[str]:
    entries = hall.services.door.current(contest).items["wall"].entries.values()
    return sorted(str(each.imported["theory"].raw) for each in entries if "theory" in each.imported)


@pytest.mark.parametrize("key", ["", "broke-off-2"], ids=["anew", "sent again"])
def test_a_request_to_enter_that_broke_off_before_the_marks_brings_them_when_tried_again(
    hall: Hall, office: Desk, contest: str, monkeypatch, key: str
):
    """Batches of one: the first mark came, the line broke, and somebody else was accepted meanwhile."""
    monkeypatch.setattr(organizer, "BULK", 1)
    applied(office, contest, *ROWS[:2])
    address, told = f"/api/contests/{contest}/items/wall/entries", organizer.import_part_scores
    with monkeypatch.context() as broken:
        broken.setattr(organizer, "import_part_scores", breaks_after(1, told))
        assert refused(office.post(address, key=key), 409, "read_only")
    assert len(marks(hall, contest)) == 1
    applied(office, contest, *ROWS)
    assert office.post(address, key=key).json == {"entered": 1}
    assert marks(hall, contest) == sorted(row.split(",")[4] for row in ROWS)


def test_new_marks_of_who_is_entered_are_not_lost_where_their_roster_breaks_off(
    hall: Hall, office: Desk, contest: str, monkeypatch
):
    """Batches of one, and somebody's name is corrected by the same roster."""
    monkeypatch.setattr(organizer, "BULK", 1)
    applied(office, contest, *ROWS)
    office.post(f"/api/contests/{contest}/items/wall/entries")
    rows = ("001,王建国,一建,砌筑,82,mason", "002,李秀瑛,二建,砌筑,63,clerk", ROWS[2])
    digest = read(office, contest, *rows).json["digest"]
    with monkeypatch.context() as broken:
        broken.setattr(organizer, "import_part_scores", breaks_after(1, organizer.import_part_scores))
        assert refused(sent(office, f"/api/contests/{contest}/roster", rows, digest), 409, "read_only")
    assert marks(hall, contest) != ["63", "82", "93.5"]
    assert read(office, contest, *rows).json["counts"]["changed"] == 1
    applied(office, contest, *rows)
    assert marks(hall, contest) == ["63", "82", "93.5"]
    assert read(office, contest, *rows).json["counts"] == {"added": 0, "changed": 0, "gone": 0, "removed": 0, "same": 3}


def breaks_after(times: int, verb):
    """A verb that falls over once it was asked so many times."""
    left = iter(range(times))

    def asked(*args):
        if next(left, None) is None:
            raise Refused("read_only", why="the line broke")
        return verb(*args)

    return asked


def test_what_comes_while_the_file_is_read_is_not_lost(hall: Hall, office: Desk, contest: str, monkeypatch):
    people, look = hall.services.people, registering.read
    people.keep([people.keep_registrations(contest, "account:x", [waiting()])])
    rows = ("001,王建国,四建,砌筑,81.25,mason",)
    told = read(office, contest, *rows).json

    def slow(*args: object):
        found = look(*args)
        seen = people.registered(contest)[0]
        people.keep([people.change_registered("account:y", [(seen, replace(seen, state="refused"))], "refused")])
        return found

    monkeypatch.setattr(registering, "read", slow)
    sent(office, f"/api/contests/{contest}/roster", rows, told["digest"])
    assert [each.state for each in people.registered(contest)] == ["refused"]


def test_who_was_reviewed_while_the_roster_was_applied_is_not_overwritten(hall: Hall, contest: str, office: Desk):
    people, fold = hall.services.people, hall.services.door.current(contest)
    people.keep([people.keep_registrations(contest, "account:x", [waiting()])])
    seen = people.registered(contest)[0]
    found = roster_changes.Difference((), ((seen, replace(seen, unit="四建")),), (), 0)
    people.keep([people.change_registered("account:y", [(seen, replace(seen, state="refused"))], "refused")])
    with pytest.raises(Refused, match="roster_moved"):
        registering.apply(lambda *_, **__: None, people, fold, found, "account:x")
    assert [(each.state, each.unit) for each in people.registered(contest)] == [("refused", "一建")]


def waiting() -> Registered:
    return Registered("wall", "001", "王建国", "一建", {"post": "mason"}, {"theory": "81.25"}, state="waiting")


def test_a_roster_whose_answer_was_lost_is_not_refused_when_it_is_sent_again(office: Desk, contest: str):
    applied(office, contest, *ROWS)
    office.post(f"/api/contests/{contest}/items/wall/entries")
    rows = ("001,王建军,一建,砌筑,81.25,mason", ROWS[1])
    told = read(office, contest, *rows).json
    for _ in range(2):
        answer = sent(office, f"/api/contests/{contest}/roster", rows, told["digest"])
        assert answer.status_code == 200, answer.text
    assert registered(office, contest) == [("001", "王建军"), ("002", "李秀英"), ("003", "张伟")]


def test_the_template_reads_back_as_who_is_registered(office: Desk, contest: str):
    applied(office, contest, *ROWS)
    book = office.get(f"/api/contests/{contest}/roster/template.xlsx").data
    told = sent(office, f"/api/contests/{contest}/roster/read", book, name="名单.xlsx").json
    assert told["counts"] == {"added": 0, "changed": 0, "gone": 0, "removed": 0, "same": 3}


def test_a_draw_is_the_officer_s(hall: Hall, office: Desk, contest: str):
    applied(office, contest, *ROWS)
    assert refused(hall.staff("organizer").post(f"/api/contests/{contest}/items/wall/draws/code"), 403, "forbidden")


def test_the_roster_knows_names_and_numbers_and_no_code(hall: Hall, office: Desk, contest: str):
    """By number and by code together it would unmask who bears which."""
    applied(office, contest, *ROWS)
    office.post(f"/api/contests/{contest}/items/wall/entries")
    office.post(f"/api/contests/{contest}/items/wall/draws/code")
    item = hall.services.door.current(contest).items["wall"]
    secrets = [*map(str, item.by_code), *map(str, item.entries)]
    told = office.get(f"/api/contests/{contest}/roster").get_data(as_text=True)
    told += read(office, contest, ROWS[0]).get_data(as_text=True)
    assert "王建国" in told
    assert not [each for each in secrets if each in told]
    book = office.get(f"/api/contests/{contest}/roster/template.xlsx").data
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    assert not [each for each in secrets if f">{each}<" in inside]
