"""What an export shows: plain values, already decided. Every score is an exact decimal; names are None while sealed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from contest.scoring.numbers import Points
from contest.scoring.refused import Refused
from contest.scoring.rulebook_types import Text

Lang = Literal["zh", "en"]
Dropped = Literal["low", "high"] | None
MarkValue = Decimal | bool | tuple[Decimal, ...]
"""points, judgement and faults: a number · check: yes or no · measured: the readings."""


@dataclass(frozen=True, slots=True)
class Version:
    """The state of the journal that is shown: last line's number and the chain hash there (hex)."""

    seq: int
    digest: str

    @property
    def short(self) -> str:
        """`#128 · 3fa2b1c07d9e`: what fits on a paper and still tells two versions apart."""
        return f"#{self.seq} · {self.digest[:12]}"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed the result, and when (ISO, local time of the contest)."""

    by: str
    at: str


@dataclass(frozen=True, slots=True)
class ExcuseView:
    """Who closed or signed although `what` (sheets, scores, check) was missing, and why ("" where that was erased)."""

    what: str
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class SeatView:
    """A judge's place as a column: `name` in full, `judge` the person where that may be shown."""

    id: str
    name: Text
    judge: str | None = None


@dataclass(frozen=True, slots=True)
class PartView:
    """A part as columns. seats: those with a column each (panel by `all`); empty where an entry has one sheet."""

    id: str
    name: Text
    weight: Decimal | None = None
    out_of: Points | None = None
    seats: tuple[SeatView, ...] = ()
    known_by_name: bool = False


@dataclass(frozen=True, slots=True)
class JudgeTotal:
    """One judge's total for one entry, and whether it was dropped as the lowest or the highest."""

    total: Points
    dropped: Dropped = None


