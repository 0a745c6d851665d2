"""How judges agree: figures for people to look at. No figure of this file ever changes a score.

Exact fractions within; what comes out is rounded half-up to the digits asked for. Sources: rules.md §3; Kendall and
Babington Smith 1939 (W with its correction for ties); Shrout & Fleiss 1979 (ICC).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .events import EntryId, SeatId
from .numbers import Points, divide

Marks = Mapping[EntryId, Mapping[SeatId, Points]]
"""Entry → judge → what the judge's sheet came to."""
NORMAL = Fraction(6745, 10000)
"""0.6745 MAD is one standard deviation of normal marks' distance from their median."""


@dataclass(frozen=True, slots=True)
class Look:
    """One judge's mark of one entry beside the panel's. difference: from the mean of the other judges · robust_z:
    0.6745 (x − median) ÷ MAD; None where half the panel agree to the digit (MAD 0)."""

    entry: EntryId
    mark: Points
    difference: Decimal | None
    robust_z: Decimal | None


@dataclass(frozen=True, slots=True)
class JudgeLook:
    """One judge. difference: the mean of those of the entries · own_unit: how much better, against the other judges,
    the judge marked entries of its own unit than all others; None without one of each."""

    seat: SeatId
    looks: tuple[Look, ...]
    difference: Decimal | None
    own_unit: Decimal | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a panel agrees on entries that all of its judges marked; None where it cannot be told (fewer than two judges
    or entries, or no difference at all)."""

    entries: int
    judges: int
    kendall_w: Decimal | None
    icc: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Spread:
    """How marks are spread: how many, the least and the most, the quartiles and the mean."""

    count: int
    least: Decimal
    lower: Decimal | None
    median: Decimal | None
    upper: Decimal | None
    most: Decimal
    mean: Decimal | None


def rounded(value: Fraction | None, digits: int) -> Decimal | None:
    """Half-up to so many digits."""
    if value is None:
        return None
    return divide(Decimal(value.numerator), Decimal(value.denominator), digits, "half_up")


def looks(marks: Marks, own: Mapping[SeatId, Iterable[EntryId]] | None = None, digits: int = 2) -> list[JudgeLook]:
    """Every judge's marks beside the panel's, judges in order of their seats. `own`: entries of the judge's unit."""
    seats = sorted({seat for given in marks.values() for seat in given})
    return [_judge(marks, seat, frozenset((own or {}).get(seat, ())), digits) for seat in seats]


def _judge(marks: Marks, seat: SeatId, own: frozenset[EntryId], digits: int) -> JudgeLook:
    found, differences = [], {}
    for entry, given in marks.items():
        if seat not in given:
            continue
        difference = leave_one_out(given, seat)
        if difference is not None:
            differences[entry] = difference
        z = robust_z([Fraction(mark) for mark in given.values()], Fraction(given[seat]))
        found.append(Look(entry, given[seat], rounded(difference, digits), rounded(z, digits)))
    ours = [value for entry, value in differences.items() if entry in own]
    others = [value for entry, value in differences.items() if entry not in own]
    apart = _mean(ours) - _mean(others) if ours and others else None
    whole = _mean(list(differences.values())) if differences else None
    return JudgeLook(seat, tuple(found), rounded(whole, digits), rounded(apart, digits))


def leave_one_out(given: Mapping[SeatId, Points], seat: SeatId) -> Fraction | None:
    """A judge's mark less the mean of the other judges'; None without others."""
    others = [Fraction(mark) for judge, mark in given.items() if judge != seat]
    return Fraction(given[seat]) - _mean(others) if others else None


def robust_z(marks: Sequence[Fraction], mark: Fraction) -> Fraction | None:
    """0.6745 (x − median) ÷ MAD, which one wild mark cannot hide behind (rules.md §3)."""
    middle = median(marks)
    spread = median([abs(each - middle) for each in marks])
    return NORMAL * (mark - middle) / spread if spread else None


