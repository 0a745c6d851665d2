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


def voted_on(**more):
    """A part of two channels."""
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
    return part | {"votes": part["votes"] | more}


def counted(part, **votes):
    """Two entries; votes per channel, in the order of the entries, 60 of the first one's in the first channel void."""
    cup = a_contest().with_item(data(part, id=ITEM, sealed=False), entries=2).open()
    for channel, row in votes.items():
        rows = [{"entry": cup.entry(k).id, "votes": count} for k, count in enumerate(row, start=1)]
        cup.does(count_votes, ORGANIZER, item=ITEM, part="v", channel=channel, votes=rows)
    cup.of(1, void_votes, part="v", channel="app", votes=60, **REASON)
    return cup


def test_votes_are_told_channel_by_channel_with_what_they_are_worth():
    """100 less 60 void ones: 40 of 80 are worth 50; 7 of 21 are worth 33.33; 50 × 60 % + 33.33… × 40 % = 43.33."""
    cup = counted(voted_on(), app=(100, 80), web=(7, 21))
    assert said(cup)[1:6] == [
        "客户端：计 40 票（共 100 票，作废 60 票）。",
        "按全场最高的 80 票折算：40 ÷ 80 × 100，得 50.00 分，占 60 %。",
        "网站：7 票。",
        "按全场最高的 21 票折算：7 ÷ 21 × 100，得 33.333333 分，占 40 %。",
        "成绩 43.333333，取 43.33。",
    ]
    assert said(cup, "en")[2] == ("Measured by the most votes, 80: 40 ÷ 80 × 100 gives 50.00 points, which weigh 60 %.")


def test_votes_are_told_as_a_share_of_all_up_to_the_cap_or_by_their_place():
    """40 of 120 are worth 33.33, 30 of 60 are worth 50, capped at 40; by place: second 6, first 10."""
    share = said(counted(voted_on(scale="share", cap="40"), app=(100, 80), web=(30, 30)))
    assert share[2] == "按全场共 120 票折算：40 ÷ 120 × 100，得 33.333333 分，占 60 %。"
    assert share[4] == "按全场共 60 票折算：30 ÷ 60 × 100，到上限 40.00 分为止，占 40 %。"
    places = said(counted(voted_on(scale="places", points=["10", "6"]), app=(100, 80), web=(9, 8)))
    assert places[2] == "票数在全场排第 2，得 6.00 分，占 60 %。"
    assert places[4] == "票数在全场排第 1，得 10.00 分，占 40 %。"
    assert said(counted(voted_on(), app=(60, 0), web=(0, 0)))[2] == "全场都没有票，得 0 分，占 60 %。"


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
    assert said(cup)[3:6] == ["按到会人数计得票率：6 ÷ 10 × 100。", "得票超过 50 % 才当选，已当选。", "成绩 60.00。"]
    assert said(cup, "en")[4] == "Elected: it takes more than 50 %."
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