@dataclass(frozen=True, slots=True)
class PartCell:
    """One entry's part: score after deductions, what those took, its share of the total, judges by seat id."""

    score: Points | None
    deducted: Points = Decimal(0)
    weighted: Points | None = None
    judges: Mapping[str, JudgeTotal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deduction:
    """A penalty and the points it took: from the total, or from a part, whose score already lacks them."""

    name: Text
    points: Points
    part: str | None = None


@dataclass(frozen=True, slots=True)
class RowView:
    """One entry's line, in the order of the ranking. status: present, guest, absent, withdrawn, disqualified,
    eliminated, void · scaled: the figure beside the total, where the rulebook has a scale ·
    money: of all its awards together."""

    rank: int | None
    code: str
    total: Points | None
    tied: bool = False
    number: str | None = None
    name: str | None = None
    unit: str | None = None
    parts: Mapping[str, PartCell] = field(default_factory=dict)
    deductions: tuple[Deduction, ...] = ()
    status: str = "present"
    award: Text | None = None
    scaled: Points | None = None
    money: Decimal | None = None
    promotion: PromotionView | None = None

    @property
    def counted(self) -> Points | None:
        """The total where it counts or is shown out of competition: who left the ranking has none on paper."""
        return self.total if self.status in ("present", "guest") else None


@dataclass(frozen=True, slots=True)
class MarkView:
    """One value on a sheet, what it may be at most, and the points it came to. before: what stood there when the judges
    lay too far apart and had to mark again."""

    criterion: Text
    aspect: Text
    max: Points
    value: MarkValue
    score: Points
    unit: str | None = None
    before: tuple[MarkValue, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetView:
    """One seat's sheet of one part of one entry. uncounted: why it never counts, where that may be told."""

    code: str
    part: Text
    seat: Text
    marks: tuple[MarkView, ...]
    total: Points
    note: str = ""
    confirmed: bool = True
    uncounted: Literal["", "recused", "shadow"] = ""


@dataclass(frozen=True, slots=True)
class WinnerView:
    """Who receives an award, and for which place; rank None in a list without places."""

    rank: int | None
    code: str
    total: Points
    name: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class AwardView:
    """A level of prizes and those who receive it. empty: prizes that nobody receives (空缺)."""

    name: Text
    winners: tuple[WinnerView, ...]
    money: Decimal | None = None
    empty: int = 0

    @property
    def told(self) -> bool:
        """Whether there is anything to tell of it."""
        return bool(self.winners or self.empty)


@dataclass(frozen=True, slots=True)
class PromotionView:
    """Who steps up a level of skill. before: the level held, None for none · parts: their scores by part id."""

    who: WinnerView
    to: Text
    before: Text | None = None
    parts: Mapping[str, Points] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JudgeView:
    """One judge's sheets of a part: how many, the lowest and highest, and the mean distance from the other judges."""

    part: Text
    seat: Text
    sheets: int
    lowest: Points | None
    highest: Points | None
    difference: Decimal | None


@dataclass(frozen=True, slots=True)
class AgreementView:
    """How the panel of a part agrees, over the entries that all of its judges marked."""

    part: Text
    judges: int
    entries: int
    kendall_w: Decimal | None
    icc: Mapping[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item's result. signed is None while it is not; names in the rows are None while it is sealed. judges,
    agreement: only where they were asked for."""

    id: str
    name: Text
    parts: tuple[PartView, ...]
    rows: tuple[RowView, ...]
    version: Version
    signed: Signature | None = None
    voided: int = 0
    """The line of a signature that holds no more, while nobody has signed anew."""
    excused: tuple[ExcuseView, ...] = ()
    by_hand: bool = False
    """Codes (or the numbers before them) were drawn from a box: there is no seed that would prove it."""
    sealed: bool = False
    sheets: tuple[SheetView, ...] = ()
    awards: tuple[AwardView, ...] = ()
    promotions: tuple[PromotionView, ...] = ()
    judges: tuple[JudgeView, ...] = ()
    agreement: tuple[AgreementView, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit's line in the unit table. counted: (item id, who: name or code, points), in any order."""

    rank: int | None
    unit: str
    total: Points
    tied: bool = False
    counted: tuple[tuple[str, str, Points], ...] = ()


@dataclass(frozen=True, slots=True)
class HonourView:
    """An honour of units, the rows of those who receive it, and how often nobody does."""

    name: Text
    units: tuple[UnitRow, ...]
    money: Decimal | None = None
    empty: int = 0


@dataclass(frozen=True, slots=True)
class ResultView:
    """A contest's result, one item or several. draft: asked for before everything is signed."""

    contest: Text
    items: tuple[ItemView, ...]
    version: Version
    draft: bool = False
    date: str = ""
    venue: Text | None = None
    organizer: Text | None = None
    units_name: Text | None = None
    units: tuple[UnitRow, ...] = ()
    honours: tuple[HonourView, ...] = ()
    rehearsal: bool = False
    roles_shared: str = ""
    """Since when one person may hold several roles in the contest, or might once; "" for never."""


def refuse_unfinished(view: ResultView) -> None:
    """A result leaves signed, or as a draft that says so (design, decision 8). Raises Refused `export_unsigned`."""
    open_items = [item.name for item in view.items if item.signed is None or item.sealed]
    if open_items and not view.draft:
        raise Refused("export_unsigned", items=listed(open_items))


def listed(names: Iterable[Text]) -> dict[str, str]:
    """Names one after the other, in each language."""
    kept = list(names)
    return {"zh": "、".join(name.zh for name in kept), "en": ", ".join(name.en for name in kept)}


def states(view: ResultView) -> list[str]:
    """What must be said of a result wherever it goes: `draft` or `signed`, and `rehearsal`; of a file without items,
    such as the journal, only the last."""
    signed = ["draft" if view.draft else "signed"] if view.items else []
    return signed + (["rehearsal"] if view.rehearsal else [])


def file_name(view: ResultView, lang: Lang, ending: str, what: str = "results") -> str:
    """`砌筑-成绩-128-3fa2b1c0.xlsx`, a draft's with 草稿-DRAFT in front. No name of a person is ever in it."""
    about = view.items[0].name if len(view.items) == 1 else view.contest
    marks = ["草稿-DRAFT"] if view.draft else []
    parts = [*marks, _plain(getattr(about, lang)), FILES[lang][what], str(view.version.seq), view.version.digest[:8]]
    return f"{'-'.join(parts)}.{ending}"


FILES: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "workbook": "成绩工作簿",
        "results": "成绩",
        "sheets": "评分表",
        "awards": "获奖名单",
        "statistics": "统计",
        "journal": "日志",
    },
    "en": {"workbook": "results-workbook"}
    | {name: name for name in ("results", "sheets", "awards", "statistics", "journal")},
}
"""What a file is called by what it holds."""


def _plain(text: str) -> str:
    """Letters, figures and ideographs only: no separator, no quote, no dot that a file system could read."""
    kept = "".join(sign if sign.isalnum() else "-" for sign in text)
    return "-".join(filter(None, kept.split("-")))[:40]
