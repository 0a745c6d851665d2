"""The answer of `contest score`: rank, total and every stage's value of each entry, as JSON can carry it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from contest.scoring.awards import chief_awards, draw_awards
from contest.scoring.events import EntryId, PartId
from contest.scoring.field import field_scores
from contest.scoring.marking import EntryScore, PartResult, PartScore, combine, too_late, total
from contest.scoring.numbers import text
from contest.scoring.ranking import Standing, Status, standings
from contest.scoring.rulebook import Part, Rulebook, Text, parse_rulebook
from contest.scoring.scale import scaled

from .markfile import Given, read_markfile
from .rulefile import load_rulebook


def score_files(rulebook_path: Path, marks_path: Path) -> dict[str, Any]:
    """The result of an item whose marks are all in. An entry that lacks a part has no rank and says which.
    Raises RulebookRefused or MarksRefused with every fault and its place. Decimals are strings.

    {item, name, parts: [{id, name, weight, out_of}], entries: [{entry, rank, tied, decided_by, status, missing, total,
    unrounded, passed, award, parts: {id: {…}}, deductions, times}], awards: [{id, name, entries}]}
    """
    rulebook = parse_rulebook(load_rulebook(Path(rulebook_path)))
    return report(rulebook, read_markfile(rulebook, Path(marks_path)))


def report(rulebook: Rulebook, entries: Mapping[EntryId, Given]) -> dict[str, Any]:
    """The same from what was read."""
    wide = _field_wide(rulebook, entries)
    scores = {entry: _score(rulebook, given, wide.get(entry, {})) for entry, given in entries.items()}
    whole = {entry: score for entry, score in scores.items() if len(score.parts) == len(rulebook.parts)}
    places = standings(rulebook, whole, {id: _status(rulebook, given) for id, given in entries.items()})
    drawn = draw_awards(rulebook, places)
    won = chief_awards(rulebook, drawn)
    beside = scaled(rulebook, places)
    return {
        "item": rulebook.id,
        "name": _text(rulebook.name),
        "parts": [_part_head(part) for part in rulebook.parts],
        "entries": [
            _entry(rulebook, place, scores[place.entry], won.get(place.entry))
            | ({"scaled": text(beside[place.entry])} if place.entry in beside else {})
            for place in places
        ],
        "awards": [
            {"id": award.id, "name": _text(award.name)}
            | {"entries": [one.entry for one in drawn if one.award_id == award.id]}
            for award in rulebook.awards
        ],
    }


def _status(rulebook: Rulebook, given: Given) -> Status:
    """Who was too late is eliminated, whether or not every part was marked."""
    return "eliminated" if given.status == "present" and too_late(rulebook, given.times) else given.status


def _field_wide(rulebook: Rulebook, entries: Mapping[EntryId, Given]) -> dict[EntryId, dict[PartId, PartScore]]:
    """The parts in which one mark moves everyone. A file of marks holds no votes."""
    statuses = {id: _status(rulebook, given) for id, given in entries.items()}
    found: dict[EntryId, dict[PartId, PartScore]] = {}
    for part in rulebook.field_parts:
        sheets = {entry: given.sheets[part.id] for entry, given in entries.items() if part.id in given.sheets}
        for entry, score in field_scores(part, sheets, {}, statuses, final=True).items():
            found.setdefault(entry, {})[part.id] = score
    return found


def _score(rulebook: Rulebook, given: Given, wide: Mapping[PartId, PartScore]) -> EntryScore:
    parts: dict[PartId, PartScore] = {**given.imported, **wide}
    for part_id, sheets in given.sheets.items():
        if rulebook.part(part_id).field_wide:
            continue
        score = combine(rulebook.part(part_id), sheets, final=True)
        if score is not None:
            parts[part_id] = score
    return total(rulebook, parts, given.penalties, given.times)


def _text(name: Text) -> dict[str, str]:
    return {"zh": name.zh, "en": name.en}


def _number(value: Decimal | None) -> str | None:
    return None if value is None else text(value)


def _part_head(part: Part) -> dict[str, Any]:
    head = {"id": part.id, "name": _text(part.name)}
    return head | {"weight": text(part.weight), "out_of": _number(part.out_of)}


def _entry(rulebook: Rulebook, place: Standing, score: EntryScore, award: str | None) -> dict[str, Any]:
    return {
        "entry": place.entry,
        "rank": place.rank,
        "tied": place.tied,
        "decided_by": None if place.decided_by is None else rulebook.ties[place.decided_by].by,
        "status": place.status,
        "missing": [part.id for part in rulebook.parts if part.id not in score.parts],
        "total": text(score.total),
        "unrounded": text(score.unrounded),
        "passed": score.passed,
        "award": award,
        "parts": {part: _part(rulebook.part(part), result) for part, result in score.parts.items()},
        "deductions": [{"penalty": rule, "points": text(points)} for rule, points in score.deductions],
        "times": dict(score.times),
    }


def _part(part: Part, result: PartResult) -> dict[str, Any]:
    """One part's stages: the judges' sheets, what they came to per aspect and criterion, the score, its share."""
    made = result.part
    return {
        "judges": {seat: _judge(part, made, seat) for seat in made.judges},
        "drops": [list(drop) for drop in made.drops],
        "aspects": _named(list(part.aspects), made.aspects),
        "criteria": _named([criterion.id for criterion in part.criteria], made.criteria),
        "value": text(made.value),
        "raw": text(made.raw),
        "deducted": text(result.deducted),
        "score": text(result.score),
        "weighted": text(result.weighted),
    }


def _judge(part: Part, made: PartScore, seat: Any) -> dict[str, Any]:
    share = made.judges[seat]
    aspects = _named(list(part.aspects), made.sheets[seat].aspects)
    return {"total": text(share.total), "dropped": share.dropped, "aspects": aspects}


def _named(ids: Sequence[str], values: Sequence[Decimal | None]) -> dict[str, str | None]:
    return {name: _number(value) for name, value in zip(ids, values, strict=False)}
