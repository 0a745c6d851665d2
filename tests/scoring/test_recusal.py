"""A judge who may not judge an entry: its sheets do not count, and no byte that a judge sees tells so. Shadows too."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from contest.check import item_result
from contest.scoring.desk import desk
from contest.scoring.office import overview, progress
from contest.scoring.refused import Refused
from contest.scoring.verbs import chief, judge, organizer
from contest.scoring.verbs.recusal import recuse
from tests.support.histories import CHIEF, ITEM, ORGANIZER, History, a_book, a_contest, a_plain_book, entry_id

REASON = {"reason_digest": "d" * 64}
GIVEN = {"method": "mean", "missing": "given"}


def panel_of(judges: int = 3, combine: dict[str, Any] | None = None) -> History:
    book = a_book(judges=judges)
    for part in book["parts"]:
        if part["source"] == "judged":
            part["combine"] = GIVEN if combine is None else combine
    return a_contest().with_item(book).open().scores("80", "80")


def recused(cup: History, seat: str = "j3", entry: int | None = 1, **more: Any) -> History:
    codes = [] if entry is None else [cup.code(entry)]
    cup.does(recuse, item=ITEM, seat=seat, codes=codes, **REASON, **more)
    return cup


def value(cup: History, entry: int = 1) -> str | None:
    made = cup.entry(entry).parts.get("practice")
    return None if made is None else str(made.value)


def missing(cup: History) -> int:
    sheets = overview(cup.contest, cup.item())["sheets"]
    return int(sheets["expected"] - sheets["confirmed"])


# --- what counts


def test_a_recused_judges_sheet_counts_for_others_and_not_for_the_one():
    cup = recused(panel_of())
    for entry in (1, 2):
        cup.sheet("j1", entry, "80").sheet("j2", entry, "90").sheet("j3", entry, "40")
    assert (value(cup, 1), value(cup, 2)) == ("85.00", "70.00")


def test_the_order_of_recusal_and_sheets_does_not_matter():
    before, after = recused(panel_of()), panel_of()
    for cup in (before, after):
        cup.sheet("j3", 1, "40").sheet("j1", 1, "80").sheet("j2", 1, "90")
    assert value(before) == value(recused(after)) == "85.00"


def test_nobody_waits_for_the_recused():
    cup = recused(panel_of())
    cup.sheet("j1", 1, "80")
    assert value(cup) is None
    cup.sheet("j2", 1, "90")
    assert value(cup) == "85.00"
    assert missing(cup) == 3  # those of the second entry


def test_where_somebody_stands_in_the_panel_needs_all_its_sheets():
    cup = recused(panel_of(combine={"method": "mean"}), stand_in=True).seat("j4")
    cup.sheet("j1", 1, "80").sheet("j2", 1, "90").sheet("j3", 1, "40")
    assert value(cup) is None
    cup.sheet("j4", 1, "100")
    assert value(cup) == "90.00"


def test_a_recusal_that_is_lifted_counts_the_sheet_again():
    cup = recused(panel_of())
    cup.sheet("j1", 1, "80").sheet("j2", 1, "90").sheet("j3", 1, "40")
    assert value(recused(cup, entry=None)) == "70.00"


def test_a_sheet_of_a_recused_seat_does_not_count_when_it_is_adopted_either():
    cup = panel_of()
    cup.sheet("j1", 1, "80").sheet("j2", 1, "90").sheet("j3", 1, "40")
    recused(cup)
    cup.does(judge.submit_sheet, "seat:j3", **cup.filled("j3", 1, "10"))
    (aside,) = cup.contest.aside
    cup.does(chief.adopt_sheet, CHIEF, aside=aside, **REASON)
    assert value(cup) == "85.00"


def test_a_rulebook_that_blocks_without_a_judge_asks_for_a_stand_in():
    with pytest.raises(Refused) as caught:
        recused(panel_of(combine={"method": "mean"}))
    assert caught.value.code == "recusal_needs_stand_in"


def test_so_does_a_panel_that_would_be_smaller_than_the_least():
    cup = panel_of(combine=GIVEN | {"least": 2})
    recused(cup, "j3")
    with pytest.raises(Refused) as caught:
        recused(cup, "j2")
    assert caught.value.code == "recusal_needs_stand_in"


def test_nobody_is_recused_from_a_teams_sheet_or_from_a_locked_item():
    team = a_contest().with_item(a_book(judges=3, by="joint")).open()
    with pytest.raises(Refused) as caught:
        recused(team)
    assert caught.value.code == "nothing_to_recuse"
    with pytest.raises(Refused) as caught:
        recused(panel_of().lock("d" * 64))
    assert caught.value.code == "locked"


def test_the_office_sees_which_cells_do_not_count():
    cup = recused(panel_of())
    assert progress(cup.contest, cup.item())["uncounted"] == {f"{cup.code(1)}|practice|j3": "recused"}


# --- what judges see


def bytes_of(cup: History, seat: str) -> str:
    """All that a judge's device is told; the numbers of lines apart, which say only that somebody did something."""
    said = json.dumps(desk(cup.contest, cup.contest.seats[seat]), default=str, sort_keys=True)  # type: ignore[index]
    return re.sub(r'"(version|seq)": [0-9]+', "", said)


