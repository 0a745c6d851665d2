"""What this calculation covers: any other key, kind or method is named, never passed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

BOOK = (
    "format id name ranks sealed weighting board rounding parts penalties ranking ties awards promotion advance scale"
)
PART = "id name source weight out_of pass_mark known_by_name time rounding panel combine criteria formula votes ballot"
PART += " adjust view cis entry step"
STAGES = "aspect judges factor part weighted total"
ASPECT = "id name kind max factor help cis"
CIS = "id name day row extra requirement wsos calculation"
"""What a sheet of WorldSkills says beside the rules: no rank depends on it."""
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
    "givers": "part",
    "fewer_penalties": "",
    "attribute": "attribute first",
    "lot": "",
    "chief": "",
    "ballot": "",
    "shared": "",
}
AWARD = "id name count percent base rounding threshold ties when requires_pass money"
AWARD += " from_rank to_rank where besides apart_from listed cumulative band limits carry least_scale"
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
    _keys("board", book.get("board"), "while_sealed provisional depth stage hold_first")
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
    _outcomes(book)


def _outcomes(book: Mapping[str, Any]) -> None:
    promotion, advance = book.get("promotion") or {}, book.get("advance") or {}
    _keys("promotion", promotion, "levels steps attribute where least_total least_parts base rounding")
    _cut("promotion", promotion)
    for step in promotion.get("steps") or ():
        _keys("promotion.steps", step, "to from_rank to_rank percent held")
    _keys("advance", advance, "to into count percent base rounding ties threshold requires_pass")
    _cut("advance", advance)
    scale = book.get("scale") or {}
    _keys("scale", scale, "kind digits mode")
    _word("scale.kind", scale.get("kind", "robust_700"), ["robust_700"])
    _word("scale.mode", scale.get("mode", "half_up"), MODES.split())


def cover_units(table: Mapping[str, Any]) -> None:
    """The same of a table of units."""
    _keys("units", table, "format name items best of take order places prizes parts floor means rounding ties awards")
    _word("units.of", table.get("of") or "total", ["total", "places", "prizes", "parts"])
    _word("units.take", table.get("take") or "sum", ["sum", "mean"])
    _word("units.order", table.get("order") or "descending", ["descending", "ascending"])
    for tie in table.get("ties") or ():
        rule = {"by": tie} if isinstance(tie, str) else tie
        _keys("units.ties", rule, "by item")
        _word("units.ties.by", rule["by"], ["best_rank", "count_back", "time", "item", "shared"])
    for award in table.get("awards") or ():
        _award(f"units.awards.{award['id']}", award)


def _part(place: str, part: Mapping[str, Any]) -> None:
    _keys(place, part, PART)
    _word(f"{place}.source", part["source"], ["judged", "imported", "derived", "votes", "ballot"])
    _public(place, part.get("votes") or {}, part.get("ballot") or {})
    _adjust(f"{place}.adjust", part.get("adjust") or {})
    _stages(f"{place}.rounding", part.get("rounding"))
    _time(f"{place}.time", part.get("time") or {})
    _keys(f"{place}.panel", part.get("panel"), "judges by")
    combine = part.get("combine") or {}
    _keys(f"{place}.combine", combine, "method low high none_below fallback level missing least factor spread points")
    _spread(f"{place}.combine.spread", combine.get("spread") or {})
    for key, words in {
        "method": "single mean trimmed_mean median sum consensus majority place_points",
        "fallback": "mean",
        "level": "sheet criterion aspect",
        "missing": "block given replaced",
    }.items():
        if combine.get(key) is not None:
            _word(f"{place}.combine.{key}", combine[key], words.split())
    _word(f"{place}.entry", part.get("entry") or "aspects", ["aspects", "total"])
    for criterion in part.get("criteria") or ():
        _keys(f"{place}.{criterion['id']}", criterion, "id name factor aspects cis")
        _keys(f"{place}.{criterion['id']}.cis", criterion.get("cis"), CIS)
        for aspect in criterion["aspects"]:
            _aspect(f"{place}.{criterion['id']}.{aspect['id']}", aspect)
            if part.get("entry") == "total":
                _summand(f"{place}.{criterion['id']}", criterion, aspect)


def _summand(place: str, criterion: Mapping[str, Any], aspect: Mapping[str, Any]) -> None:
    """What may be in one number for the whole entry."""
    _word(f"{place}.{aspect['id']}.kind", aspect["kind"], ["points", "judgement"])
    if criterion.get("factor", "1") != "1" or aspect.get("factor", "1") != "1":
        raise NotCovered(f"{place}.{aspect['id']}: entry total, factor")


def _public(place: str, votes: Mapping[str, Any], ballot: Mapping[str, Any]) -> None:
    _keys(f"{place}.votes", votes, "channels scale points cap")
    _word(f"{place}.votes.scale", votes.get("scale") or "ratio", ["ratio", "share", "places"])
    for channel in votes.get("channels") or ():
        _keys(f"{place}.votes.channels", channel, "id name weight")
    _keys(f"{place}.ballot", ballot, "kind members choose quorum of passes over")
    _word(f"{place}.ballot.of", ballot.get("of") or "present", ["present", "all", "valid"])


def _adjust(place: str, adjust: Mapping[str, Any]) -> None:
    _keys(place, adjust, "method assigned least rounding")
    _word(f"{place}.method", adjust.get("method", "z_score"), ["z_score", "mean_shift"])
    _keys(f"{place}.rounding", adjust.get("rounding"), "digits mode")


def _spread(place: str, spread: Mapping[str, Any]) -> None:
    _keys(place, spread, "apart of between bands action rounds")
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
    _cut(place, award)
    _word(f"{place}.carry", award.get("carry") or "none", ["none", "spare", "both"])
    for limit in award.get("limits") or ():
        _keys(f"{place}.limits", limit, "attribute most others across where")
        _where(f"{place}.limits", limit)
        for other in limit.get("others") or ():
            _keys(f"{place}.limits.others", other, "value most")
    _keys(f"{place}.when", award.get("when"), "entries_over entries_upto units_over units_upto")


def _cut(place: str, rule: Mapping[str, Any]) -> None:
    """What awards, promotions and rounds have in common."""
    _word(f"{place}.base", rule.get("base") or "entered", ["entered", "ranked"])
    _word(f"{place}.ties", rule.get("ties") or "at_least", ["at_least", "at_most"])
    _word(f"{place}.rounding", rule.get("rounding") or "half_up", MODES.split())
    _where(place, rule)


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
