"""Work on a whole field in slices: a generator that stops after so many entries and gives its result at the end.

May not be in here: how long a slice takes (who calls owns the clock), or what is worked out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from functools import wraps
from itertools import islice
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
Id = TypeVar("Id")
V = TypeVar("V")
Steps = Generator[None, None, T]
"""Work that stops again and again and returns T: `yield from` it, or have it `done` in one go."""
SLICE = 200
"""Entries at a time."""
RUN = 5
"""Slices that are sorted, or put together, at a time: to compare is little work."""


def done(steps: Steps[T], between: Callable[[], None] | None = None) -> T:
    """The result; `between` is called at each stop."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: T = end.value
            return found
        if between is not None:
            between()


def at_once(steps: Callable[P, Steps[T]]) -> Callable[P, T]:
    """The same work without a stop, for who is called where there is time, or for a small field."""

    @wraps(steps)
    def whole(*args: P.args, **kwargs: P.kwargs) -> T:
        return done(steps(*args, **kwargs))

    return whole


def sliced(values: Iterable[T], times: int = 1) -> Iterator[list[T]]:
    """The values, a slice (or so many) at a time."""
    rest = iter(values)
    while some := list(islice(rest, SLICE * times)):
        yield some


def mapped(work: Callable[[V], T], values: Iterable[tuple[Id, V]]) -> Steps[dict[Id, T]]:
    """What `work` makes of each value, by id."""
    found: dict[Id, T] = {}
    for some in sliced(values):
        found.update([(id, work(value)) for id, value in some])
        yield
    return found


def put_together(ids: Iterable[Id], values: Iterable[T]) -> Steps[dict[Id, T]]:
    """Values by id, where there is one of each in the order of the ids."""
    found: dict[Id, T] = {}
    for some in sliced(zip(ids, values, strict=True), RUN):
        found.update(some)
        yield
    return found


def let_go(values: dict[Any, Any]) -> Steps[None]:
    """Empty what nobody wants any more: Python takes as long to give memory back as to fill it."""
    while values:
        for _ in range(min(SLICE * RUN, len(values))):
            values.popitem()
        yield


def only(keep: Callable[[Id, V], bool], values: Mapping[Id, V]) -> Steps[Mapping[Id, V]]:
    """The values that are kept; where that is all of them, as it mostly is, the mapping itself: a second one of a whole
    field would be what Python looks through longest for garbage."""
    out: set[Id] = set()
    for some in sliced(values.items()):
        out.update([id for id, value in some if not keep(id, value)])
        yield
    if not out:
        return values
    kept: dict[Id, V] = {}
    for some in sliced(values.items()):
        kept.update([each for each in some if each[0] not in out])
        yield
    return kept


def ordered(values: Iterable[Any]) -> Steps[list[Any]]:
    """The values sorted: slices each on its own, then two runs made one again and again."""
    runs: list[list[Any]] = []
    for some in sliced(values, RUN):
        runs.append(sorted(some))
        yield
    while len(runs) > 1:
        merged: list[list[Any]] = []
        for k in range(0, len(runs) - 1, 2):
            merged.append((yield from _merged(runs[k], runs[k + 1])))
        runs = merged + runs[len(runs) & ~1 :]
    return runs[0] if runs else []


def _merged(one: list[Any], other: list[Any]) -> Steps[list[Any]]:
    """Two sorted runs as one: of the next slice of each as much as nothing behind it can come before."""
    if not other[0] < one[-1]:
        return one + other  # as it mostly is where little moved since they were sorted last
    found: list[Any] = []
    i = j = 0
    most = SLICE * RUN
    while i < len(one) and j < len(other):
        some, more = one[i : i + most], other[j : j + most]
        if more[-1] < some[-1]:
            del some[bisect_right(some, more[-1]) :]
        else:
            del more[bisect_left(more, some[-1]) :]
        found += sorted(some + more)
        i, j = i + len(some), j + len(more)
        yield
    return found + one[i:] + other[j:]