def answers(cup: History) -> list[str]:
    """A whole marking with doubles, changes and returns: after each message what every judge may see."""
    told: list[str] = []

    def does(verb: Any, by: str, **values: Any) -> None:
        try:
            cup.does(verb, by, **values)
            told.append(type(cup.stored[-1]).__name__)
            told.append(json.loads(cup.stored[-1].raw)["kind"])
            told.append(str(json.loads(cup.stored[-1].raw)["data"].get("reason")))
        except Refused as refused:
            told.append(f"{refused.code} {sorted(refused.data.items())}")
        told.extend(bytes_of(cup, seat) for seat in ("j1", "j2", "j3"))

    for seat, mark in (("j3", "40"), ("j1", "80"), ("j2", "90"), ("j3", "55")):
        for entry in (1, 2):
            does(judge.submit_sheet, f"seat:{seat}", **cup.filled(seat, entry, mark, confirm=mark != "40"))
    for entry in (1, 2):
        does(chief.return_sheet, CHIEF, item=ITEM, code=cup.code(entry), part="practice", owner="j3", **REASON)
        does(judge.submit_sheet, "seat:j3", **cup.filled("j3", entry, "60", confirm=True))
        does(judge.submit_sheet, "seat:j3", **cup.filled("j3", entry, "61", confirm=True))
        where = {"item": ITEM, "code": cup.code(entry), "part": "practice", "version": 1}
        does(judge.confirm_sheet, "seat:j3", **where)
    does(chief.lock, CHIEF, item=ITEM, missing_digest="d" * 64)
    does(judge.submit_sheet, "seat:j3", **cup.filled("j3", 1, "62"))
    return told


@pytest.mark.parametrize("stand_in", [False, True])
@pytest.mark.parametrize("seat", ["j1", "j3"])
def test_no_byte_that_a_judge_sees_depends_on_a_recusal(seat, stand_in):
    plain, other = panel_of(), panel_of()
    recused(plain, seat, None)  # a line in its place, that changes nothing
    recused(other, seat, 1, stand_in=stand_in)
    assert answers(plain) == answers(other)
    assert value(plain) != value(other)


def test_a_stand_in_takes_no_place_that_another_judge_would_miss():
    """Colleagues and the recused judge get the answers they would get without a stand-in, whoever comes first."""
    plain, other = panel_of(), recused(panel_of(), "j3", stand_in=True).seat("j4").sheet("j4", 1, "100")
    told = [answers(cup) for cup in (plain, other)]
    kinds = [[each for each in one if not each.startswith("{")] for one in told]
    assert kinds[0] == kinds[1]


