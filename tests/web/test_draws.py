"""Draws over REST: by hand with every fault at its place; two layers, each sealed from whoever does not hold it; lots
and the calling list."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from contest.apart.children import Answer, Apart
from contest.people import ROLES, Person, Registered
from contest.scoring.events import EntriesEntered, ItemId
from contest.scoring.item import Item
from contest.scoring.refused import Refused
from contest.scoring.verbs import chief, judge
from tests.web.hall import NAMES, PASSWORD, Desk, Hall, refused, wall
from tests.web.test_canaries import BODIES, told
from tests.web.test_policy import MAY, filled

HEAD = "编号,姓名,单位,项目,theory,post"
UNITS = ("CanaryUnitNorth", "CanaryUnitNorth", "CanaryUnitSouth", "CanaryUnitSouth")
PEOPLE = (*NAMES, "CanaryFinch")
NUMBERS = ("101", "102", "103", "104")
LOTS = ("LOTCANARY-A", "LOTCANARY-B", "LOTCANARY-C", "LOTCANARY-D")
CODES = ("CODECANARY-A", "CODECANARY-B", "CODECANARY-C", "CODECANARY-D")


@dataclass
class Drawing:
    """A contest with the sealed item and four entries, and who is at their desks."""

    hall: Hall
    id: str
    office: Desk
    first: Desk
    second: Desk

    @property
    def at(self) -> str:
        return f"/api/contests/{self.id}/items/wall"

    @property
    def item(self) -> Item:
        return self.hall.services.door.current(self.id).items[ItemId("wall")]

    def holder(self, desk: Desk) -> str:
        """The account's actor."""
        officers = self.office.get(f"{self.at}/draws").json["officers"]
        return str(next(each["id"] for each in officers if each["name"] == desk.login.title()))

    def codes(self) -> dict[str, str]:
        """Name → code."""
        person = self.hall.services.people.person
        return {person(self.id, entry.id).name: str(code) for code, entry in self.item.by_code.items()}

    def typed(self, desk: Desk, what: str, given: tuple[str, ...], drawn: tuple[str, ...]):
        rows = [{"given": one, "drawn": other} for one, other in zip(given, drawn, strict=True)]
        return desk.post(f"{self.at}/draws/{what}/typed", {"rows": rows})

    def in_two_layers(self) -> Drawing:
        holders = [self.holder(self.first), self.holder(self.second)]
        assert self.office.post(f"{self.at}/layers", {"holders": holders}).status_code == 200
        assert self.typed(self.first, "number", NUMBERS, LOTS).status_code == 200
        assert self.typed(self.second, "code", LOTS, CODES).status_code == 200
        return self


@pytest.fixture
def drawing(hall: Hall) -> Drawing:
    return a_drawing(hall)


def a_drawing(hall: Hall) -> Drawing:
    """Everybody entered, nothing drawn."""
    id = f"drawn-{len(hall.services.door.names())}"
    office = hall.staff("organizer", "chief")
    office.post("/api/contests", {"id": id, "title": {"zh": "工匠杯"}})
    office.post(f"/api/contests/{id}/rulebooks", {"rulebook": wall()})
    rows = [f"{n},{name},{unit},wall,80,mason" for n, name, unit in zip(NUMBERS, PEOPLE, UNITS, strict=True)]
    form = {"file": (io.BytesIO("\n".join((HEAD, *rows)).encode("utf-8-sig")), "a.csv")}
    found = office.ask("POST", f"/api/contests/{id}/roster/read", data=form, content_type="multipart/form-data").json
    form = {"file": (io.BytesIO("\n".join((HEAD, *rows)).encode("utf-8-sig")), "a.csv")}
    asked = {"digest": found["digest"]}
    office.ask("POST", f"/api/contests/{id}/roster", data=form, query_string=asked, content_type="multipart/form-data")
    assert office.post(f"/api/contests/{id}/items/wall/entries").json == {"entered": 4}
    return Drawing(hall, id, office, hall.staff("officer", contest=id), hall.staff("officer", contest=id))


# --- one layer ---


def test_a_table_drawn_by_hand_becomes_the_codes_and_no_seed_is_claimed(drawing: Drawing):
    told = drawing.typed(drawing.first, "code", NUMBERS, ("7", "k-12", "Ａ３", " b 9 ")).json
    assert drawing.codes() == dict(zip(PEOPLE, ("7", "K-12", "A3", "B9"), strict=True))
    (layer,) = told["layers"]
    assert (layer["drawn"], layer["by_hand"], layer["digest"]) == (4, True, "")
    said = [line["message"]["en"] for line in drawing.office.get(f"/api/contests/{drawing.id}/story").json["lines"]]
    assert "4 codes drawn by hand and typed in; there is no seed, the table stands" in said


