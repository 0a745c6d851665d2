"""How a file comes to lie beside an entry's sheets: kept, drawn apart, recorded with the digest of the entry's list.

While codes are sealed everything here goes by registration number and nothing by code: who could do both would learn
who bears which code (docs/decisions/0017-material.md).
"""

from __future__ import annotations

import hashlib
import io
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

import gevent

from ..material import Kept, Page, kind_of, link_of, sealed_list
from ..one_by_one import lock_by_contest
from ..scoring.contest import Contest
from ..scoring.events import EntryId
from ..scoring.item import Item
from ..scoring.refused import Refused
from ..scoring.verbs.beside import set_material
from .recording import record
from .services import services

_one_by_one = lock_by_contest()  # a list grows from the one before it


def entry_of(contest: str, item: Item, named: str) -> EntryId:
    """Whose material it is, by registration number; by code too, once names are known. Refused("unknown_number")."""
    found = services().people.by_number(contest, item.entries).get(named)
    if found is None and item.names_known:
        found = next((entry.id for code, entry in item.by_code.items() if str(code) == named), None)
    if found is None:
        raise Refused("unknown_number", number=named[:40])
    return found


def of_a_file(fold: Contest, about: dict[str, Any], name: str, source: BinaryIO) -> Kept:
    """A file, kept on disk and drawn. Refused: too big, too much for the contest, no kind that is taken, unreadable."""
    shelf, settings = services().shelf, services().settings
    room = settings.material_contest - shelf.weight(fold.id)
    if room <= 0:
        raise Refused("material_full", most=settings.material_contest // 1_000_000)
    pool = gevent.get_hub().threadpool
    stored = pool.apply(shelf.files.put, (source, min(settings.material_file, room)))
    kind = kind_of(stored.head)
    drawn = services().apart.ask("draw", fold, path=str(shelf.files.path(stored.digest)), kind=kind)
    if kind == "text":
        stored = pool.apply(shelf.files.put, (io.BytesIO(drawn.body or b"\n"), settings.material_file))
    pages, size, at = [], stored.size, 0
    for told in drawn.told["pages"]:
        data = io.BytesIO(drawn.body[at : at + told["size"]])
        page = pool.apply(shelf.files.put, (data, told["size"]))
        pages.append(Page(page.digest, told["width"], told["height"]))
        at, size = at + told["size"], size + told["size"]
    return Kept(kind=kind, digest=stored.digest, size=size, name=name[:200], pages=tuple(pages), **about)


def of_a_link(about: dict[str, Any], said: str) -> Kept:
    """A link to a film."""
    url = link_of(said)
    return Kept(kind="video", digest=hashlib.sha256(url.encode()).hexdigest(), url=url, **about)


def change(
    fold: Contest,
    item: Item,
    entry: EntryId,
    reason: str,
    *,
    fresh: Sequence[Kept] = (),
    gone: str = "",
    step: str = "",
) -> None:
    """Put `fresh` beside the entry's sheets and take what bears the id `gone` away, as one act at the door; `step`
    tells the acts of one request apart."""
    people, shelf = services().people, services().shelf
    with _one_by_one(fold.id):
        there = shelf.of(fold.id, entry=entry)
        leaving = [each for each in there if each.id == gone]
        if gone and not leaving:
            raise Refused("unknown_material")
        beside = [each for each in there if each.id != gone] + list(fresh)
        was = item.material.get(entry)
        digest, also = people.seal_text(fold.id, sealed_list(beside))
        why, sealed = people.seal_text(fold.id, reason)
        values = {
            "item": item.id,
            "entry": entry,
            "material_digest": digest,
            "files": sum(each.shown for each in beside),
            "was": was.digest if was else "",
            "replaces": any(each.shown for each in leaving),
            "reason_digest": why,
        }
        write = shelf.write(fold.id, item.id, fresh=fresh, gone=leaving)
        record(fold.id, set_material, values, also=[*also, *sealed, write], step=step)


def carry(fold: Contest, item: Item, sources: Mapping[EntryId, EntryId], gone: int = 0) -> None:
    """Lay what lies beside the entries of a round beside those of the next, the `item`'s (new entry → the one it comes
    from), after `gone` others of the same request. What was for a part that the next round does not have is for all of
    its parts."""
    there: dict[str, list[Kept]] = {}
    for each in services().shelf.of(fold.id):
        there.setdefault(each.entry, []).append(each)
    parts = {str(part.id) for part in item.rulebook.parts}
    for n, (entry, source) in enumerate(sources.items(), start=gone):
        fresh = [
            replace(each, id=secrets.token_hex(12), entry=entry, part=each.part if each.part in parts else "")
            for each in there.get(source, ())
        ]
        if fresh:
            change(fold, item, entry, "", fresh=fresh, step=f":material-{n}")
