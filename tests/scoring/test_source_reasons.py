"""Why a part that no judge marks came to what it is."""

from __future__ import annotations

import json

from contest.reasons import told
from contest.scoring.explain import explain, plain
from contest.scoring.verbs.votes import count_votes, hold_ballot, void_votes
from tests.scoring.builders import TWO, data, imported, name
from tests.support.histories import ITEM, ORGANIZER, a_contest

REASON = {"reason_digest": "d" * 64}


def said(cup, lang="zh"):
    found = explain(cup.item(), cup.entry(1))
    assert json.loads(json.dumps(plain(found)))
    return [each[lang] for each in told(cup.item(), found, {})]


def test_votes_are_told_channel_by_channel_with_those_that_are_void():
    channels = [
        {"id": "app", "name": name("客户端"), "weight": "60"},
        {"id": "web", "name": name("网站"), "weight": "40"},
    ]
    part = {
        "id": "v",
        "name": name(),
        "source": "votes",
        "out_of": "100",
        "weight": "100",
        "votes": {"channels": channels},
    }
    cup = a_contest().with_item(data(part, id=ITEM, sealed=False), entries=1).open()
    for channel, votes in (("app", 100), ("web", 7)):
        rows = [{"entry": cup.entry(1).id, "votes": votes}]
        cup.does(count_votes, ORGANIZER, item=ITEM, part="v", channel=channel, votes=rows)
    cup.of(1, void_votes, part="v", channel="app", votes=60, **REASON)
    assert said(cup)[1:3] == ["客户端：计 40 票（共 100 票，作废 60 票）。", "网站：7 票。"]


def test_every_ballot_is_told_the_run_off_too():
    ballot = {"kind": "each", "members": 11, "passes": "50"}
    part = {"id": "jury", "name": name(), "source": "ballot", "out_of": "100", "weight": "100", "ballot": ballot}
    cup = a_contest().with_item(data(part, id=ITEM, sealed=False), entries=1).open()
    papers = {"present": 10, "issued": 10, "returned": 10, "valid": 10}
    for yes, no, none in ((5, 4, 1), (6, 4, 0)):
        rows = [{"entry": cup.entry(1).id, "for": yes, "against": no, "abstain": none}]
        cup.does(hold_ballot, item=ITEM, part="jury", **papers, votes=rows)
    assert said(cup)[1:3] == [
        "第 1 轮票决：到会 10 人，有效票 10 张，赞成 5，反对 4，弃权 1。",
        "第 2 轮票决：到会 10 人，有效票 10 张，赞成 6，反对 4，弃权 0。",
    ]
    assert said(cup, "en")[1] == "Ballot 1: 10 present, 10 valid papers; 5 for, 4 against, 1 abstaining."


def test_a_formula_is_told_with_what_it_reads():
    """27 × 3 = 81."""
    parts = [imported("jump", "0") | {"name": name("跳跃")}, imported("hard", "0") | {"name": name("难度")}]
    derived = {"id": "r", "name": name(), "source": "derived", "weight": "1", "formula": "jump × hard"}
    book = data(*parts, derived, id=ITEM, sealed=False, weighting="sum", rounding={"total": TWO})
    cup = a_contest().with_item(book, entries=1)
    cup.scores("27", part="jump").scores("3", part="hard")
    assert "公式 jump × hard，其中 跳跃（jump）27、难度（hard）3。" in said(cup)
    assert not any("还缺" in each for each in said(cup))
