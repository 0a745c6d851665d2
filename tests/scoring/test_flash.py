"""Flash mode: nobody sees a mark before all are ready; who lies too far apart marks again; both calculations agree."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from contest.check import item_result
from contest.scoring import office
from contest.scoring.alarms import alarms
from contest.scoring.desk import desk
from contest.scoring.explain import explain
from contest.scoring.verbs import chief, judge, organizer
from contest.scoring.verbs.recusal import recuse
from contest.scoring.verbs.spread import settle_spread
from tests.scoring.builders import TWO, aspect, criterion, data, judged
from tests.support.histories import ITEM, ORGANIZER, History, a_contest, refused

REASON = {"reason_digest": "d"}
APART = {"of": "judgement", "apart": "1", "action": "again"}


def a_book(**spread: Any) -> dict[str, Any]:
    """Two judgements of three judges, 3 points each: who gives 0 to 3 gives as many points."""
    marks = criterion("look", aspect("judgement", "face", max="3"), aspect("judgement", "joints", max="3"))
    combine = {"method": "mean", "level": "aspect", "spread": APART | spread}
    part = judged("practice", marks, judges=3, weight="1", view="flash", combine=combine)
    return data(part, id=ITEM, sealed=True, weighting="sum")


def marking(entries: int = 1, **spread: Any) -> History:
    return a_contest().with_item(a_book(**spread), entries=entries).open()


def given(face: str, joints: str = "2") -> dict[str, str]:
    return {"face": face, "joints": joints}


def apart(cup: History) -> History:
    """3, 1 and 2 for the face, where 1 apart is allowed."""
    return cup.sheet("j1", 1, given("3")).sheet("j2", 1, given("1")).sheet("j3", 1, given("2"))


def total(cup: History) -> str | None:
    """What the house says; the second calculation and the journal read anew say the same."""
    told = cup.total(1)
    found = item_result([each.raw for each in cup.stored], ITEM)["entries"][str(cup.entry(1).id)]
    assert ("practice" in found["parts"]) == (told is not None)
    assert told is None or found["total"] == Fraction(told)
    again = cup.refold().items[cup.item().id].entries[cup.entry(1).id]
    assert (again.score, again.remarked) == (cup.entry(1).score, cup.entry(1).remarked)
    return told


def seen(cup: History, seat: str = "j1") -> dict[str, Any]:
    """What a seat sees of the others' marks of entry 1."""
    (flash,) = desk(cup.contest, cup.contest.seats[seat])["flash"]
    return dict(flash)


def test_until_all_are_ready_the_desks_show_who_is_and_no_mark():
    cup = marking().sheet("j1", 1, given("2")).sheet("j2", 1, given("3"))
    for seat in ("j1", "j2", "j3"):
        flash = seen(cup, seat)
        assert (flash["ready"], flash["of"], flash["shown"], flash["rounds"]) == (["j1", "j2"], 3, None, [])


def test_once_all_are_ready_every_mark_shows_on_every_desk():
    cup = marking().sheet("j1", 1, given("2")).sheet("j2", 1, given("3")).sheet("j3", 1, given("3", "1"))
    shown = {"j1": given("2"), "j2": given("3"), "j3": given("3", "1")}
    assert [seen(cup, seat)["shown"] for seat in shown] == [shown] * 3
    assert total(cup) == "4.34"


def test_a_sheet_that_is_in_and_not_confirmed_makes_nobody_ready():
    cup = marking().sheet("j1", 1, given("2"), confirm=False)
    assert seen(cup)["ready"] == []
    assert seen(cup.confirm("j1", 1))["ready"] == ["j1"]


def test_judges_too_far_apart_are_called_to_mark_again_and_what_they_gave_is_kept():
    cup = apart(marking())
    assert total(cup) is None
    (one,) = seen(cup)["rounds"]
    assert one["marks"] == {"j1": given("3"), "j2": given("1"), "j3": given("2")}
    assert (one["again"], one["apart"]) == (["face"], [{"place": "face", "found": "2", "allowed": "1"}])
    assert (seen(cup)["ready"], seen(cup)["shown"], seen(cup)["open"]) == ([], None, True)
    assert [sheet["again"] for sheet in desk(cup.contest, cup.contest.seats["j2"])["sheets"]] == [["face"]]


