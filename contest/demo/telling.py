"""What the demo says on the terminal, in both languages: addresses, logins, QR codes, how far it is, who won."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any, Protocol

import segno
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from ..lan import EVERYWHERE
from ..locale import LANGUAGES, both, say
from ..settings import Settings

WIDTH = 120  # columns of a line that goes to a file
HALVES = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
"""Two QR modules above each other (1: dark) as one character, drawn white on black so that any terminal shows it."""


def _open_to_hall() -> str:
    """How the demo is started for phones too, as one types it where it runs now."""
    if sys.platform == "win32" or not Path("Makefile").is_file():
        return "contest demo --hall"
    return "CONTEST_HOST=0.0.0.0 make run"


class CannotGoOn(RuntimeError):
    """Why the demo does not begin, or stops before its end: one sentence in both languages that says the way out."""

    def __init__(self, msgid: str, **data: Any) -> None:
        words = both(msgid, data)
        super().__init__(f"{words['zh']} {words['en']}")


class Bars(Protocol):
    """Where the sheets of each item are shown: item → (in, expected)."""

    def show(self, counts: Mapping[str, tuple[int, int]]) -> None:
        """Show how far it is."""

    def seated(self, done: int, of: int) -> None:
        """Show how many judges have paired their devices."""


class Teller:
    """Tells people at the terminal; to a pipe or file it tells the same with less."""

    def __init__(self, settings: Settings, log: Path) -> None:
        self.console = Console(highlight=False, markup=False, emoji=False)
        if not self.console.is_terminal:
            self.console = Console(highlight=False, markup=False, emoji=False, width=WIDTH)
        self.log = log
        self.open_to_hall = settings.host in EVERYWHERE
        self.url = settings.url

    def say(self, msgid: str, **data: Any) -> None:
        """One sentence: Chinese first, English after it or below. A {zh, en} in `data` stands in its own language."""
        words = {lang: say(lang, msgid, {key: _in(lang, each) for key, each in data.items()}) for lang in LANGUAGES}
        whole = Text.assemble(words["zh"], "  ", (words["en"], "dim"))
        if whole.cell_len > self.console.width:
            whole = Text.assemble(words["zh"], "\n", (words["en"], "dim"))
        self.console.print(whole, soft_wrap=True)

    def word(self, msgid: str) -> str:
        """A word or two, both languages."""
        words = both(msgid)
        return f"{words['zh']} {words['en']}"

    def welcome(self, title: Mapping[str, str], passwords: Mapping[str, str]) -> None:
        """The contest, its addresses and the logins."""
        self.console.print()
        self.console.print(Text(title["zh"], style="bold"), Text(title["en"], style="dim"), sep="\n", end="\n\n")
        table = Table.grid(padding=(0, 2))
        for what, path in (("board", "/board/"), ("judge", "/judge"), ("console", "/console")):
            table.add_row("", self.word(f"cli.demo_{what}"), Text(f"{self.url}{path}", no_wrap=True))
        self.console.print(table)
        table = Table.grid(padding=(0, 2))
        for login, secret in passwords.items():
            table.add_row("", self.word(f"cli.role_{login}"), login, secret)
        self.console.print()
        self.console.print(table)
        self.console.print()
        if not self.open_to_hall:
            self.say("cli.demo_hall", command=_open_to_hall())
            self.console.print()

    def invite(self, seat: Mapping[str, str], token: str, pin: str) -> None:
        """The link to the free seat, and both QR codes side by side where a screen shows them."""
        board, judge = f"{self.url}/board/", f"{self.url}/judge#pair={token}"
        self.say("cli.demo_free_seat", seat=seat)
        self.console.print(f"  {judge}  PIN {pin}", soft_wrap=True)
        if self.console.is_terminal:
            self.console.print()
            captions = (self.word("cli.demo_board"), self.word("cli.demo_free"))
            for line in side_by_side(qr_lines(board), qr_lines(judge), captions):
                self.console.print(line)
        self.console.print()

    @contextmanager
    def bars(self, names: Mapping[str, Mapping[str, str]]) -> Iterator[Bars]:
        """Bars that move, or a line each 10 % where nobody watches."""
        if self.console.is_terminal:
            with _Moving(self.console, self.word("cli.demo_seated"), names) as moving:
                yield moving
        else:
            yield _Lines(self)

    def awards(self, name: Mapping[str, str], awards: Iterable[Mapping[str, Any]]) -> None:
        """An item's award list, and the prizes that nobody gets."""
        heads = ("award", "rank", "code", "name", "unit", "total", "money")
        table = self._table(f"{name['zh']} {name['en']} · {self.word('cli.demo_awards')}", heads)
        for award in awards:
            for row in award["entries"]:
                rank, money = str(row["rank"] or ""), award["money"] or ""
                place = (rank, row["code"], row["name"], row["unit"], row["total"], money)
                table.add_row(f"{award['name']['zh']} {award['name']['en']}", *place)
            if award["empty"]:
                words = both("cli.demo_empty", {"count": award["empty"]})
                table.add_row(f"{award['name']['zh']} {award['name']['en']}", "", "", " ".join(words.values()))
        self.console.print(table)

    def promotions(self, name: Mapping[str, str], promotions: Iterable[Mapping[str, Any]]) -> None:
        """Who steps up to which level of skill."""
        heads = ("to", "before", "rank", "code", "name", "unit", "total")
        table = self._table(f"{name['zh']} {name['en']} · {self.word('cli.demo_promotions')}", heads)
        for row in promotions:
            to, before = (
                f"{each['name']['zh']} {each['name']['en']}" if each else self.word("export.level.none")
                for each in (row["to"], row["before"])
            )
            table.add_row(to, before, str(row["rank"] or ""), row["code"], row["name"], row["unit"], row["total"])
        self.console.print(table)

    def units(self, name: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> None:
        """The table of units."""
        table = self._table(f"{name['zh']} {name['en']}", ("rank", "unit", "total"))
        for row in rows:
            table.add_row(str(row["rank"]), row["unit"], row["total"])
        self.console.print(table)

    def written(self, paths: Iterable[Path]) -> None:
        """Where the results are."""
        self.console.print()
        self.say("cli.demo_written")
        for path in paths:
            self.console.print(f"  {path}", soft_wrap=True)

    def _table(self, title: str, heads: Iterable[str]) -> Table:
        table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
        for head in heads:
            right = head in ("rank", "total", "money")
            words = both(f"cli.head_{head}")
            column = Text(f"{words['zh']}\n{words['en']}", style="dim")
            table.add_column(column, justify="right" if right else "left", overflow="fold")
        self.console.print()
        return table


class _Moving:
    """A bar an item, drawn when told: no thread of its own beside the server's loop."""

    def __init__(self, console: Console, seats: str, names: Mapping[str, Mapping[str, str]]) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console, auto_refresh=False)
        self._seats = self._progress.add_task(seats, total=None, visible=False)
        self._tasks = {
            item: self._progress.add_task(f"{name['zh']} {name['en']}", total=None) for item, name in names.items()
        }

    def __enter__(self) -> _Moving:
        self._progress.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self._progress.stop()

    def show(self, counts: Mapping[str, tuple[int, int]]) -> None:
        for item, (done, of) in counts.items():
            self._progress.update(self._tasks[item], completed=done, total=of)
        self._progress.refresh()

    def seated(self, done: int, of: int) -> None:
        self._progress.update(self._seats, completed=done, total=of, visible=done < of)
        self._progress.refresh()


