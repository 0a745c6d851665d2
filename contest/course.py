"""The way an item goes, from the registration to the archive, and the words of the contest on it: what a preset says,
or what follows from the nature of the rulebook; how far an item has come on it, from the fold and what is counted
beside it.

May not be in here: taking a step (verbs), reading tables (people), or anything that changes a rank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from .locale import both
from .scoring.course import Missing, carried, missing
from .scoring.item import Item
from .scoring.rulebook import Rulebook

JUDGES = ("judge", "juror", "expert")
"""裁判, 评委, 专家."""
ENTRIES = ("competitor", "candidate", "work", "team", "unit", "project")
"""选手, 候选人, 作品, 队伍, 单位, 项目."""
CONTEST = (
    *("registration", "qualification", "draw", "checkin", "scoring", "confirmation", "recheck", "unsealing"),
    *("signing", "notice", "appeal", "final", "archive"),
)
"""报名 → 资格审查 → 抽签 → 检录 → 评分 → 裁判长确认 → 复核 → 启封 → 签字锁定 → 公示 → 申诉 → 终榜 → 归档."""
SELECTION = (
    *("recommendation", "preliminary", "draw", "review", "votes", "inspection", "ballot"),
    *("unsealing", "signing", "notice", "naming", "archive"),
)
"""推荐 → 初审 → 编号 → 材料评审 → 点赞 → 考察 → 票决 → 启封 → 签字锁定 → 公示 → 命名 → 归档."""
OF_PARTS = ("review", "votes", "inspection", "ballot")
"""Steps that are over once their parts are scored."""
STEPS = tuple(dict.fromkeys((*CONTEST, *SELECTION)))
KEPT = ("scoring", "review", "votes", "ballot", "unsealing", "signing", "notice")
LEAVABLE = tuple(step for step in STEPS if step not in KEPT)
"""Steps that a contest may do without; marking, counting, signing and the public notice are always there."""
NOTICE_DAYS = 5
"""Working days that a result is on public notice where nobody says otherwise."""

State = Literal["done", "now", "ahead", "open", "skipped"]
"""open: passed by although something of it is not done · skipped: passed by, and nothing in here knows of it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: which of STEPS, what the contest calls it (None: as everybody does), and, of OF_PARTS, the parts that
    it is about."""

    id: str
    name: Mapping[str, str] | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """The words for who marks (of JUDGES) and for who is marked (of ENTRIES), the steps, how many working days the
    result is on public notice, and the steps that the contest does without."""

    judge: str
    entry: str
    steps: tuple[Step, ...]
    notice: int = NOTICE_DAYS
    off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What is counted beside the fold. registered: state → registrations of the item · checked_in, expected: who came,
    of how many who were to come (None: nobody is checked in here) · notice_ends: the last day of the public notice ·
    today."""

    registered: Mapping[str, int] = field(default_factory=dict)
    checked_in: int | None = None
    expected: int = 0
    notice_ends: date | None = None
    today: date = date.min


@dataclass(frozen=True, slots=True)
class Place:
    """How far a step is, and what it waits for."""

    step: Step
    state: State
    lacks: tuple[Missing, ...] = ()


def course_of(book: Rulebook, said: Mapping[str, Any] | None = None) -> Course:
    """An item's course: what the contest says (`words`, `steps`, `notice`; `items` goes before them), else what follows
    from the rulebook: where members vote, it is a selection. `off`: steps that are left out of it; `named`: step → what
    the contest calls it."""
    told = dict(said or {})
    told |= told.pop("items", {}).get(book.id, {})
    selects = any(part.source in ("ballot", "votes") for part in book.parts)
    words = {"judge": "juror" if selects else "judge", "entry": _entry(book, selects)} | dict(told.get("words", {}))
    every = list(_fitting(book, [_step(each) for each in told.get("steps", SELECTION if selects else CONTEST)]))
    off = {step.id for step in every} & set(told.get("off", ())) & set(LEAVABLE)
    named = told.get("named", {})
    steps = [replace(step, name=named.get(step.id, step.name)) for step in every if step.id not in off]
    left_out = tuple(step for step in STEPS if step in off)
    return Course(words["judge"], words["entry"], tuple(steps), int(told.get("notice", NOTICE_DAYS)), left_out)


def _entry(book: Rulebook, selects: bool) -> str:
    if book.ranks == "person":
        return "candidate" if selects else "competitor"
    return book.ranks


def _step(said: str | Mapping[str, Any]) -> Step:
    if isinstance(said, str):
        return Step(said)
    return Step(said["step"], said.get("name"), tuple(said.get("parts", ())))


def _fitting(book: Rulebook, steps: list[Step]) -> Iterator[Step]:
    """Those that the rulebook has a use for."""
    for step in steps:
        if step.id == "unsealing" and not book.sealed:
            continue
        if step.id not in OF_PARTS:
            yield step
        elif parts := step.parts or _parts_of(book, step.id):
            known = tuple(part for part in parts if any(each.id == part for each in book.parts))
            if known:
                yield Step(step.id, step.name, known)


def _parts_of(book: Rulebook, step: str) -> tuple[str, ...]:
    source = {"review": "judged", "votes": "votes", "inspection": "imported", "ballot": "ballot"}[step]
    return tuple(str(part.id) for part in book.parts if part.source == source)