def test_every_fault_of_a_typed_table_is_told_at_once(drawing: Drawing):
    answer = drawing.typed(drawing.first, "code", ("101", "999", "102", "101"), ("7", "8", "7", ""))
    assert refused(answer, 422, "draw_faults")
    assert [(fault["place"], fault["code"]) for fault in answer.json["faults"]] == [
        ("rows[1].given", "given_unknown"),
        ("rows[2].drawn", "drawn_twice"),
        ("rows[3].given", "given_twice"),
        ("", "drawn_missing"),
    ]
    assert not drawing.item.by_code


def test_no_number_of_the_roster_and_no_code_of_another_item_becomes_a_code(drawing: Drawing):
    other = wall() | {"id": "paint", "name": {"zh": "彩画", "en": "Painting"}}
    drawing.office.post(f"/api/contests/{drawing.id}/rulebooks", {"rulebook": other})
    people = drawing.hall.services.people
    people.keep([people.keep_registrations(drawing.id, "account:x", [Registered("paint", "b01", "CanaryOwl", "S")])])
    assert drawing.office.post(f"/api/contests/{drawing.id}/items/paint/entries").json == {"entered": 1}
    at = f"/api/contests/{drawing.id}/items/paint/draws/code"
    assert drawing.first.post(at, {}).status_code == 200
    (code,) = drawing.hall.services.door.current(drawing.id).items[ItemId("paint")].by_code
    assert code == "C01", "B01 is a number on the roster"
    assert refused(drawing.first.post(at, {"prefix": "B"}), 409, "prefix_taken")

    answer = drawing.typed(drawing.first, "code", NUMBERS, ("１０４", "ｂ01", "C01", "K-12"))
    assert refused(answer, 422, "draw_faults")
    assert [(fault["place"], fault["code"]) for fault in answer.json["faults"]] == [
        ("rows[0].drawn", "code_is_number"),
        ("rows[1].drawn", "code_is_number"),
        ("rows[2].drawn", "code_elsewhere"),
    ]
    assert not drawing.item.by_code
    assert refused(drawing.first.post(f"{drawing.at}/draws/code", {"prefix": "C"}), 409, "prefix_taken")


def test_a_file_is_told_by_its_cells_and_the_template_reads_back(drawing: Drawing):
    template = drawing.first.get(f"{drawing.at}/draws/code/template.xlsx").data
    assert template[:2] == b"PK"

    def send(data: bytes, name: str):
        form = {"file": (io.BytesIO(data), name)}
        address = f"{drawing.at}/draws/code/file"
        return drawing.first.ask("POST", address, data=form, content_type="multipart/form-data")

    empty = send(template, "加密.xlsx")
    assert {(fault["place"], fault["code"]) for fault in empty.json["faults"]} == {
        (f"B{row}", "drawn_empty") for row in (2, 3, 4, 5)
    }
    faulty = send("参赛号,加密号\n101,A1\n102,A/2\n103,A1\n".encode(), "a.csv").json["faults"]
    assert [(fault["place"], fault["code"]) for fault in faulty] == [
        ("B3", "code_unreadable"),
        ("B4", "drawn_twice"),
        ("", "drawn_missing"),
    ]
    assert send("抽签号,加密号\n1,2\n".encode(), "a.csv").json["faults"][0]["code"] == "drawn_no_head"
    assert send("参赛号,加密号\n101,A1\n102,A2\n103,A3\n104,A4\n".encode(), "a.csv").status_code == 200
    assert drawing.codes()[PEOPLE[3]] == "A4"


def test_one_layer_is_any_officers_and_who_looked_at_it_stands_there(drawing: Drawing):
    assert drawing.first.post(f"{drawing.at}/draws/code", {}).status_code == 200
    rows = drawing.second.post(f"{drawing.at}/layers/1/table").json["rows"]
    assert [(row["given"], row["name"]) for row in rows] == list(zip(NUMBERS, PEOPLE, strict=True))
    assert {row["name"]: row["drawn"] for row in rows} == drawing.codes()
    (layer,) = drawing.office.get(f"{drawing.at}/draws").json["layers"]
    assert [look["by"] for look in layer["looks"]] == [drawing.second.login.title()]
    assert refused(drawing.office.post(f"{drawing.at}/layers/1/table"), 403, "forbidden")
    assert refused(drawing.first.post(f"{drawing.at}/layers/2/table"), 404, "unknown_layer")
    assert refused(drawing.first.post(f"{drawing.at}/draws/number", {}), 409, "one_layer")


