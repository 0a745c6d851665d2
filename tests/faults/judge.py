"""A simulated judge: a process of its own that marks, resends whatever was not answered, and keeps a ledger of all.

`python -m tests.faults.judge SPEC` where SPEC is JSON: address, token, seat, tasks [[item, part, code]], seed, ledger.
It marks at random until a line comes on its standard input, then confirms every sheet and ends. The ledger is a file
outside the system: intent → sent → acked or refused, one JSON object a line.
"""

from __future__ import annotations

import json
import os
import random
import select
import sys
import time
from typing import Any

from tests.support.wire import Broken, Closed, Judge, NoAnswer, Refused

AGAIN = 0.1  # how often an answered message is sent once more, as a device does that lost the answer


class Ledger:
    """What this judge knows it did, in a file that no fault of the server can touch."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note(self, what: str, request: str, **more: Any) -> None:
        os.write(self._file, json.dumps({"what": what, "request": request, **more}).encode() + b"\n")


class Device:
    """A line to the server that comes back by itself."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self._spec = spec
        self._line: Judge | None = None

    def call(self, event: str, said: dict[str, Any]) -> dict[str, Any] | None:
        """One try: the answer, or None where none came."""
        try:
            if self._line is None:
                self._line = Judge(tuple(self._spec["address"]), self._spec["token"])
            return self._line.call(event, said, within=5)
        except (Closed, NoAnswer, OSError, Refused):
            self.drop()
            time.sleep(0.02)
            return None

    def drop(self) -> None:
        if self._line is not None:
            self._line.leave()
        self._line = None


class Marker:
    """The judge's own view: which version of which sheet stands, as far as it was told."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self._spec, self._device, self._ledger = spec, Device(spec), Ledger(spec["ledger"])
        self._dice = random.Random(spec["seed"])
        self._version: dict[tuple[str, str, str], int] = {}
        self._shut: set[str] = set()  # items that are locked
        self._count = 0
        self._rulebooks: dict[str, int] = {}

    def prepare(self) -> None:
        while (told := self._device.call("hello", {})) is None:
            pass
        self._rulebooks = {item["id"]: item["rulebook"] for item in told["items"]}

    def deliver(self, event: str, said: dict[str, Any]) -> dict[str, Any]:
        """Send until it is answered, as an outbox does; sometimes once more."""
        self._count += 1
        request = f"{self._spec['seat']}-{self._count:08d}"
        said = {"request": request, **said}
        self._ledger.note("intent", request, event=event, said=said)
        answer = self._until_answered(event, said)
        if self._dice.random() < AGAIN:
            self._until_answered(event, said)
        return answer

    def _until_answered(self, event: str, said: dict[str, Any]) -> dict[str, Any]:
        while True:
            self._ledger.note("sent", said["request"])
            answer = self._device.call(event, said)
            if answer is not None and not answer.get("retry"):
                break
        if answer["outcome"] == "refused":
            self._ledger.note("refused", said["request"], code=answer["code"])
        else:
            told = {"outcome": answer["outcome"], **answer["receipt"]}
            self._ledger.note("acked", said["request"], **told)
        return answer

    def mark(self, task: tuple[str, str, str], *, confirm: bool) -> None:
        """Hand in a sheet; where it was set aside, go on from what stands."""
        item, part, code = task
        marks = {"a": f"{self._dice.randint(0, 12) / 2}", "b": f"{self._dice.randint(0, 16) / 4}"}
        said = {"item": item, "code": code, "part": part, "marks": marks, "note": "", "confirm": confirm}
        answer = self.deliver("sheet", said | {"base": self._version.get(task, 0), "rulebook": self._rulebooks[item]})
        if answer["outcome"] == "accepted":
            self._version[task] = answer["version"]
        elif answer["outcome"] == "set_aside":
            self._version[task] = (answer["current"] or {"version": 0})["version"]
            if answer["reason"] == "late":
                self._shut.add(item)

    def confirm(self, task: tuple[str, str, str]) -> None:
        item, part, code = task
        self.deliver("confirm", {"item": item, "code": code, "part": part, "version": self._version[task]})

    def work(self) -> None:
        """Mark at random until told to finish, then mark and confirm everything once more."""
        tasks = [tuple(task) for task in self._spec["tasks"]]
        while not select.select([sys.stdin], [], [], 0)[0]:
            self.mark(self._dice.choice(tasks), confirm=False)
        for task in tasks:
            at_once = task[0] in self._shut or self._dice.random() < 0.5
            self.mark(task, confirm=at_once)
            if not at_once and task[0] not in self._shut:
                self.confirm(task)
        self._device.drop()


if __name__ == "__main__":
    marker = Marker(json.loads(sys.argv[1]))
    try:
        marker.prepare()
        marker.work()
    except Broken as broken:  # a half frame: no fault may make the server say something unreadable
        sys.exit(f"broken: {broken}")
