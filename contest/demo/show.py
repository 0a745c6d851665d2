"""The show: open the contest, let the judges mark, see to what happens, hand out the awards. Resumes what is there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import gevent
from sqlalchemy import select

from .. import presets
from ..commands.files import write_results
from ..locale import both
from ..opening import open_preset
from ..people_tables import Account
from ..scoring import office
from ..scoring.contest import Contest
from ..web.services import Services
from .ceremony import finish, let_on
from .judges import Devices, Playing
from .kept import ROLES, Kept
from .offices import Offices
from .spice import Incident, incidents
from .stage import Operator
from .telling import Bars, CannotGoOn, Teller
from .visitors import Visitors

TICK = 0.25  # s between two looks at how far it is
VISIT = timedelta(hours=12)  # for so long the visitor's link holds
ROUNDS = 3  # of simulated judges; those in which a visitor was waited for are not counted
DONE = ("signed", "published")


class Show:
    """One rehearsal of one preset. `span`: seconds over which the judges spread a whole contest; 0: nobody waits."""

    def __init__(self, app: Any, teller: Teller, kept: Kept, preset: str, span: float) -> None:
        self._services: Services = app.extensions["contest"]
        self._teller, self._kept, self._span = teller, kept, span
        self._preset = presets.load(preset)
        self._name = preset
        host = self._services.settings.host
        self._url = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{app.port}"
        self._offices = Offices(self._url, preset, kept.passwords)
        self._devices = Devices(self._services.people, self._offices, kept)
        self._due: list[Incident] = []
        self._operator: Operator | None = None
        free = [seat.id for seat in self._preset.seats if seat.free]
        self._visitors = Visitors(self._services.people, preset, free)

    def play(self) -> None:
        """From wherever it stands to the award list and the files. Refusal, Refused, CannotGoOn."""
        self._open()
        self._teller.welcome(self._contest.title, self._kept.passwords)
        if all(item.state in DONE for item in self._contest.items.values()):
            self._teller.say("cli.demo_finished")
        else:
            self._invite()
            self._rehearse()
            for item in list(self._contest.items):
                finish(self._offices, self._teller, item, min(self._span / 200, 1.0))
                if let_on(self._offices, self._teller, item):
                    self._invite()
                    self._rehearse()
        self._tell_winners()
        self._export()
        self._offices.go()

    @property
    def _contest(self) -> Contest:
        return self._services.door.current(self._name)

    # --- opening ------------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        """The preset as a rehearsal, and the four accounts; what is there already stays."""
        self._refuse_a_real_contest()
        self._services.seeds[self._name] = str(self._kept.seed)
        self._accounts()
        open_preset(
            self._services.door,
            self._services.people,
            self._preset,
            self._name,
            rehearsal=True,
            seed=str(self._kept.seed),
            shelf=self._services.shelf,
        )
        self._due = list(incidents(self._contest, self._kept.seed))

    def _refuse_a_real_contest(self) -> None:
        if self._name in self._services.door.names() and not self._contest.rehearsal:
            raise CannotGoOn("cli.demo_not_rehearsal", contest=self._name)

    def _accounts(self) -> None:
        """The demo's four accounts. Their passwords are kept before they count: a run may end between any two lines."""
        people = self._services.people
        there = people.reader.run(lambda connection: set(connection.scalars(select(Account.login))))
        if self._kept.fresh and (taken := there.intersection(ROLES)):
            raise CannotGoOn("cli.demo_login_taken", login=sorted(taken))
        self._kept.write()
        for role in ROLES:
            if role not in there:
                name = both(f"cli.role_{role}")["zh"]
                people.add_account(role, name, self._kept.passwords[role], [(self._name, "", role)])

    def _invite(self) -> None:
        """A seat for whoever happens to be there, if the preset leaves one free and nobody has come to it yet."""
        for seat in self._preset.seats:
            if seat.free and self._span and self._lacking([seat.id]) and not self._visitors.at():
                self._devices.tokens([seat.id])  # the PIN is set, and told below
                token, _ = self._services.people.new_pairing(self._name, seat.id, VISIT)
                self._teller.invite(seat.name, token, self._kept.pin)
                return

    # --- marking ------------------------------------------------------------------------------------------------------

    def _rehearse(self) -> None:
        names = {str(item.id): office.words(item.rulebook.name) for item in self._contest.items.values()}
        with self._teller.bars(names) as bars:
            rounds = 0
            while rounds < ROUNDS:
                rounds += not self._round(bars, last=rounds == ROUNDS - 1)
                if not self._missing():
                    break
            self._note(1.0)
            self._stage().finish()
            bars.show(self._counts())
        if missing := self._missing():
            raise CannotGoOn("cli.demo_missing", codes=missing)

    def _round(self, bars: Bars, *, last: bool) -> bool:
        """Every seat; the free one last, so that a visitor has the time of all the others. Whether one was waited
        for, which is not before the others are done: those who broke down are asked again first, but for the `last`
        time."""
        came = self._visitors.at()
        free = [seat.id for seat in self._preset.seats if seat.free and (self._span or seat.id in came)]
        others = [seat.id for seat in self._preset.seats if seat.id not in free]
        self._turn(bars, others, self._span)
        return (last or not self._lacking(others)) and self._round_of_free(bars, free)

    def _round_of_free(self, bars: Bars, free: list[str]) -> bool:
        """What is missing on these seats: by whoever came there, else by simulated judges."""
        waited = False
        while missing := self._lacking(free):
            if visited := [seat for seat in self._visitors.at() if seat in missing]:
                waited = True
                self._wait_for(bars, visited)
            elif self._turn(bars, missing, self._span / 8):
                break
        return waited

    def _turn(self, bars: Bars, seats: list[str], span: float) -> bool:
        """Let these seats' simulated judges play what is missing, and watch them; False where they got up because
        somebody came to one of the seats, who is let in only then."""
        tokens = self._devices.tokens(self._lacking(seats), bars.seated)
        if not tokens:
            return True
        playing = Playing({"url": self._url, "seats": tokens, "seed": self._kept.seed, "span": span})
        try:
            while not playing.over():
                if tokens.keys() & self._visitors.at():
                    return False
                self._look_round(bars)
            if playing.fault():
                self._teller.say("cli.demo_judges_fault", fault=playing.fault())
        finally:
            playing.close()
        return True

    def _wait_for(self, bars: Bars, seats: list[str]) -> None:
        """Wait for visitors on these seats, on the line or not, until all of theirs is in or their devices are
        revoked."""
        names = {seat.id: seat.name for seat in self._preset.seats}
        self._teller.say("cli.demo_waiting", seat=names[seats[0]])
        while set(self._lacking(seats)).intersection(self._visitors.at()):
            self._look_round(bars)

    def _look_round(self, bars: Bars) -> None:
        """Show how far it is. Is something due to happen?"""
        counts = self._counts()
        bars.show(counts)
        self._note(sum(done for done, _ in counts.values()) / max(sum(of for _, of in counts.values()), 1))
        self._visitors.let_in()
        if self._span:
            self._stage().step()
        gevent.sleep(TICK)

    def _stage(self) -> Operator:
        self._operator = self._operator or Operator(self._offices, self._contest)
        return self._operator

    def _note(self, progress: float) -> None:
        """The chief notes what is due; noted before, the server gives the first receipt again."""
        for incident in [each for each in self._due if each.after <= progress]:
            self._due.remove(incident)
            if incident.item.locked:
                continue
            self._offices.post("chief", incident.path, incident.body, key=f"demo-{incident.what}-{incident.code}")
            item = office.words(incident.item.rulebook.name)
            self._teller.say(f"cli.demo_note_{incident.what}", item=item, code=incident.code)

    def _counts(self) -> dict[str, tuple[int, int]]:
        """Item → (sheets confirmed, sheets expected)."""
        seen = ((item.id, office.overview(self._contest, item)["sheets"]) for item in self._contest.items.values())
        return {id: (sheets["confirmed"], sheets["expected"]) for id, sheets in seen}

    def _lacking(self, seats: list[str]) -> list[str]:
        """Those of the seats whose word is missing on some sheet of an entry that is present."""
        found = set()
        for item in self._contest.items.values():
            if item.locked:
                continue
            present = {entry.code for entry in item.entries.values() if entry.status == "present"}
            for cell, state in office.progress(self._contest, item)["cells"].items():
                code, _, seat = cell.split("|")
                if state != "confirmed" and code in present:
                    found.add(seat)
        return [seat for seat in seats if seat in found]

    def _missing(self) -> list[str]:
        """Codes of entries, in items still open, that lack a part."""
        return sorted(
            entry.code for item in self._contest.items.values() if not item.locked for entry in item.incomplete()
        )

    # --- the end ------------------------------------------------------------------------------------------------------

    def _tell_winners(self) -> None:
        for item in self._contest.items.values():
            found = self._offices.get("organizer", f"/items/{item.id}/awards")
            self._teller.awards(office.words(item.rulebook.name), found["awards"])
            if found["promotions"]:
                self._teller.promotions(office.words(item.rulebook.name), found["promotions"])
        units = self._offices.get("organizer", "/units")
        if units["rows"]:
            self._teller.units(units["name"], units["rows"])

    def _export(self) -> None:
        folder = self._services.settings.var / "exports"
        paths = write_results(self._services.door, self._services.people, self._name, folder)
        self._teller.written(paths)
