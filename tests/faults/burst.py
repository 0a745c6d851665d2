"""A burst: judges in processes of their own mark as fast as they can, while something is done to the server."""

from __future__ import annotations

import contextlib
import json
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.checker import Intent, Verdict, read_journal, read_ledgers, sort_marks
from tests.faults.ranking import JUDGES
from tests.scoring.builders import criterion, judged, points, trimmed
from tests.support.counts import count
from tests.support.desk import Desk
from tests.support.server import ROOT, SERVE, Server, eventually
from tests.support.small import book, house, preset, token

CONTEST = "cup"
ITEMS = ("wall", "tile")  # the second one is locked in the middle of it
ENTRIES = 10
SEATS = tuple(f"j{number}" for number in range(1, JUDGES + 1))


def rulebook(item: str) -> dict:
    part = judged("work", criterion("c", points("a", max="6"), points("b", max="4", step="0.25")), **trimmed(JUDGES))
    return book(item, part | {"out_of": "10"})


@dataclass
class Burst:
    """A contest under fault."""

    server: Server
    seed: int
    ledgers: Path
    codes: dict[str, list[str]] = field(default_factory=dict)
    _seen: dict[Path, tuple[int, int]] = field(default_factory=dict)  # ledger → bytes read, answers in them
    _judges: list[subprocess.Popen[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    @property
    def database(self) -> Path:
        return self.server.var / "contest.db"

    def start_judges(self) -> None:
        tasks = [(item, "work", code) for item in ITEMS for code in self.codes[item]]
        for seat in SEATS:
            spec = {"address": self.server.address, "token": token(CONTEST, seat), "seat": seat, "tasks": tasks}
            spec |= {"seed": self.dice.getrandbits(32), "ledger": str(self.ledgers / f"{seat}.ndjson")}
            command = [sys.executable, "-m", "tests.faults.judge", json.dumps(spec)]
            self._judges.append(subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, text=True))
        self.wait_for_acks(JUDGES)

    def acked(self) -> int:
        """How many answers the judges have noted."""
        for path in self.ledgers.glob("*.ndjson"):
            read, answers = self._seen.get(path, (0, 0))
            with path.open("rb") as file:
                file.seek(read)
                whole = file.read().rpartition(b"\n")[0]
            self._seen[path] = (read + len(whole), answers + whole.count(b'"acked"'))
        return sum(answers for _, answers in self._seen.values())

    def wait_for_acks(self, more: int) -> None:
        """Wait until the burst is under way again."""
        before = self.acked()
        eventually(lambda: self.acked() >= before + more, 30, "the judges got no answers")
        assert not [judge.args for judge in self._judges if judge.poll()], "a judge read something broken"

    def kill_and_restart(self) -> float:
        """SIGKILL at a moment of the dice's choosing within the burst; seconds until it serves again."""
        self.wait_for_acks(self.dice.randint(30, count(small=200, full=1000)))
        self.server.kill()
        return self.server.start()

    def finish(self) -> None:
        """Let the judges confirm everything and go home."""
        for judge in self._judges:
            assert judge.stdin is not None
            with contextlib.suppress(OSError):
                judge.stdin.close()
        for judge in self._judges:
            assert judge.wait(60) == 0

    def stop_judges(self) -> None:
        for judge in self._judges:
            if judge.poll() is None:
                judge.kill()
            judge.wait()
            assert judge.stdin is not None
            judge.stdin.close()

    def desk(self) -> Desk:
        return Desk(self.server.address, CONTEST)

    def verdict(self) -> Verdict:
        """What became of every mark, by ledgers and database."""
        return sort_marks(self.by_request(), read_journal(self.database, CONTEST))

    def by_request(self) -> dict[str, Intent]:
        """Every judge's intents."""
        return read_ledgers(sorted(self.ledgers.glob("*.ndjson")))


@contextlib.contextmanager
def burst(var: Path, seed: int, program: Sequence[str] = SERVE) -> Iterator[Burst]:
    """A contest with its server and eight judges who have begun."""
    print(f"seed {seed}")
    ledgers = var / "ledgers"
    ledgers.mkdir()
    with house(var) as opened:
        opened.add_staff()
        seats = {seat: [(item, "work") for item in ITEMS] for seat in SEATS}
        opened.open(CONTEST, preset([rulebook(item) for item in ITEMS], ENTRIES, seats))
        codes = {str(item.id): sorted(map(str, item.by_code)) for item in opened.door.current(CONTEST).items.values()}
    found = Burst(Server(var, program), seed, ledgers, codes)
    try:
        found.server.start()
        found.start_judges()
        yield found
    finally:
        found.stop_judges()
        found.server.stop()
