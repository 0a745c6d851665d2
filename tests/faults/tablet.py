"""A judge's tablet in a few lines: the outbox of frontend/judge/outbox.ts, without its pages."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Job:
    """What a tablet has to say of its sheet of an entry, under one request id until it is answered."""

    request: str
    kind: str  # "sheet" or "confirm"
    entry: int
    mark: str
    base: int  # the version the judge saw; of a confirmation, the one that is confirmed
    confirm: bool = False
    tried: bool = False


@dataclass(frozen=True)
class Answer:
    """What came back: "accepted", "set_aside" or "refused", and the version that stands as far as it tells."""

    outcome: str
    version: int = 0


@dataclass
class Tablet:
    """A device of a seat. All it holds is on its disk; a kill (`lives`) only makes it miss what it was waiting for."""

    name: str
    seat: str
    outbox: list[Job] = field(default_factory=list)
    versions: dict[int, int] = field(default_factory=dict)  # entry → the version its judge has seen
    lives: int = 0
    count: int = 0

    def waiting(self, entry: int) -> list[Job]:
        return [job for job in self.outbox if job.entry == entry]

    def mark(self, entry: int, mark: str, confirm: bool) -> None:
        """An edit takes the place of what nobody can have seen yet, and waits behind what was tried."""
        self.outbox = [job for job in self.outbox if job.entry != entry or job.tried]
        self._queue("sheet", entry, mark, confirm)

    def confirm(self, entry: int) -> None:
        """Confirm what was marked: a sheet that is still untried is simply sent as confirmed."""
        last = self.waiting(entry)[-1:]
        if not last and entry in self.versions:
            self._queue("confirm", entry)
        for job in last:
            if job.kind == "sheet" and not job.tried:
                self._put(job, replace(job, confirm=True))
            elif job.kind == "sheet" and not job.confirm:
                self._queue("confirm", entry)

    def tell(self, entry: int) -> Job | None:
        """The message of this sheet that may go now; from here on it counts as tried."""
        for job in self.waiting(entry)[:1]:
            return self._put(job, replace(job, tried=True))
        return None

    def settle(self, job: Job, answer: Answer) -> None:
        """Take an answered message out, once, and keep what the answer changes for what waits behind it."""
        if job not in self.outbox:
            return
        self.outbox.remove(job)
        behind = self.waiting(job.entry)
        if answer.outcome != "refused":
            self.versions[job.entry] = answer.version
        for each in behind:
            if answer.outcome == "accepted":
                self._put(each, replace(each, base=answer.version))
            elif job.kind == "sheet" and each.kind == "confirm":  # what was confirmed is not what stands
                self.outbox.remove(each)

    def _queue(self, kind: str, entry: int, mark: str = "", confirm: bool = False) -> None:
        self.count += 1
        request = f"{self.name}-{self.count:08d}"
        self.outbox.append(Job(request, kind, entry, mark, self.versions.get(entry, 0), confirm))

    def _put(self, old: Job, new: Job) -> Job:
        self.outbox[self.outbox.index(old)] = new
        return new