def test_the_second_marks_count_and_they_too_are_unseen_until_all_are_ready():
    cup = apart(marking()).sheet("j1", 1, given("2")).sheet("j2", 1, given("1"))
    assert (seen(cup, "j3")["ready"], seen(cup, "j3")["shown"], total(cup)) == (["j1", "j2"], None, None)
    cup.sheet("j3", 1, given("2"))
    assert total(cup) == "3.67"
    assert (len(seen(cup)["rounds"]), seen(cup)["open"]) == (1, False)


def test_a_third_round_follows_a_second_that_is_no_closer():
    cup = apart(apart(marking()))
    assert len(seen(cup)["rounds"]) == 2
    assert total(apart(cup)) is None


def test_after_as_many_rounds_as_the_rulebook_allows_marks_count_as_they_are():
    """3, 1 and 2 twice over: their mean 2, and 2 for the joints."""
    cup = apart(apart(marking(rounds=1)))
    assert total(cup) == "4.00"
    assert [gap["place"] for gap in seen(cup)["apart"]] == ["face"]
    assert [gap["found"] for gap in office.apart(cup.item())] == ["2"]


def test_the_chief_lets_marks_count_that_were_to_be_given_again():
    cup = apart(marking())
    cup.of(1, settle_spread, part="practice", **REASON)
    assert total(cup) == "4.00"
    assert (seen(cup)["shown"], seen(cup)["settled"], seen(cup)["open"]) == (
        seen(cup)["rounds"][0]["marks"],
        True,
        False,
    )
    with refused("nothing_apart"):
        cup.of(1, settle_spread, part="practice", **REASON)


def test_who_had_marked_again_already_counts_with_the_new_mark_when_the_chief_settles():
    """2, and the 1 and 2 of the round before: 1.67, and 2 for the joints."""
    cup = apart(marking()).sheet("j1", 1, given("2"))
    cup.of(1, settle_spread, part="practice", **REASON)
    assert total(cup) == "3.67"


def test_what_the_chief_settled_holds_for_those_marks_only():
    cup = apart(marking())
    cup.of(1, settle_spread, part="practice", **REASON)
    cup.of(1, chief.return_sheet, part="practice", owner="j1", **REASON)
    assert total(cup) is None
    cup.sheet("j1", 1, given("3"))
    assert (total(cup), len(seen(cup)["rounds"])) == (None, 2)


def test_what_the_chief_settled_counts_where_judges_are_made_alike_too():
    """Means of 63.5 and 66.8333, 65.1667 together: 61 and 81 become 62.67 and 79.33, with 71 in the mean. The second
    judge's 80 is another mark, and not settled."""
    gate = {"method": "mean", "spread": {"apart": "5", "action": "again"}}
    alike = {"method": "mean_shift", "assigned": "random", "least": 5, "rounding": TWO}
    book = data(judged("practice", judges=2, combine=gate, adjust=alike), id=ITEM)
    cup = a_contest().with_item(book, entries=6).open()
    for number in range(1, 7):
        cup.sheet("j1", number, f"{60 + number}").sheet("j2", number, "81" if number == 1 else f"{60 + number}")
    assert (total(cup), cup.total(2)) == (None, "62.00")
    cup.of(1, settle_spread, part="practice", **REASON)
    assert (total(cup), cup.total(2)) == ("71.00", "62.00")
    cup.of(1, chief.return_sheet, part="practice", owner="j2", **REASON)
    assert total(cup.sheet("j2", 1, "80")) is None


