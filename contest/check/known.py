"""What this calculation covers: any other key, kind or method is named, never passed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

BOOK = "format id name ranks sealed weighting board rounding parts penalties ranking ties awards"
PART = "id name source weight out_of pass_mark known_by_name time rounding panel combine criteria"
STAGES = "aspect judges factor part weighted total"
ASPECT = "id name kind max factor help"
ASPECTS = {
    "points": "min step",
    "judgement": "descriptors",
    "measured": "unit nominal readings tolerance per_unit ladder pick per_outside allowed",
    "check": "",
    "faults": "per_fault",
    "bands": "unit bands most",
    "veto": "fixes at bound needs",
}
TIES = {
    "time": "part",
    "times": "parts",
    "parts": "parts first",
    "part": "part first",
    "criterion": "part criterion first",
    "aspect": "part aspect first",
    "aspects": "part aspects first",
    "unrounded_total": "",
    "next_decimal": "digits",
    "untrimmed_mean": "part",
    "count_back": "part",
    "fewer_penalties": "",
    "attribute": "attribute first",
    "lot": "",
    "chief": "",
    "ballot": "",
    "shared": "",
}
AWARD = "id name count percent base rounding threshold ties when requires_pass money"
AWARD += " from_rank to_rank where besides apart_from listed cumulative"
MODES = "half_up half_even down up truncate"
STATUSES = ("present", "guest", "eliminated", "void", "withdrawn", "absent", "disqualified")
"""Without a place, in this order."""


class NotCovered(Exception):
    """The rulebook says something that this calculation does not know: `place` and the word."""


def cover(book: Mapping[str, Any]) -> None:
    """Raises NotCovered at the first key or word of the rulebook that is not known here."""
    _keys("rulebook", book, BOOK)
    _word("format", book.get("format", 1), [1])
    _word("weighting", book.get("weighting", "percent"), ["percent", "sum"])
    _stages("rounding", book.get("rounding"))
    _keys("ranking", book.get("ranking"), "order numbering band")
    _word("ranking.order", (book.get("ranking") or {}).get("order", "descending"), ["descending", "ascending"])
    _word("ranking.numbering", (book.get("ranking") or {}).get("numbering", "gaps"), ["gaps", "dense"])
    for part in book["parts"]:
        _part(f"parts.{part['id']}", part)
    for rule in book.get("penalties") or ():
        _keys(f"penalties.{rule['id']}", rule, "id name per points max part")
        _word(f"penalties.{rule['id']}.per", rule["per"], ["once", "count", "given"])
    for rule in book.get("ties") or ():
        _word("ties.by", rule["by"], TIES)
        _keys(f"ties.{rule['by']}", rule, "by " + TIES[rule["by"]])
        _word(f"ties.{rule['by']}.first", rule.get("first", "higher"), ["higher", "lower"])
    for award in book.get("awards") or ():
        _award(f"awards.{award['id']}", award)


def _part(place: str, part: Mapping[str, Any]) -> None:
    _keys(place, part, PART)
    _word(f"{place}.source", part["source"], ["judged", "imported"])
    _stages(f"{place}.rounding", part.get("rounding"))
    _time(f"{place}.time", part.get("time") or {})
    _keys(f"{place}.panel", part.get("panel"), "judges by")
    combine = part.get("combine") or {}
    _keys(f"{place}.combine", combine, "method low high none_below fallback level missing least factor spread")
    _spread(f"{place}.combine.spread", combine.get("spread") or {})
    for key, words in {
        "method": "single mean trimmed_mean median sum consensus",
        "fallback": "mean",
        "level": "sheet criterion aspect",
        "missing": "block given replaced",
    }.items():
        if combine.get(key) is not None:
            _word(f"{place}.combine.{key}", combine[key], words.split())
    for criterion in part.get("criteria") or ():
        _keys(f"{place}.{criterion['id']}", criterion, "id name factor aspects")
        for aspect in criterion["aspects"]:
            _aspect(f"{place}.{criterion['id']}.{aspect['id']}", aspect)


def _spread(place: str, spread: Mapping[str, Any]) -> None:
    _keys(place, spread, "apart of between bands action")
    _word(f"{place}.of", spread.get("of", "values"), ["values", "judgement"])
    _word(f"{place}.between", spread.get("between", "extremes"), ["extremes", "middle"])
    _word(f"{place}.action", spread.get("action", "flag"), ["flag", "mean_of_all", "again"])
    for band in spread.get("bands") or ():
        _keys(f"{place}.bands", band, "least apart")


def _time(place: str, time: Mapping[str, Any]) -> None:
    _keys(place, time, "limit per_started_minute late steps cap out_over out_from early give_back")
    _keys(f"{place}.late", time.get("late"), "points seconds count")
    _keys(f"{place}.early", time.get("early"), "points seconds count cap")
    for step in time.get("steps") or ():
        _keys(f"{place}.steps", step, "over points")


def _aspect(place: str, aspect: Mapping[str, Any]) -> None:
    _word(f"{place}.kind", aspect["kind"], ASPECTS)
    _keys(place, aspect, f"{ASPECT} {ASPECTS[aspect['kind']]}")
    _word(f"{place}.pick", aspect.get("pick") or "worst", ["worst", "mean"])
    _word(f"{place}.fixes", aspect.get("fixes") or "sheet", ["sheet", "part", "void"])
    _word(f"{place}.bound", aspect.get("bound") or "exactly", ["exactly", "at_most"])
    for band in aspect.get("bands") or ():
        _keys(f"{place}.bands", band, "off points")
    for rung in aspect.get("ladder") or ():
        _keys(f"{place}.ladder", rung, "upto points")


def _award(place: str, award: Mapping[str, Any]) -> None:
    _keys(place, award, AWARD)
    _word(f"{place}.base", award.get("base", "entered"), ["entered", "ranked"])
    _word(f"{place}.ties", award.get("ties", "at_least"), ["at_least", "at_most"])
    _word(f"{place}.rounding", award.get("rounding", "half_up"), MODES.split())
    _keys(f"{place}.when", award.get("when"), "entries_over entries_upto units_over units_upto")
    _where(place, award)


def _where(place: str, ruled: Mapping[str, Any]) -> None:
    for condition in ruled.get("where") or ():
        _keys(f"{place}.where", condition, "attribute equals other_than one_of least most below")


def _stages(place: str, stages: Mapping[str, Any] | None) -> None:
    _keys(place, stages, STAGES)
    for name, stage in (stages or {}).items():
        if stage is not None:
            _keys(f"{place}.{name}", stage, "digits mode")
            _word(f"{place}.{name}.mode", stage.get("mode", "half_up"), MODES.split())


def _keys(place: str, found: Mapping[str, Any] | None, known: str) -> None:
    strange = set(found or ()) - set(known.split())
    if strange:
        raise NotCovered(f"{place}: {', '.join(sorted(strange))}")


def _word(place: str, found: Any, known: Iterable[Any]) -> None:
    if found not in list(known):
        raise NotCovered(f"{place}: {found}")
