"""Whoever has the reasons can work the result out again: from the marks told to the total told, of random contests."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import pairwise

import pytest

from contest.reason_replies import Explanation as Told
from contest.reasons import chapters, told
from contest.scoring.explain import explain, plain
from contest.scoring.results import results
from tests.check.folded import folded
from tests.check.journals import Player
from tests.support.counts import FULL, count

NEAR = Fraction(1, 1_000_000)
"""Figures before their rounding are told to six digits."""


def of_sheet(sheet, rule):
    """The marks × their factors, by criterion × its factor: what a sheet adds up to where no factor is rounded."""
    worth = {mark.aspect: Fraction(mark.worth) for mark in sheet.marks if mark.worth is not None}
    told_of = {node.id: Fraction(node.worth) for node in sheet.criteria}
    return sum(
        told_of.get(criterion.id, sum(worth.get(aspect.id, Fraction(0)) for aspect in criterion.aspects))
        for criterion in rule.criteria
    )


def of_sheets(part, rule):
    """The sheets told, with those who stand in, less those dropped, made one."""
    given = sorted([Fraction(each.total) for each in part.sheets])
    given = sorted(given + [Fraction(each.points) for each in part.stand_ins for _ in range(each.count)])
    assert len(given) == part.kept.count
    left = given[part.kept.low : len(given) - part.kept.high]
    method = "mean" if any(gap.action == "mean_of_all" for gap in part.gaps) else rule.combine.method
    if method == "sum":
        return sum(left) * Fraction(rule.combine.factor)
    if method in ("median", "consensus"):
        middle = len(left) // 2
        return left[middle] if len(left) % 2 else (left[middle - 1] + left[middle]) / 2
    return sum(left) / len(left)


def of_nodes(part, rule):
    """Criteria added; of those that are not told the aspects."""
    told_of = {(node.of, node.id): Fraction(node.worth) for node in part.nodes}
    return sum(
        told_of.get(
            ("criterion", criterion.id),
            sum(told_of.get(("aspect", each.id), Fraction(0)) for each in criterion.aspects),
        )
        for criterion in rule.criteria
    )


def check_part(part, rule, book):
    """Each figure of a part from those before it."""
    first = part.stages[0]
    for sheet in part.sheets:
        added = sheet.total if sheet.given is None else sheet.given
        assert of_sheet(sheet, rule) == Fraction(added if sheet.unfixed is None else sheet.unfixed)
    if part.kept is not None:
        assert abs(of_sheets(part, rule) - Fraction(first.before)) <= NEAR
    if part.nodes:
        assert of_nodes(part, rule) == Fraction(first.before)
    if part.method == "place_points":
        earned = sum(Fraction(each.points) for sheet in part.sheets for each in sheet.places)
        assert abs(earned - Fraction(first.before)) <= NEAR
    if part.votes:
        weights = {channel.id: Fraction(channel.weight) for channel in rule.votes.channels}
        worth = sum(Fraction(each.worth) * weights[each.channel] / 100 for each in part.votes)
        assert abs(worth - Fraction(first.before)) <= NEAR
    assert all(before.after == after.before for before, after in pairwise(part.stages))
    taken = sum((Fraction(points) for _, points in part.penalties), Fraction(part.late))
    for stage in part.stages:
        if stage.stage == "deducted":
            assert taken == Fraction(stage.due if stage.due is not None else stage.before - stage.after)
        if stage.stage == "weighted":
            divisor = Fraction(rule.out_of) if book.weighting == "percent" else Fraction(1)
            digits = stage.rounding.digits if stage.rounding else 12
            share = Fraction(stage.before) * Fraction(rule.weight) / divisor
            assert abs(share - Fraction(stage.after)) < Fraction(1, 10**digits)


@pytest.mark.rules
def test_every_figure_follows_from_those_told_before_it_in_random_contests():
    seen = dict.fromkeys(("kept", "nodes", "votes", "stand_ins", "unfixed", "gaps", "ties"), 0)
    for seed in range(count(12, 500)):
        contest = folded(Player(seed).play())
        for item in contest.items.values():
            won = {(each.award_id, each.entry) for each in results(contest, item).awards}
            for entry in item.entries.values():
                found = explain(item, entry)
                for part in found.parts:
                    check_part(part, item.rulebook.part(part.part), item.rulebook)
                    seen["kept"] += part.kept is not None
                    seen["unfixed"] += any(stage.stage == "veto" for stage in part.stages)
                    for key in ("nodes", "votes", "stand_ins", "gaps"):
                        seen[key] += bool(getattr(part, key))
                seen["ties"] += bool(found.ties)
                if found.stages:
                    shares = sum(Fraction(part.stages[-1].after) for part in found.parts)
                    assert shares == Fraction(found.stages[0].before)
                    assert found.stages[-1].after == entry.score.total
                for award in found.awards:
                    if award.code != "given_by_jury":
                        assert (award.code == "won") == ((award.award, entry.id) in won)
                words = {"sentences": told(item, found, {}), "chapters": plain(chapters(item, found, {}))}
                assert all("{" not in said[lang] for said in words["sentences"] for lang in ("zh", "en"))
                assert Told().validate(json.loads(json.dumps(plain(found) | words))) == {}
    assert seen["kept"], "nothing was looked at"
    assert not FULL or all(seen.values()), seen
