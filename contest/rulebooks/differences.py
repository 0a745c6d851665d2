"""How one rulebook differs from another, in words: what is added, gone, changed or in another order, key by key.

Whatever a rulebook can say is told, for the keys are those that its readers ask for (fields.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from contest.locale import LANGUAGES, say
from contest.scoring.rulebook import Rulebook, dump_rulebook

from .fields import Field, rulebook_fields
from .prose import prose, told
from .words import key_word

Words = dict[str, str]
Place = tuple[Words, ...]
INSIDE = ("criteria", "aspects")
"""Lists whose things are told one by one where the thing around them is new or gone."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs. place: the way to it, in both languages · was, now: what it says there; None where it is
    not there, or only stands elsewhere (moved)."""

    kind: Literal["added", "gone", "changed", "moved"]
    place: Words
    was: Words | None = None
    now: Words | None = None


def differences(old: Rulebook, new: Rulebook) -> list[Difference]:
    """All of them, in the order of the file. The id of the item is none of its rules."""
    was, now = ({key: value for key, value in dump_rulebook(each).items() if key != "id"} for each in (old, new))
    return list(_mappings(rulebook_fields(), was, now, ()))


def _mappings(
    fields: Sequence[Field], was: Mapping[str, Any], now: Mapping[str, Any], at: Place
) -> Iterator[Difference]:
    for field in fields:
        one, other = was.get(field.key), now.get(field.key)
        if one != other:
            yield from _values(field, one, other, at)


def _values(field: Field, was: Any, now: Any, at: Place) -> Iterator[Difference]:
    if _has_ids(field):
        yield from _things(field, was or [], now or [], at)
    elif field.kind == "node" and was is not None and now is not None:
        yield from _mappings(field.below, was, now, (*at, _key(field)))
    else:
        kind: Any = "added" if was is None else "gone" if now is None else "changed"
        yield Difference(kind, _way((*at, _key(field))), _written(field, was), _written(field, now))


def _has_ids(field: Field) -> bool:
    return field.kind == "nodes" and any(each.key == "id" for each in field.below)


def _things(field: Field, was: Sequence[Any], now: Sequence[Any], at: Place) -> Iterator[Difference]:
    """Things that are known by their ids."""
    before, after = ({thing["id"]: thing for thing in each} for each in (was, now))
    for id, thing in before.items():
        if id not in after:
            yield from _whole(field, thing, at, "gone")
    for id, thing in after.items():
        if id not in before:
            yield from _whole(field, thing, at, "added")
        elif thing != before[id]:
            yield from _mappings(field.below, before[id], thing, (*at, _called(field, thing)))
    kept = [id for id in after if id in before]
    if kept != [id for id in before if id in after]:
        yield Difference("moved", _way((*at, _key(field))))


def _whole(field: Field, thing: Mapping[str, Any], at: Place, kind: Literal["added", "gone"]) -> Iterator[Difference]:
    """A thing that is new or gone, and behind it what lies in it."""
    here = (*at, _called(field, thing))
    own = [each for each in field.below if each.key not in (*INSIDE, "id", "name")]
    said = {lang: told(own, thing, lang) for lang in LANGUAGES}
    yield Difference(kind, _way(here), *((said, None) if kind == "gone" else (None, said)))
    for below in field.below:
        if below.key in INSIDE:
            for each in thing.get(below.key, ()):
                yield from _whole(below, each, here, kind)


def _key(field: Field) -> Words:
    return {lang: key_word(lang, field.key) for lang in LANGUAGES}


def _called(field: Field, thing: Mapping[str, Any]) -> Words:
    """A thing's name; where it has none, what it is and its id."""
    name = thing.get("name")
    return dict(name) if name else {lang: f"{key_word(lang, field.key)} {thing['id']}" for lang in LANGUAGES}


def _way(place: Place) -> Words:
    return {lang: say(lang, "form.way").join(each[lang] for each in place) for lang in LANGUAGES}


def _written(field: Field, value: Any) -> Words | None:
    """In both languages; a text that is in both stands whole in each."""
    if value is None:
        return None
    if field.kind == "text":
        return dict.fromkeys(LANGUAGES, f"{value['zh']} / {value['en']}")
    return {lang: prose(field, value, lang) for lang in LANGUAGES}