def median(values: Sequence[Fraction]) -> Fraction:
    """The middle one, or the mean of the two in the middle."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def spread(marks: Iterable[Points], digits: int = 2) -> Spread | None:
    """How these marks are spread; None without any. Quartiles lie between two marks in proportion, as QUARTILE.INC of
    Excel and WPS has them (Hyndman & Fan 1996, definition 7)."""
    found = sorted(marks)
    if not found:
        return None
    ordered = [Fraction(mark) for mark in found]
    lower, middle, upper = (rounded(_quantile(ordered, Fraction(k, 4)), digits) for k in (1, 2, 3))
    return Spread(len(found), found[0], lower, middle, upper, found[-1], rounded(_mean(ordered), digits))


def _quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    at = share * (len(ordered) - 1)
    below = at.numerator // at.denominator
    step = ordered[min(below + 1, len(ordered) - 1)] - ordered[below]
    return ordered[below] + (at - below) * step


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def agreement(marks: Marks, digits: int = 4) -> Agreement:
    """Kendall's W and the six ICC over the entries that every judge marked."""
    seats = sorted({seat for given in marks.values() for seat in given})
    table = [[Fraction(given[seat]) for seat in seats] for given in marks.values() if len(given) == len(seats)]
    told = len(table) > 1 and len(seats) > 1
    coefficients = icc(table) if told else dict.fromkeys(_ICC)
    w = kendall_w(table) if told else None
    figures = {name: rounded(value, digits) for name, value in coefficients.items()}
    return Agreement(len(table), len(seats), rounded(w, digits), figures)


def kendall_w(table: Sequence[Sequence[Fraction]]) -> Fraction | None:
    """12 S ÷ (m² (n³ − n) − m Σ T) for n rows (entries) and m columns (judges); T = Σ (t³ − t) over a judge's groups
    of t equal marks, which share the mean of their ranks. None where every judge marked all alike."""
    n, m = len(table), len(table[0])
    columns = [_ranks([row[j] for row in table]) for j in range(m)]
    sums = [sum((column[i] for column in columns), Fraction(0)) for i in range(n)]
    mean = _mean(sums)
    s = sum(((each - mean) ** 2 for each in sums), Fraction(0))
    ties = sum(t**3 - t for column in columns for t in Counter(column).values())
    below = m * m * (n**3 - n) - m * ties
    return 12 * s / below if below else None


def _ranks(values: Sequence[Fraction]) -> list[Fraction]:
    """Ranks from 1 up; equal values share the mean of theirs."""
    ordered = sorted(values)
    return [Fraction(2 * ordered.index(value) + ordered.count(value) + 1, 2) for value in values]


_ICC = ("icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k")


def icc(table: Sequence[Sequence[Fraction]]) -> dict[str, Fraction | None]:
    """The six coefficients of Shrout & Fleiss 1979 for n rows (entries) and k columns (judges): 1 each entry its own
    judges, 2 judges drawn at random, 3 these judges only; single, or k: the mean of all."""
    n, k = len(table), len(table[0])
    whole = _mean([value for row in table for value in row])
    between = k * sum(((_mean(row) - whole) ** 2 for row in table), Fraction(0))
    judges = n * sum(((_mean([row[j] for row in table]) - whole) ** 2 for j in range(k)), Fraction(0))
    total = sum(((value - whole) ** 2 for row in table for value in row), Fraction(0))
    bms, wms = between / (n - 1), (total - between) / (n * (k - 1))
    jms, ems = judges / (k - 1), (total - between - judges) / ((n - 1) * (k - 1))
    return {
        "icc1": _over(bms - wms, bms + (k - 1) * wms),
        "icc2": _over(bms - ems, bms + (k - 1) * ems + k * (jms - ems) / n),
        "icc3": _over(bms - ems, bms + (k - 1) * ems),
        "icc1k": _over(bms - wms, bms),
        "icc2k": _over(bms - ems, bms + (jms - ems) / n),
        "icc3k": _over(bms - ems, bms),
    }


def _over(above: Fraction, below: Fraction) -> Fraction | None:
    return above / below if below else None
