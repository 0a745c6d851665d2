"""What rulebooks read of a person, as columns of a roster: which they are, how they are called, what a cell may say.

A cell is read for the rulebook of its row's item: `女` and `female` are one there, and a level of skill is its id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contest.scoring.attributes import LONGEST, STROKES, UNIT, reads
from contest.scoring.numbers import NotANumber, parse
from contest.scoring.rulebook_outcomes import Where
from contest.scoring.rulebook_types import Rulebook

from .heads import in_words
from .words import key, text_fault

BIRTH = "birth"
"""No attribute: a column from which the age on a stated day follows."""

NAMES: Mapping[str, tuple[str, ...]] = {
    "age": ("年龄", "周岁", "年龄（周岁）", "age"),
    BIRTH: ("出生日期", "出生年月日", "生日", "date of birth", "birth date", "birthday"),
    "sex": ("性别", "sex", "gender"),
    "level": (
        "现等级",
        "原等级",
        "现有等级",
        "现技能等级",
        "技能等级",
        "职业技能等级",
        "level",
        "present level",
        "skill level",
    ),
    "employee": ("职工", "是否职工", "在职职工", "employee"),
    "post": ("职务", "post", "position"),
    "promoted": ("最近晋升", "最近晋升年份", "上次晋升", "promoted", "last promoted"),
    STROKES: ("姓氏笔画", "姓名笔画", "笔画", "笔画数", "strokes"),
}
"""What columns may be called besides the attribute's own id; the first one stands in sentences."""

SAME = (("男", "male", "m"), ("女", "female", "f"), ("是", "yes", "y", "true", "√"), ("否", "no", "n", "false", "×"))
"""Words for one thing: of each row the rulebook's own is kept."""

NONE = ("无", "none", "-", "—", "/")
"""How people write that there is no level yet."""

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?", re.ASCII)
_STROKES = re.compile(r"\d{1,2}(?:[ 、,，/]+\d{1,2})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """An attribute that a rulebook reads. number: it is compared as a number · words: by their keys, the texts the
    rulebook knows · levels: names in both languages; it knows no other words than these (levels of skill)."""

    id: str
    number: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    levels: tuple[Mapping[str, str], ...] = ()


def attribute_words(id: str) -> dict[str, str]:
    """What an attribute is called in both languages; its id where nobody named it."""
    return in_words(NAMES.get(id, (id,)))


class Unfit(ValueError):
    """A cell that cannot be read. `code`: sentence `intake.<code>`."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code, self.data = code, data


def asked_of(rulebook: Rulebook) -> dict[str, Asked]:
    """The attributes that a roster of this item must state, by their ids; the unit is no such column."""
    conditions = list(_conditions(rulebook))
    numbers = {tie.attribute for tie in rulebook.ties} | {each.attribute for each in conditions if _counts(each)}
    found = {}
    for id in sorted(reads(rulebook) - {UNIT}):
        levels = rulebook.promotion.levels if rulebook.promotion and rulebook.promotion.attribute == id else ()
        words = {key(name): level.id for level in levels for name in (level.id, level.name.zh, level.name.en)}
        for text in (text for each in conditions if each.attribute == id for text in _texts(each)):
            words |= dict.fromkeys(_same(text), text)
        if levels:
            words |= dict.fromkeys(map(key, NONE), "")
        found[id] = Asked(id, id in numbers, words, tuple({"zh": each.name.zh, "en": each.name.en} for each in levels))
    return found


def _conditions(rulebook: Rulebook) -> Iterator[Where]:
    for award in rulebook.awards:
        yield from award.where
        for limit in award.limits:
            yield from limit.where
            yield from (Where(limit.attribute, equals=other.value) for other in limit.others)
    if rulebook.promotion is not None:
        yield from rulebook.promotion.where


def _counts(where: Where) -> bool:
    return not (where.least is None and where.most is None and where.below is None)


def _texts(where: Where) -> Iterable[str]:
    return [text for text in (where.equals, where.other_than, *where.one_of) if text]


def _same(text: str) -> set[str]:
    """The keys of this text and of the words that say the same."""
    return {key(text)}.union(*({*map(key, row)} for row in SAME if key(text) in map(key, row)))


def read_attribute(asked: Asked, text: str) -> str:
    """What a cell says, in the rulebook's words; "" for nothing. Raises Unfit."""
    code = text_fault(text, LONGEST)
    if code:
        raise Unfit(code)
    if asked.id == STROKES:
        return _strokes(text)
    if key(text) in asked.words:
        return asked.words[key(text)]
    if asked.levels and text:
        raise Unfit("unknown_value", text=text, known=list(asked.levels))
    if asked.number and text:
        _number(text)
    return text


def _number(text: str) -> None:
    try:
        parse(text)
    except NotANumber as refused:
        raise Unfit("attribute_not_a_number", text=text) from refused


def _strokes(text: str) -> str:
    """`8 7 8`, with whatever stands between the numbers."""
    if text and not _STROKES.fullmatch(text):
        raise Unfit("strokes_unread", text=text)
    return " ".join(re.findall(r"\d+", text))


def age_on(day: date | None, text: str) -> str:
    """The age in whole years (周岁) on a day: one is older from one's birthday on. Raises Unfit."""
    found = _DATE.fullmatch(text)
    try:
        born = date(*map(int, found.groups())) if found else None
    except ValueError:
        born = None
    if born is None:
        raise Unfit("birth_unread", text=text)
    if day is None:
        raise Unfit("no_day_for_ages")
    if born > day:
        raise Unfit("birth_after_day", text=text, day=day.isoformat())
    return str(day.year - born.year - ((day.month, day.day) < (born.month, born.day)))