def test_slips_are_a_paper_and_a_look_at_the_table(drawing: Drawing):
    drawing.first.post(f"{drawing.at}/draws/code", {})
    paper = drawing.first.post(f"{drawing.at}/layers/1/slips", {"lang": "zh"})
    assert paper.data[:4] == b"%PDF"
    assert len(drawing.item.draws.looks) == 1


# --- two layers ---


def test_a_layer_is_closed_to_everybody_but_its_holder(drawing: Drawing):
    drawing.in_two_layers()
    for desk, layer, what in ((drawing.first, 2, "code"), (drawing.second, 1, "number")):
        for answer in (
            desk.post(f"{drawing.at}/layers/{layer}/table"),
            desk.post(f"{drawing.at}/layers/{layer}/slips", {}),
            desk.post(f"{drawing.at}/draws/{what}", {}),
            desk.post(f"{drawing.at}/draws/{what}/typed", {"rows": []}),
            desk.get(f"{drawing.at}/draws/{what}/template.xlsx"),
        ):
            assert refused(answer, 403, "not_your_layer")
    first = drawing.first.post(f"{drawing.at}/layers/1/table").json["rows"]
    assert [(row["name"], row["drawn"]) for row in first] == list(zip(PEOPLE, LOTS, strict=True))
    second = drawing.second.post(f"{drawing.at}/layers/2/table").json["rows"]
    assert [(row["given"], row["drawn"], row["name"], row["unit"]) for row in second] == [
        (lot, code, None, None) for lot, code in zip(LOTS, CODES, strict=True)
    ]


def test_only_an_officer_holds_a_layer_and_only_the_organizer_says_who(drawing: Drawing):
    assert refused(drawing.first.post(f"{drawing.at}/layers", {"holders": []}), 403, "forbidden")
    answer = drawing.office.post(f"{drawing.at}/layers", {"holders": ["account:nobody"]})
    assert refused(answer, 409, "holder_no_officer")


def everything(drawing: Drawing, code: str) -> Iterator[tuple[str, str, object]]:
    """Every address there is, with every layer and every kind of draw."""
    for method, rule in MAY:
        if rule.endswith(("/unseal", "/revoke", "/lock")) or "/acts/" in rule:
            continue
        body = BODIES.get(rule.rpartition("/")[2], {}) if method == "POST" else None
        for layer, what in (("1", "number"), ("2", "code")):
            path = filled(rule.replace("<layer>", layer).replace("<what>", what), drawing, code)
            yield method, path, body
            if "<layer>" not in rule and "<what>" not in rule:
                break