def test_nothing_is_settled_where_nobody_lies_apart_or_somebody_is_missing():
    cup = marking().sheet("j1", 1, given("3")).sheet("j2", 1, given("1"))
    with refused("nothing_apart"):
        cup.of(1, settle_spread, part="practice", **REASON)


def test_marks_must_agree_where_the_rulebook_wants_agreement_whatever_the_chief_says():
    scheme = criterion("c", aspect("check", "a", max="10"))
    book = data(
        judged("practice", scheme, judges=2, weight="1", view="flash", combine={"method": "consensus"}),
        id=ITEM,
        weighting="sum",
    )
    cup = a_contest().with_item(book, entries=1).open().sheet("j1", 1, True).sheet("j2", 1, False)
    assert len(seen(cup)["rounds"]) == 1
    with refused("settle_consensus"):
        cup.of(1, settle_spread, part="practice", **REASON)
    assert cup.sheet("j1", 1, True).sheet("j2", 1, True).total(1) == "10.00"


def test_judges_who_must_agree_mark_again_as_a_whole_though_only_one_judgement_lies_apart():
    """0 and 2 for the face and 2 for the joints are 2 and 4 together: not the same. 1 + 3, 3 + 1 and 2 + 2 are; 1 and 3
    for the face are told and hold nothing up."""
    book = a_book(action="flag")
    book["parts"][0]["combine"] |= {"method": "consensus", "level": "sheet"}
    cup = a_contest().with_item(book, entries=1).open()
    cup.sheet("j1", 1, given("0")).sheet("j2", 1, given("2")).sheet("j3", 1, given("2"))
    (one,) = seen(cup)["rounds"]
    assert (one["again"], [gap["place"] for gap in one["apart"]]) == (["face", "joints"], ["", "face"])
    cup.sheet("j1", 1, given("1", "3")).sheet("j2", 1, given("3", "1")).sheet("j3", 1, given("2"))
    assert (len(seen(cup)["rounds"]), total(cup)) == (1, "4.00")


def test_who_marks_again_changes_only_what_lay_too_far_apart():
    cup = apart(marking())
    with refused("only_apart", entry_code=cup.code(1)):
        cup.sheet("j2", 1, given("2", "3"))
    cup.of(1, chief.return_sheet, part="practice", owner="j2", **REASON)
    assert cup.sheet("j2", 1, given("2", "3")).entry(1).sheet("practice", "j2").marks == given("2", "3")


def test_the_old_marks_are_given_again_and_not_just_confirmed():
    cup = apart(marking())
    with refused("mark_again", entry_code=cup.code(1)):
        cup.confirm("j1", 1)
    assert seen(cup.sheet("j1", 1, given("3")))["ready"] == ["j1"]


def test_a_confirmation_or_an_adoption_that_makes_the_panel_complete_calls_again_too():
    cup = marking().sheet("j1", 1, given("3")).sheet("j2", 1, given("1")).sheet("j3", 1, given("2"), confirm=False)
    assert len(seen(cup.confirm("j3", 1))["rounds"]) == 1
    cup.sheet("j1", 1, given("3")).sheet("j2", 1, given("1"))
    cup.does(judge.submit_sheet, "seat:j3", **cup.filled("j3", 1, given("3"), base=1, confirm=True))
    aside = cup.contest.seq
    cup.does(chief.adopt_sheet, aside=aside, **REASON)
    assert len(seen(cup)["rounds"]) == 2
    assert total(cup) is None


def test_the_recused_is_waited_for_and_shown_like_any_other_and_counts_for_nothing():
    cup = marking()
    cup.does(recuse, item=ITEM, seat="j3", codes=[cup.code(1)], **REASON, stand_in=True)
    cup.seat("j4").sheet("j1", 1, given("2")).sheet("j2", 1, given("2")).sheet("j4", 1, given("2"))
    assert (seen(cup)["shown"], seen(cup)["of"], total(cup)) == (None, 4, "4.00")
    cup.sheet("j3", 1, given("1"))
    assert (sorted(seen(cup)["shown"]), total(cup)) == (["j1", "j2", "j3", "j4"], "4.00")