# --- shadows


def test_a_shadow_marks_like_the_others_and_never_counts_nor_is_waited_for():
    cup = panel_of()
    duties = [{"item": ITEM, "part": "practice", "entries": None}]
    cup.does(organizer.set_seat, ORGANIZER, seat="s1", judge="s1", duties=duties, shadow=True)
    cup.sheet("s1", 1, "10").sheet("j1", 1, "80").sheet("j2", 1, "90").sheet("j3", 1, "100")
    assert value(cup) == "90.00"
    assert missing(cup) == 3
    assert cup.entry(1).sheet("practice", "s1").marks == {"a": "10"}
    assert progress(cup.contest, cup.item())["uncounted"][f"{cup.code(1)}|practice|s1"] == "shadow"
    cup.sheet("s1", 2, "10")
    for k in (1, 2, 3):
        cup.sheet(f"j{k}", 2, "80")
    assert (value(cup, 2), missing(cup)) == ("80.00", 0)


def test_a_shadow_finds_its_place_behind_a_complete_panel():
    cup = panel_of()
    cup.sheet("j1", 1, "80").sheet("j2", 1, "90").sheet("j3", 1, "100")
    duties = [{"item": ITEM, "part": "practice", "entries": None}]
    cup.does(organizer.set_seat, ORGANIZER, seat="s1", judge="s1", duties=duties, shadow=True)
    cup.sheet("s1", 1, "10")
    assert (value(cup), cup.contest.aside) == ("90.00", {})


def test_a_seat_that_becomes_a_shadow_takes_its_sheets_out_and_back():
    cup = panel_of()
    cup.sheet("j1", 1, "80").sheet("j2", 1, "90").sheet("j3", 1, "100")
    duties = [{"item": ITEM, "part": "practice", "entries": None}]
    cup.does(organizer.set_seat, ORGANIZER, seat="j3", judge="j3", duties=duties, shadow=True)
    assert value(cup) is None
    cup.does(organizer.set_seat, ORGANIZER, seat="j3", judge="j3", duties=duties)
    assert value(cup) == "90.00"
    cup.lock("d" * 64)
    with pytest.raises(Refused) as caught:
        cup.does(organizer.set_seat, ORGANIZER, seat="j3", judge="j3", duties=duties, shadow=True)
    assert caught.value.code == "locked"


@pytest.mark.parametrize("stand_in", [False, True])
def test_a_recused_shadow_spares_no_sheet_and_makes_no_room_in_both_calculations(stand_in):
    cup = panel_of()
    duties = [{"item": ITEM, "part": "practice", "entries": None}]
    cup.does(organizer.set_seat, ORGANIZER, seat="s1", judge="s1", duties=duties, shadow=True)
    recused(cup, "s1", stand_in=stand_in)
    cup.sheet("j1", 1, "80").sheet("j2", 1, "90")
    told = item_result([each.raw for each in cup.stored], ITEM)["entries"][entry_id(ITEM, 1)]
    assert value(cup) is None
    assert told["missing"] == ["practice"]
    cup.sheet("j3", 1, "100")
    told = item_result([each.raw for each in cup.stored], ITEM)["entries"][entry_id(ITEM, 1)]
    assert (value(cup), told["parts"]["practice"]["value"]) == ("90.00", 90)
    cup.does(organizer.set_seat, ORGANIZER, seat="j4", judge="j4", duties=duties)
    cup.sheet("j4", 1, "10")
    assert [each.event.reason for each in cup.contest.aside.values()] == ["panel_full"]


def test_a_recused_shadow_makes_no_panel_smaller_for_the_next_recusal():
    """Two of three must be left, and are: the shadow was none of the three."""
    cup = panel_of(combine=GIVEN | {"least": 2})
    duties = [{"item": ITEM, "part": "practice", "entries": None}]
    cup.does(organizer.set_seat, ORGANIZER, seat="s1", judge="s1", duties=duties, shadow=True)
    recused(recused(cup, "s1"), "j3").sheet("j1", 1, "80").sheet("j2", 1, "90")
    assert value(cup) == "85.00"


