"""说明: which version this is, who signed it, how it is weighed, who judged, and how anyone can verify it."""

from __future__ import annotations

from collections.abc import Iterator

from ..office_time import day, moment
from .exact import plain, writable
from .style import Book
from .view import ItemView, PartView, ResultView
from .words import Words

Line = tuple[str, str]


def write_about(book: Book, view: ResultView) -> None:
    """The last sheet: label and sentence, line by line."""
    words, sheet = book.words, book.add(book.words("sheet.about"))
    sheet.set_portrait()
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 92)
    at = 0
    if book.banner:
        sheet.write_string(at, 0, book.banner, book.format("banner-left"))
        at += 1
    sheet.set_row(at, 30)
    sheet.write_string(at, 0, words("title.about"), book.format("title-left"))
    for label, said in _lines(view, words):
        at += 1
        sheet.write_string(at, 0, writable(label), book.format("label"))
        sheet.write_string(at, 1, writable(said), book.format("said"))


def _lines(view: ResultView, words: Words) -> Iterator[Line]:
    yield from _contest(view, words)
    for item in view.items:
        yield "", ""
        yield from _item(item, words, own_version=item.version != view.version)
    yield "", ""
    last = view.version.seq
    for n in (1, 2, 3):
        yield words("about.verify") if n == 1 else "", words(f"about.verify.{n}", seq=last)
    yield "", ""
    for n, name in enumerate(("dropped", "deducted", "text")):
        yield words("about.legend") if n == 0 else "", words(f"about.legend.{name}")


def _contest(view: ResultView, words: Words) -> Iterator[Line]:
    yield words("about.contest"), words.pick(view.contest)
    if view.organizer:
        yield words("about.organizer"), words.pick(view.organizer)
    place = words.pick(view.venue) if view.venue else ""
    if view.date or place:
        yield words("about.place"), "　".join(filter(None, [view.date, place]))
    yield words("about.version"), words("about.version.value", seq=view.version.seq)
    yield words("about.digest"), view.version.digest
    if view.roles_shared:
        yield words("about.roles"), words("about.roles.shared", at=day(view.roles_shared))


def _item(item: ItemView, words: Words, own_version: bool) -> Iterator[Line]:
    yield words("col.item"), words.pick(item.name)
    if own_version:
        yield words("about.version"), words("about.version.value", seq=item.version.seq)
        yield words("about.digest"), item.version.digest
    signed = (
        words("about.signed", by=item.signed.by, at=moment(item.signed.at, words.lang))
        if item.signed
        else words("about.unsigned")
    )
    yield words("about.state"), signed
    if item.voided:
        yield "", words("about.voided", seq=item.voided)
    for each in item.excused:
        yield "", words(f"about.excused.{each.what}", by=each.by, why=each.why)
    if item.sealed:
        yield "", words("about.sealed")
    if item.by_hand:
        yield "", words("about.by_hand")
    for n, part in enumerate(item.parts):
        yield words("about.scale") if n == 0 else "", f"{words.pick(part.name)}　{_scale(part, words)}"
    seats = [(n, part, seat) for part in item.parts for n, seat in enumerate(part.seats, 1)]
    for line, (n, part, seat) in enumerate(seats):
        who = [words.pick(part.name), words("col.judge", n=n), words.pick(seat.name), seat.judge]
        yield words("about.judges") if line == 0 else "", "　".join(filter(None, who))


def _scale(part: PartView, words: Words) -> str:
    if part.out_of is None:
        return "" if part.weight is None else f"× {plain(part.weight)}"
    if part.weight is None:
        return words("about.part.plain", out_of=plain(part.out_of))
    return words("about.part", out_of=plain(part.out_of), weight=plain(part.weight))
