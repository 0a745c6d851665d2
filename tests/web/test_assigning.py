"""Assigning over REST: seats beyond the panel, loads before they are applied, and no one who learns a conflict."""

from __future__ import annotations

import pytest

from contest.scoring.events import PartId
from contest.scoring.verbs import judge
from tests.web.hall import Hall, refused
from tests.web.test_draws import UNITS, Drawing, a_drawing


@pytest.fixture
def drawing(hall: Hall) -> Drawing:
    """Codes are drawn; nobody sits anywhere."""
    made = a_drawing(hall)
    made.first.post(f"{made.at}/draws/code", {})
    return made


def part(drawing: Drawing) -> str:
    return f"{drawing.at}/parts/work"


def of_units(drawing: Drawing, *units: str) -> None:
    """Judges of these units take the first seats."""
    people = drawing.hall.services.people
    rows = [(f"wall-work-{k}", unit) for k, unit in enumerate(units, start=1)]
    people.keep([people.name_seat(drawing.id, seat, seat, seat, f"裁判 {unit}", unit) for seat, unit in rows])


def loads(told: dict) -> list[int]:
    return [seat["entries"] for seat in told["seats"]]


def test_all_mark_all_until_entries_are_assigned(drawing: Drawing):
    drawing.office.post(f"{drawing.at}/seats")
    told = drawing.office.get(f"{part(drawing)}/assigning").json
    assert (told["way"], told["judges"], loads(told)) == (None, 2, [4, 4])


def test_more_seats_share_the_entries_evenly_as_it_was_shown(drawing: Drawing):
    drawing.office.post(f"{drawing.at}/seats")
    told = drawing.office.post(f"{part(drawing)}/seats", {"seats": 4}).json
    assert loads(told) == [4, 4, 0, 0]
    shown = drawing.office.get(f"{part(drawing)}/assigning?way=each").json
    assert loads(shown) == [2, 2, 2, 2]
    assert drawing.office.get(f"{part(drawing)}/assigning?way=each").json == shown  # nobody draws until they like it
    told = drawing.office.post(f"{part(drawing)}/assigning", {"way": "each"}).json
    assert (told["way"], told["seats"]) == ("each", shown["seats"])
    assert drawing.item.expected_sheets() == 8


def test_an_own_unit_is_told_as_a_count_and_seen_by_nobody_in_the_matrix(drawing: Drawing):
    drawing.office.post(f"{part(drawing)}/seats", {"seats": 5})
    of_units(drawing, UNITS[0], "", UNITS[2], "", "")
    told = drawing.office.post(f"{part(drawing)}/assigning", {"way": "each"}).json
    conflicts = drawing.item.uncounted.conflicts[PartId("work")]
    assert told["conflicts"] == sum(map(len, conflicts.values()))
    assert sum(loads(told)) == 8 + told["conflicts"]
    chief = drawing.hall.staff("chief", contest=drawing.id).get(f"{drawing.at}/progress").json["cells"]
    others = drawing.hall.staff("recorder", contest=drawing.id).get(f"{drawing.at}/progress").json["cells"]
    assert len(chief) == 8 + told["conflicts"]
    assert len(others) == 8


def test_a_desk_is_the_same_whatever_unit_its_judge_is_of(drawing: Drawing):
    drawing.office.post(f"{part(drawing)}/seats", {"seats": 5})
    desks = set()
    for unit in ("", UNITS[0], UNITS[2]):
        of_units(drawing, unit)
        shown = drawing.office.get(f"{part(drawing)}/assigning?way=each").json
        desks.add(loads(shown)[0])
    assert len(desks) == 1


def test_panels_by_group_need_groups_and_enough_seats(drawing: Drawing):
    drawing.office.post(f"{part(drawing)}/seats", {"seats": 3})
    assert refused(drawing.office.get(f"{part(drawing)}/assigning?way=group"), 409, "assign_no_group")
    drawing.first.post(f"{drawing.at}/draws/group", {"groups": 2})
    assert refused(drawing.office.get(f"{part(drawing)}/assigning?way=group"), 409, "assign_too_few")
    drawing.office.post(f"{part(drawing)}/seats", {"seats": 4})
    assert loads(drawing.office.get(f"{part(drawing)}/assigning?way=group").json) == [2, 2, 2, 2]


def test_what_is_marked_stays_when_it_is_assigned_again(drawing: Drawing):
    drawing.office.post(f"{part(drawing)}/seats", {"seats": 4})
    drawing.office.post(f"{part(drawing)}/assigning", {"way": "each"})
    drawing.office.act(drawing.id, "open")
    fold, item = drawing.hall.services.door.current(drawing.id), drawing.item
    entry = next(iter(item.entries.values()))
    mine = [seat.id for seat in fold.seats.values() if seat.marks(item.id, PartId("work"), entry.id)]
    sheet = {"item": "wall", "code": entry.code, "part": "work", "marks": {"a": "70"}, "base": 0, "confirm": True}
    values = sheet | {"rulebook": item.version}
    drawing.hall.services.door.record(drawing.id, judge.submit_sheet, by=f"seat:{mine[0]}", values=values)
    assert drawing.office.post(f"{part(drawing)}/assigning", {"way": "each"}).status_code == 200
    fold = drawing.hall.services.door.current(drawing.id)
    again = [seat.id for seat in fold.seats.values() if seat.marks(item.id, PartId("work"), entry.id)]
    assert again == mine