def test_a_recused_seat_that_becomes_a_shadow_is_waited_for_no_more_than_before():
    """As a judge its recusal spares a sheet, as a shadow it spares none: two of three are whole, then not."""
    cup = recused(panel_of())
    cup.sheet("j1", 1, "80").sheet("j2", 1, "90")
    assert value(cup) == "85.00"
    duties = [{"item": ITEM, "part": "practice", "entries": None}]
    cup.does(organizer.set_seat, ORGANIZER, seat="j3", judge="j3", duties=duties, shadow=True)
    assert value(cup) is None
    cup.does(organizer.set_seat, ORGANIZER, seat="j3", judge="j3", duties=duties)
    assert value(cup) == "85.00"


def test_a_seat_is_made_a_shadow_and_lets_count_again_with_a_reason_before_it_has_marked():
    cup = panel_of()
    reason = {"seat": "j3", "reason_digest": "d"}
    before = cup.contest.seats["j3"]
    cup.does(organizer.set_shadow, ORGANIZER, **reason, shadow=True)
    assert cup.contest.seats["j3"].shadow
    assert (cup.contest.seats["j3"].duties, cup.contest.seats["j3"].since) == (before.duties, before.since)
    cup.does(organizer.set_shadow, ORGANIZER, **reason, shadow=False)
    cup.sheet("j1", 1, "80").sheet("j2", 1, "90").sheet("j3", 1, "100")
    assert value(cup) == "90.00"
    for refused, said in {
        "seat_has_marked": {"shadow": True},
        "counts_already": {"shadow": False},
        "reason_needed": {"shadow": True, "reason_digest": ""},
        "unknown_seat": {"shadow": True, "seat": "nobody"},
    }.items():
        with pytest.raises(Refused) as caught:
            cup.does(organizer.set_shadow, ORGANIZER, **reason | said)
        assert caught.value.code == refused


def test_nobody_of_a_team_is_made_a_shadow():
    cup = a_contest().with_item(a_book(judges=3, by="joint"))
    with pytest.raises(Refused) as caught:
        cup.does(organizer.set_shadow, ORGANIZER, seat="j1", shadow=True, reason_digest="d")
    assert caught.value.code == "shadow_joint"


def test_no_shadow_sits_in_a_team():
    cup = a_contest().with_item(a_book(judges=3, by="joint"))
    duties = [{"item": ITEM, "part": "practice", "entries": None}]
    with pytest.raises(Refused) as caught:
        cup.does(organizer.set_seat, ORGANIZER, seat="s1", judge="s1", duties=duties, shadow=True)
    assert caught.value.code == "shadow_joint"


def test_a_recusal_is_not_lifted_once_a_stand_in_has_marked():
    """Two sheets where one judge marks could not be read by any rule; the journal would be past reading."""
    cup = a_contest().with_item(a_plain_book(), entries=2).seat("j2").open()
    cup.sheet("j1", 1, "80").sheet("j1", 2, "70")
    both, first = [cup.code(1), cup.code(2)], [cup.code(1)]
    cup.does(recuse, item=ITEM, seat="j1", codes=both, stand_in=True, **REASON)
    cup.sheet("j2", 1, "60")
    for codes in ([], [cup.code(2)]):
        with pytest.raises(Refused) as refused:
            cup.does(recuse, item=ITEM, seat="j1", codes=codes, stand_in=True, **REASON)
        assert (refused.value.code, refused.value.data["codes"]) == ("stand_in_has_marked", first)
    cup.does(recuse, item=ITEM, seat="j1", codes=first, stand_in=True, **REASON)
    assert (value(cup, 1), value(cup, 2)) == ("60", "70")