def called(course: Course) -> dict[str, dict[str, str]]:
    """Its words in both languages: who marks (judge, judges), their head (chief), who is marked (entry)."""
    judge, entry = f"course.judge.{course.judge}", f"course.entry.{course.entry}"
    keys = {"judge": judge, "judges": f"{judge}.many", "chief": f"course.chief.{course.judge}", "entry": entry}
    return {name: both(key) for name, key in keys.items()}


def places(item: Item, course: Course, beside: Beside) -> list[Place]:
    """Every step with how far it is. `now` is the first one that is not done, from where the item's own state stands;
    what was left open before is told as open."""
    found = [(step, *_CHECKS.get(step.id, _unknown)(item, step, beside)) for step in course.steps]
    floor = _floor(item, course)
    here = next((at for at, (_, done, _) in enumerate(found) if at >= floor and done is False), len(found))
    behind = max([floor - 1, *(at for at, (_, done, _) in enumerate(found) if done and at < here)])
    return [
        Place(step, _state(done, passed=at <= behind, here=at == here), () if done else tuple(lacks))
        for at, (step, done, lacks) in enumerate(found)
    ]


def _state(done: bool | None, *, passed: bool, here: bool) -> State:
    if done:
        return "done"
    if here:
        return "now"
    if passed:
        return "skipped" if done is None else "open"
    return "ahead"


_REACHED = {
    "preparing": (),
    "marking": ("scoring", "review"),
    "locked": ("recheck", "unsealing", "signing"),
    "unsealed": ("signing",),
    "signed": ("notice",),
    "published": ("notice",),
}
"""The item's state → the step at which it stands, the first of these that the course has."""


def _floor(item: Item, course: Course) -> int:
    ids = [step.id for step in course.steps]
    return next((ids.index(id) for id in _REACHED[item.state] if id in ids), 0)


Found = tuple[bool | None, list[Missing]]
Check = Callable[[Item, Step, Beside], Found]
"""Whether a step is done (None: nothing here knows), and what it waits for."""


def _unknown(item: Item, step: Step, beside: Beside) -> Found:
    return None, []


def _registration(item: Item, step: Step, beside: Beside) -> Found:
    there = bool(item.entries) or sum(beside.registered.values()) > 0
    return there, [] if there else [Missing("registrations")]


def _qualification(item: Item, step: Step, beside: Beside) -> Found:
    waiting = beside.registered.get("waiting", 0) + beside.registered.get("amend", 0)
    if waiting:
        return False, [Missing("qualification", {"count": waiting})]
    if item.entries:
        return True, []
    ready = beside.registered.get("accepted", 0)
    return False, [Missing("to_enter", {"count": ready}) if ready else Missing("registrations")]


def _draw(item: Item, step: Step, beside: Beside) -> Found:
    if not item.entries:
        return False, [Missing("entries")]
    drawn = all(entry.code for entry in item.entries.values())
    return drawn, [] if drawn else [Missing("codes")]


def _checkin(item: Item, step: Step, beside: Beside) -> Found:
    if beside.checked_in is None:  # before the marking it waits for somebody; later nothing here knows of it
        return (False if item.state == "preparing" else None), [Missing("checkin_unbegun")]
    short = beside.expected - beside.checked_in
    return short <= 0, [Missing("checkin", {"short": short, "expected": beside.expected})] if short > 0 else []


def _scoring(item: Item, step: Step, beside: Beside) -> Found:
    if not item.opened:
        return False, [Missing("opening")]
    expected = item.expected_sheets()
    short = expected - item.confirmed_sheets()
    if item.locked or short <= 0:
        return True, []
    return False, [Missing("sheets", {"short": short, "expected": expected})]


def _scored(item: Item, step: Step, beside: Beside) -> Found:
    present = [entry for entry in item.entries.values() if item.status(entry) == "present"]
    short = sum(any(part not in _parts(entry.score) for part in step.parts) for entry in present)
    if present and (not short or item.locked):
        return True, []
    if not item.opened and any(item.rulebook.part(part).source == "judged" for part in step.parts):
        return False, [Missing("opening")]
    return False, [Missing("parts", {"short": short, "expected": len(present)}) if present else Missing("entries")]


def _parts(score: Any) -> Mapping[str, Any]:
    return {} if score is None else score.parts


def _confirmation(item: Item, step: Step, beside: Beside) -> Found:
    return item.locked, [] if item.locked else missing(item)


def _unsealing(item: Item, step: Step, beside: Beside) -> Found:
    return item.names_known, []


def _signing(item: Item, step: Step, beside: Beside) -> Found:
    lacks = missing(item)
    return item.signature is not None, [*lacks, *(each for each in carried(item) if each not in lacks)]


def _notice(item: Item, step: Step, beside: Beside) -> Found:
    if not item.published:
        return False, []
    until = beside.notice_ends
    over = until is not None and beside.today > until
    return over, [] if over or until is None else [Missing("notice", {"until": until.isoformat()})]


_CHECKS: Mapping[str, Check] = {
    "registration": _registration,
    "recommendation": _registration,
    "qualification": _qualification,
    "preliminary": _qualification,
    "draw": _draw,
    "checkin": _checkin,
    "scoring": _scoring,
    "confirmation": _confirmation,
    "unsealing": _unsealing,
    "signing": _signing,
    "notice": _notice,
} | dict.fromkeys(OF_PARTS, _scored)
