"""What time costs and brings: points late, points early, elimination."""

from __future__ import annotations

from .numbers import EXACT, ZERO, Points, add, multiply, subtract
from .rulebook_panels import TimeRate, TimeRule

SIXTY = Points(60)
ONE = Points(1)


def _over(rule: TimeRule, seconds: int) -> Points:
    """Seconds beyond the limit, which is in minutes; below 0 for who is early."""
    return subtract(Points(seconds), multiply(rule.limit, SIXTY))


def late_points(rule: TimeRule | None, seconds: int | None) -> Points:
    """Points lost: per started minute or by the rate (canteen cooking: 0.5 point a started minute), and by steps (set
    dishes: over 5 min 1 point), together at most cap (rules.md §1)."""
    if rule is None or seconds is None:
        return ZERO
    over = _over(rule, seconds)
    if over <= ZERO:
        return ZERO
    rate = rule.late or TimeRate(rule.per_started_minute)
    minutes = (step for step in reversed(rule.steps) if over > multiply(step.over, SIXTY))
    points = add(_by_rate(rate, over), next((step.points for step in minutes), ZERO))
    return points if rule.cap is None else min(points, rule.cap)


def early_points(rule: TimeRule | None, seconds: int | None) -> Points:
    """The bonus of who is done before the limit, at most its cap."""
    if rule is None or rule.early is None or seconds is None:
        return ZERO
    early = _over(rule, seconds).copy_negate()
    if early <= ZERO:
        return ZERO
    points = _by_rate(rule.early, early)
    return points if rule.early.cap is None else min(points, rule.early.cap)


def _by_rate(rate: TimeRate, seconds: Points) -> Points:
    whole, rest = EXACT.divmod(seconds, Points(rate.seconds))
    started = rest and rate.count == "started"
    return multiply(add(whole, ONE) if started else whole, rate.points)


def is_out(rule: TimeRule | None, seconds: int | None) -> bool:
    """More than out_over minutes late (canteen: 30), or out_from or more (set dishes: ≥ 20 min void, rules.md §1)."""
    if rule is None or seconds is None:
        return False
    if rule.out_over is not None:
        return _over(rule, seconds) > multiply(rule.out_over, SIXTY)
    return rule.out_from is not None and _over(rule, seconds) >= multiply(rule.out_from, SIXTY)
