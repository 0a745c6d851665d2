"""What a contest calls who marks and who is marked (裁判, 评委, 专家; 选手, 候选人, 作品 …), for whoever speaks
of them: the judges' page, refusals, papers.

May not be in here: what a course is, and which words there are (course).
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.exc import SQLAlchemyError

from . import courses, presets
from .course import Course, course_of
from .db import Reader
from .locale import both
from .scoring.contest import Contest
from .scoring.item import Item

BEGINNING = ("chief", "judge", "judges", "work")
"""What begins sentences, as {Chief} …"""
Terms = Mapping[str, Mapping[str, str]]
"""{chief}, {judge}, {judges}, {entry}, {work}, {works} of sentences, {Chief}, {Judge}, {Judges}, {Work} at their
beginning and {Name} over a column of those who are marked → the word in each language, where it is another than the
usual one (`word.…` of the catalogue)."""

USUAL = ("judge", "competitor")
"""裁判, and 选手, of whom a sentence for everybody says 参赛对象."""
NO_PERSON = ("work", "team", "unit", "project")
"""Whose names nobody would head 姓名."""
NAMED_BY_CODE = ("candidate", "unit", "project")
"""What is called so where its code is meant too; of a person's or a team's dish one says 作品号."""


def course_in(reader: Reader, contest: Contest, item: Item) -> Course:
    """The item's course: as its contest says itself, else as its preset does, else as its rulebook makes it."""
    said = courses.said_course(reader, contest.id)
    return course_of(item.rulebook, {**presets.course(contest.preset), **said})


def terms_in(reader: Reader, contest: Contest, item: str = "") -> Terms:
    """The words of an item, or, where none is meant, of the contest's first; none before it has one."""
    found = contest.items.get(item) or next(iter(contest.items.values()), None)  # type: ignore[call-overload]
    if found is None:
        return {}
    try:
        return terms(course_in(reader, contest, found))
    except SQLAlchemyError:  # a refusal that says that the database is away does not ask it for its words
        return terms(course_of(found.rulebook, presets.course(contest.preset)))


def terms(course: Course) -> Terms:
    """The words of a course, for sentences."""
    judge, entry = f"course.judge.{course.judge}", f"course.entry.{course.entry}"
    found: dict[str, Mapping[str, str]] = {}
    if course.judge not in USUAL:
        found |= {"chief": both(f"course.chief.{course.judge}"), "judge": both(judge), "judges": both(f"{judge}.many")}
    if course.entry not in USUAL:
        found["entry"] = both(entry)
    if course.entry in NAMED_BY_CODE:
        found |= {"work": both(entry), "works": both(f"{entry}.many")}
    capitals = {name.capitalize(): _capital(found[name]) for name in BEGINNING if name in found}
    return found | capitals | ({"Name": _capital(both(entry))} if course.entry in NO_PERSON else {})


def _capital(word: Mapping[str, str]) -> dict[str, str]:
    return {language: said[:1].upper() + said[1:] for language, said in word.items()}
