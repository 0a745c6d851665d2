"""One item as the office sees it: progress, results, awards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from contest.opening import open_preset
from contest.scoring.verbs import chief
from tests.web.hall import NAMES, UNITS, Hall, Play, a_preset, refused


def test_progress_is_a_cell_for_each_sheet_that_is_due(hall: Hall, play: Play):
    codes = play.codes()
    play.sheet("j1", codes[0], "80")
    play.sheet("j2", codes[0], "90", confirm=False)
    play.sheet("j1", codes[0], "81")
    said = hall.staff("viewer").get(f"/api/contests/{play.id}/items/wall/progress").json
    assert [(seat["id"], seat["part"]) for seat in said["seats"]] == [("j1", "work"), ("j2", "work")]
    assert [entry["code"] for entry in said["entries"]] == codes
    assert said["cells"] == {
        f"{codes[0]}|work|j1": "set_aside",
        f"{codes[0]}|work|j2": "in",
        f"{codes[1]}|work|j1": "none",
        f"{codes[1]}|work|j2": "none",
        f"{codes[2]}|work|j1": "none",
        f"{codes[2]}|work|j2": "none",
    }


def test_results_tell_every_stage_of_an_entry(hall: Hall):
    play = hall.contest().brought_to("unsealed")
    rows = hall.staff("viewer").get(f"/api/contests/{play.id}/items/wall/results").json["rows"]
    best = rows[0]
    assert (best["rank"], best["name"]) in {(1, f"{name} wall") for name in NAMES}
    (mark,) = {judge["total"] for judge in best["parts"]["work"]["judges"].values()}
    assert set(best["parts"]["work"]["judges"]) == {"j1", "j2"}
    theory, work = (Decimal(best["parts"][part]["weighted"]) for part in ("theory", "work"))
    assert work == Decimal(mark) * 70 / 100
    assert Decimal(best["total"]) == theory + work
    assert best["award"] == {"id": "first", "name": {"zh": "一等奖", "en": "First prize"}}
    assert [row["rank"] for row in rows] == [1, 2, 3]


def test_until_unsealing_results_say_which_parts_and_that_totals_and_places_wait_for_it(hall: Hall, play: Play):
    def told():
        seen = hall.staff("viewer").get(f"/api/contests/{play.marked().id}/items/wall/results").json
        return seen["veiled"], [part["hidden"] for part in seen["parts"]], {row["total"] for row in seen["rows"]}

    assert told() == (True, [True, False], {None})
    play._lock()
    play._unseal()
    veiled, hidden, totals = told()
    assert (veiled, hidden) == (False, [False, False])
    assert None not in totals


def test_an_item_that_is_unlocked_after_unsealing_has_been_unsealed(hall: Hall):
    play, desk = hall.contest().brought_to("unsealed"), hall.staff()

    def told():
        found = desk.get(f"/api/contests/{play.id}").json["items"]
        return [(item["state"], item["sealed"], item["unsealed"]) for item in found]

    assert told() == [("unsealed", False, True), ("marking", False, False)]
    play.does(chief.request_unlock, "account:one", item="wall", reason_digest="d")
    play.does(chief.approve_unlock, "account:two", item="wall")
    assert told() == [("marking", False, True), ("marking", False, False)]


def test_results_carry_the_digest_that_a_signature_would_cover(hall: Hall):
    play = hall.contest().brought_to("unsealed")
    said = hall.staff("viewer").get(f"/api/contests/{play.id}/items/wall/results").json
    assert said["version"]["digest"] == play.digest()
    assert not said["final"]


def test_a_penalty_shows_its_name_beside_the_points_it_took(hall: Hall, play: Play):
    code = play.codes()[0]
    desk = hall.staff("chief")
    desk.note(play.id, code, "penalties", penalty="late", reason="came late")
    play.marked()
    rows = desk.get(f"/api/contests/{play.id}/items/wall/results").json["rows"]
    (row,) = [row for row in rows if row["code"] == code]
    assert row["deductions"] == [{"id": "late", "name": {"zh": "迟到", "en": "Late"}, "points": "1"}]


def test_the_award_list_names_who_wins_once_names_are_known(hall: Hall):
    sealed, unsealed = hall.contest().brought_to("locked"), hall.contest().brought_to("unsealed")
    desk = hall.staff("viewer")
    (hidden,) = desk.get(f"/api/contests/{sealed.id}/items/wall/awards").json["awards"]
    assert [winner["name"] for winner in hidden["entries"]] in ([], [None])
    (shown,) = desk.get(f"/api/contests/{unsealed.id}/items/wall/awards").json["awards"]
    assert [winner["name"] in {f"{name} wall" for name in NAMES} for winner in shown["entries"]] == [True]


def test_what_is_not_there_is_unknown(hall: Hall, play: Play):
    desk = hall.staff("viewer", "chief")
    for what in ("progress", "results", "awards"):
        assert refused(desk.get(f"/api/contests/{play.id}/items/nothing/{what}"), 404, "unknown_item")
    assert refused(desk.act(play.id, "dance"), 404, "unknown_act")
    assert refused(desk.act(play.id, "freeze", "nothing"), 404, "unknown_item")


def test_an_address_that_is_none_and_a_method_that_is_not_taken_have_the_same_shape(hall: Hall, play: Play):
    desk = hall.staff("viewer")
    assert refused(desk.get("/api/nothing"), 404, "unknown_address")
    answer = desk.ask("PUT", f"/api/contests/{play.id}")
    assert refused(answer, 405, "method")
    assert "GET" in answer.headers["Allow"]


LEVELS = [
    {"id": "senior", "name": {"zh": "高级工", "en": "Senior Worker"}},
    {"id": "technician", "name": {"zh": "技师", "en": "Technician"}},
]


@dataclass
class Rising(Play):
    """`wall` alone: its first becomes a technician, all others senior workers; one had been one before. Units are
    honoured: the first, and two that send somebody who stands fourth or lower, which is none."""

    def __post_init__(self) -> None:
        preset = a_preset(("wall",))
        steps = [{"to_rank": 1, "to": "technician"}, {"to": "senior"}]
        prizes = [*preset.rulebooks["wall"]["awards"], {**OTHERS, "count": 2, "threshold": "100"}]
        book = {**preset.rulebooks["wall"], "promotion": {"levels": LEVELS, "steps": steps}, "awards": prizes}
        rows = [replace(row, attributes={"level": level}) for row, level in zip(preset.roster, HELD, strict=True)]
        table = {**preset.unit_table, "awards": [BEST_UNIT, {**OTHERS, "count": 2, "from_rank": 4}]}
        preset = replace(preset, rulebooks={"wall": book}, roster=tuple(rows), unit_table=table)
        open_preset(self.services.door, self.services.people, preset, self.id, rehearsal=False)


HELD = ("", "senior", "")
OTHERS = {"id": "others", "name": {"zh": "其他", "en": "Others"}}
BEST_UNIT = {"id": "best", "name": {"zh": "最佳单位", "en": "Best unit"}, "count": 1, "money": "5000"}


def test_who_steps_up_a_level_is_told_once_names_are_known(hall: Hall):
    play, desk = Rising(hall.services).brought_to("locked"), hall.staff("viewer")
    assert desk.get(f"/api/contests/{play.id}/items/wall/awards").json["promotions"] == []
    play._unseal()
    said = desk.get(f"/api/contests/{play.id}/items/wall/awards").json
    shown = desk.get(f"/api/contests/{play.id}/items/wall/results").json["rows"]
    held = {f"{name} wall": level for name, level in zip(NAMES, HELD, strict=True)}
    names = {level["id"]: level for level in LEVELS}
    expected = [(row["name"], names[("technician", "senior", "senior")[k]]) for k, row in enumerate(shown)]
    expected = [(name, level) for name, level in expected if held[name] != level["id"]]
    assert [(row["name"], row["to"]) for row in said["promotions"]] == expected
    assert all(row["before"] == names.get(held[row["name"]]) for row in said["promotions"])
    assert all(set(row["parts"]) == {"theory", "work"} for row in said["promotions"])
    assert [(award["id"], award["empty"]) for award in said["awards"]] == [("first", 0), ("others", 2)]


def test_honours_of_units_are_told_beside_their_table(hall: Hall):
    play, desk = Rising(hall.services).brought_to("unsealed"), hall.staff("viewer")
    said = desk.get(f"/api/contests/{play.id}/units").json
    best, others = said["honours"]
    first = said["rows"][0]
    assert first["unit"] in UNITS
    assert best["units"] == [{"unit": first["unit"], "rank": 1, "total": first["total"]}]
    assert (best["money"], best["empty"]) == ("5000", 0)
    assert (others["units"], others["empty"]) == ([], 2)


def test_no_honour_is_told_while_names_are_sealed(hall: Hall):
    play = Rising(hall.services).brought_to("locked")
    assert hall.staff("viewer").get(f"/api/contests/{play.id}/units").json["honours"] == []