def test_no_answer_joins_what_the_layers_keep_apart(
    drawing: Drawing, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    """A name and a code meet nowhere; a draw number is told to its two holders alone, with its own side only. The log
    and the log of heads know none of them."""

    def no_child(*_: object, **asked: object) -> Answer:
        raise Refused("apart_busy")

    monkeypatch.setattr(Apart, "ask", no_child)
    drawing.in_two_layers()
    seats = drawing.office.post(f"{drawing.at}/seats").json["seats"]
    drawing.office.act(drawing.id, "open")
    version = drawing.item.version
    for seat in seats:
        sheet = {"item": "wall", "code": CODES[0], "part": "work", "marks": {"a": "70"}, "base": 0, "confirm": True}
        door = drawing.hall.services.door
        door.record(drawing.id, judge.submit_sheet, by=f"seat:{seat}", values=sheet | {"rulebook": version})
    drawing.hall.services.door.record(
        drawing.id, chief.lock, by="account:x", values={"item": "wall", "missing_digest": "d"}
    )
    others = [drawing.hall.staff(role, contest=drawing.id) for role in ROLES]
    every = drawing.hall.staff(*ROLES, contest=drawing.id)
    hits, seen = [], {desk.login: b"" for desk in (drawing.first, drawing.second)}
    for desk in (drawing.hall.visitor(), *others, every, drawing.first, drawing.second):
        for method, path, body in everything(drawing, CODES[0]):
            answer = told(desk.ask(method, path, body))
            named, lots, coded = (any(c.encode() in answer for c in them) for them in (PEOPLE, LOTS, CODES))
            seen[desk.login] = seen.get(desk.login, b"") + (answer if lots else b"")
            mine = {drawing.first.login: coded, drawing.second.login: named}
            if (named and coded) or (lots and mine.get(desk.login, True)):
                hits.append((desk.login, method, path))
    assert hits == []
    assert all(seen[desk.login] for desk in (drawing.first, drawing.second))
    logged = "".join(capfd.readouterr())
    heads = (drawing.hall.services.settings.var / "heads.log").read_text()
    assert not any(canary in logged or canary in heads for canary in (*PEOPLE, *LOTS, *CODES))


def test_two_layers_are_unsealed_from_the_outside_two_persons_each(drawing: Drawing):
    holders = [drawing.holder(drawing.first), drawing.holder(drawing.second)]
    drawing.office.post(f"{drawing.at}/layers", {"holders": holders})
    assert drawing.first.post(f"{drawing.at}/draws/number", {}).status_code == 200
    told = drawing.second.post(f"{drawing.at}/draws/code", {}).json["layers"]
    assert all(len(layer["digest"]) == 64 for layer in told)
    drawing.office.act(drawing.id, "open")
    drawing.office.act(drawing.id, "lock", missing_reason="排练")
    supervisor = drawing.hall.account("supervisor", contest=drawing.id)
    second = {"login": supervisor, "password": PASSWORD}
    answer = drawing.first.act(drawing.id, "unseal", second=second)
    assert refused(answer, 409, "layer_holder_needed")
    answer = drawing.second.act(drawing.id, "unseal")
    assert answer.json["layers_sealed"] == 1  # the first officer had asked, the second one holds the layer
    assert not drawing.item.names_known
    assert drawing.office.get(f"{drawing.at}/progress").json["entries"][0]["name"] is None
    rows = drawing.first.post(f"{drawing.at}/layers/2/table").json["rows"]  # it is open now, to every officer
    assert {row["drawn"] for row in rows} == set(drawing.codes().values())
    assert not any(row["name"] for row in rows)
    answer = drawing.first.act(drawing.id, "unseal", second=second)
    assert (answer.json["layers_sealed"], answer.json["unsealed"]) == (0, True)
    assert drawing.office.get(f"{drawing.at}/progress").json["entries"][0]["name"] in PEOPLE


# --- lots ---


def test_groups_keep_units_apart_and_the_calling_list_knows_no_code(drawing: Drawing):
    drawing.first.post(f"{drawing.at}/draws/code", {})
    told = drawing.first.post(f"{drawing.at}/draws/group", {"groups": 2, "apart": True}).json
    assert told["groups"] == [{"group": 1, "size": 2}, {"group": 2, "size": 2}]
    assert drawing.first.post(f"{drawing.at}/draws/station", {"stations": 2}).status_code == 200
    assert drawing.first.post(f"{drawing.at}/draws/order", {}).status_code == 200
    groups = drawing.office.get(f"{drawing.at}/calling").json["groups"]
    assert [sorted(row["unit"] for row in group["rows"]) for group in groups] == [
        ["CanaryUnitNorth", "CanaryUnitSouth"]
    ] * 2
    assert [[row["order"] for row in group["rows"]] for group in groups] == [[1, 2], [1, 2]]
    assert {row["status"] for group in groups for row in group["rows"]} == {None}
    book = told_book(drawing)
    assert all(name.encode() in book for name in PEOPLE)
    assert not any(code.encode() in book for code in drawing.codes().values())


def told_book(drawing: Drawing) -> bytes:
    return told(drawing.office.get(f"{drawing.at}/calling.xlsx?lang=en"))


def test_lots_from_a_box_are_typed_by_number(drawing: Drawing):
    answer = drawing.typed(drawing.first, "order", NUMBERS, ("2", "1", "4", "x"))
    assert [fault["code"] for fault in answer.json["faults"]] == ["lot_unreadable"]
    told = drawing.typed(drawing.first, "order", NUMBERS, ("2", "1", "4", "3")).json
    assert told["lots"][0] | {"seq": 0} == {"what": "order", "drawn": 4, "by_hand": True, "seq": 0}
    (group,) = drawing.office.get(f"{drawing.at}/calling").json["groups"]
    assert [row["number"] for row in group["rows"]] == ["102", "101", "104", "103"]


def test_two_who_bear_one_number_draw_each_for_themself(drawing: Drawing):
    """Two rounds led into the item, and each had its 104."""
    people, door, twin = drawing.hall.services.people, drawing.hall.services.door, Person(NUMBERS[3], "另一位", "三建")
    entries, keep = people.entrants(drawing.id, "wall", [twin])
    door.record(drawing.id, lambda *_: EntriesEntered(ItemId("wall"), entries), by="account:x", values={}, also=[keep])
    people.sweep()
    given = (*NUMBERS[:3], f"{NUMBERS[3]}/1", f"{NUMBERS[3]}/2")
    assert drawing.typed(drawing.first, "order", given, ("2", "1", "4", "3", "5")).status_code == 200
    (group,) = drawing.office.get(f"{drawing.at}/calling").json["groups"]
    assert [row["number"] for row in group["rows"]][-1] == given[4]
    assert group["rows"][-1]["name"] == "另一位"