def test_a_trainee_sees_the_marks_and_neither_makes_the_panel_complete_nor_calls_anybody_again():
    cup = marking()
    duties = [{"item": ITEM, "part": "practice", "entries": None}]
    cup.does(organizer.set_seat, ORGANIZER, seat="s1", judge="s1", duties=duties, shadow=True)
    cup.sheet("j1", 1, given("2")).sheet("s1", 1, given("0")).sheet("j2", 1, given("2"))
    assert (seen(cup, "s1")["ready"], seen(cup, "s1")["shown"]) == (["j1", "j2"], None)
    cup.sheet("j3", 1, given("2"))
    assert (sorted(seen(cup, "s1")["shown"]), total(cup)) == (["j1", "j2", "j3"], "4.00")


@pytest.mark.parametrize("action", ["flag", "mean_of_all"])
def test_without_the_word_again_nobody_marks_again(action):
    combine = {"method": "trimmed_mean", "spread": {"apart": "5", "action": action}}
    book = data(judged("practice", judges=3, weight="1", view="flash", combine=combine), id=ITEM, weighting="sum")
    cup = a_contest().with_item(book, entries=1).open()
    cup.sheet("j1", 1, "80").sheet("j2", 1, "84").sheet("j3", 1, "96")
    assert (seen(cup)["rounds"], cup.total(1) is not None) == ([], True)


def test_where_whole_sheets_lie_apart_whole_sheets_are_marked_again():
    combine = {"method": "mean", "spread": {"apart": "1", "action": "again"}}
    scheme = criterion("c", aspect("points", "a", max="5", step="1"), aspect("points", "b", max="5", step="1"))
    book = data(
        judged("practice", scheme, judges=2, weight="1", view="flash", combine=combine), id=ITEM, weighting="sum"
    )
    cup = a_contest().with_item(book, entries=1).open().sheet("j1", 1, {"a": "5", "b": "5"}).sheet("j2", 1, "2")
    assert seen(cup)["rounds"][0]["again"] == ["a", "b"]
    assert cup.sheet("j1", 1, "3").sheet("j2", 1, "3").total(1) == "6.00"


# --- what the office is told


def held(cup: History) -> list[tuple[int, int, int]]:
    return [(each["rounds"], each["ready"], each["of"]) for each in alarms(cup.item()) if each["kind"] == "held"]


def test_the_office_sees_the_round_and_how_many_are_ready_and_no_mark():
    cup = apart(marking())
    assert held(cup) == [(1, 0, 3)]
    assert office.progress(cup.contest, cup.item())["cells"][f"{cup.code(1)}|practice|j1"] == "returned"
    cup.sheet("j1", 1, given("2"))
    assert held(cup) == [(1, 1, 3)]
    cup.sheet("j2", 1, given("2")).sheet("j3", 1, given("2"))
    assert held(cup) == []


def test_where_the_chief_sends_sheets_back_a_spread_is_held_in_no_round():
    book = a_book()
    book["parts"][0]["view"] = "sheet"
    cup = apart(a_contest().with_item(book, entries=1).open())
    assert (held(cup), total(cup)) == ([(0, 3, 3)], None)
    cup.of(1, settle_spread, part="practice", **REASON)
    assert (held(cup), total(cup)) == ([], "4.00")


def test_the_reasons_of_a_score_tell_the_rounds_and_whether_marks_count_far_apart():
    cup = apart(marking()).sheet("j1", 1, given("2")).sheet("j2", 1, given("2")).sheet("j3", 1, given("2"))
    (part,) = explain(cup.item(), cup.entry(1)).parts
    assert [(each.aspect, each.round, each.given) for each in part.rounds] == [("face", 1, ("3", "1", "2"))]
    assert not part.apart
    cup = apart(apart(marking(rounds=1)))
    (part,) = explain(cup.item(), cup.entry(1)).parts
    assert (len(part.rounds), part.apart) == (1, True)