class _Lines:
    def __init__(self, teller: Teller) -> None:
        self._teller, self._told = teller, 0

    def show(self, counts: Mapping[str, tuple[int, int]]) -> None:
        done, of = (sum(each) for each in zip(*counts.values(), strict=True))
        tenth = 10 * done // max(of, 1)
        if tenth > self._told:
            self._told = tenth
            self._teller.say("cli.demo_sheets", percent=10 * tenth, done=done, of=of)

    def seated(self, done: int, of: int) -> None:
        pass


def _in(language: str, value: Any) -> Any:
    return value[language] if isinstance(value, Mapping) else value


def qr_lines(text: str) -> list[str]:
    """A QR code as lines of half blocks, with its quiet zone."""
    rows = [list(row) for row in segno.make(text, error="l", micro=False).matrix_iter(border=2)]
    blank = [0] * len(rows[0])
    pairs = zip_longest(rows[::2], rows[1::2], fillvalue=blank)
    return ["".join(HALVES[bool(a), bool(b)] for a, b in zip(*pair, strict=True)) for pair in pairs]


def side_by_side(left: list[str], right: list[str], captions: tuple[str, str]) -> Iterator[Text]:
    """Two QR codes with their captions above them."""
    wide = len(left[0])
    first = Text.assemble("  ", captions[0])
    first.pad_right(max(wide + 6 - first.cell_len, 1))
    yield first + Text(captions[1])
    for one, other in zip_longest(left, right, fillvalue=""):
        gap = " " * (4 + wide - len(one))
        yield Text.assemble("  ", (one, "bright_white on black"), gap, (other, "bright_white on black"))
