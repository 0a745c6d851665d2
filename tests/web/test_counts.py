"""Votes, ballots, rounds and judges compared, over REST: an item whose part is marked, voted on and balloted, and the
final to which its first two go on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import gevent
import pytest
from gevent.event import Event

from contest import turns
from contest.apart import trying
from contest.apart.tasks import Asked
from contest.intake.roster import RosterRow
from contest.opening import open_preset
from contest.people import foretold
from contest.presets import Duty, Seat
from contest.scoring import deciding
from contest.scoring.contest import Contest
from contest.scoring.events import ContestId, PartScoresImported, RoundAdvanced, from_bytes
from contest.scoring.refused import Refused
from contest.scoring.verbs import chief, judge, organizer
from contest.scoring.verbs import rounds as rounds_verb
from contest.scoring.verbs.rounds import advance
from contest.web import counts
from contest.web import rounds as rounds_view
from contest.web.rounds import chance
from contest.web.tags import refuse_if_moved
from tests.scoring.builders import TWO, data, imported, judged
from tests.support.histories import agreed
from tests.web.hall import Hall, Play, a_preset, refused

NAMES = ("Wren", "Linnet", "金丝雀", "Robin")


def semi() -> dict[str, Any]:
    """Half by a judge, half by votes of two channels; elected by more than half of five members."""
    channels = [{"id": id, "name": {"zh": id, "en": id}, "weight": "50"} for id in ("app", "web")]
    public = {"id": "public", "name": {"zh": "点赞", "en": "Likes"}, "source": "votes", "out_of": "100", "weight": "50"}
    jury = {"id": "jury", "name": {"zh": "票决", "en": "Ballot"}, "source": "ballot", "out_of": "100", "weight": "0"}
    rule = {"kind": "choose", "members": 5, "choose": 2, "quorum": "60", "of": "present", "passes": "50", "over": True}
    return data(
        judged("taste", weight="50", judges=2, combine={"method": "mean"}),
        public | {"votes": {"scale": "ratio", "channels": channels}},
        jury | {"ballot": rule},
        id="semi",
        sealed=False,
        rounding={"judges": TWO, "part": TWO, "weighted": TWO, "total": TWO},
        ties=[{"by": "lot"}],
        advance={"to": "final", "count": 2, "into": "before"},
        awards=[{"id": "first", "name": {"zh": "一等奖", "en": "First prize"}, "count": 1}],
    )


def final() -> dict[str, Any]:
    return data(imported("before", weight="40"), judged("taste", weight="60"), id="final", sealed=False)


@dataclass
class Rounds(Play):
    """The contest of this file. Its seats mark both rounds."""

    def __post_init__(self) -> None:
        rows = [RosterRow(f"s{k}", name, "队", "semi", {}) for k, name in enumerate(NAMES)]
        seats = [Seat(id, {"zh": id, "en": id}, (Duty("semi", "taste"),), f"裁判 {id}") for id in ("j1", "j2")]
        opening = replace(
            a_preset(()), rulebooks={"semi": semi()}, roster=tuple(rows), seats=tuple(seats), unit_table=None
        )
        open_preset(self.services.door, self.services.people, opening, self.id, rehearsal=False)
        self.does(organizer.set_rulebook, rulebook=final())

    def code_of(self, name: str, item: str = "semi") -> str:
        known = self.item(item).by_code.items()
        return next(str(c) for c, entry in known if self.services.people.person(self.id, entry.id).name == name)

    def tasted(self, *marks: str, seats: tuple[str, ...] = ("j1", "j2")) -> Rounds:
        for seat in seats:
            for name, mark in zip(NAMES, marks, strict=True):
                sheet = {"item": "semi", "code": self.code_of(name), "part": "taste", "marks": {"a": mark}, "base": 0}
                book = self.item("semi").version
                self.does(judge.submit_sheet, f"seat:{seat}", rulebook=book, confirm=True, **sheet)
        return self

    def at(self, rest: str) -> str:
        return f"/api/contests/{self.id}/items/semi/{rest}"


@pytest.fixture
def rounds(hall: Hall) -> Rounds:
    return Rounds(hall.services)


def votes(rounds: Rounds, *counts: int) -> dict[str, Any]:
    return {"votes": {rounds.code_of(name): count for name, count in zip(NAMES, counts, strict=True)}}


def told(rounds: Rounds, rows: list[dict[str, Any]], key: str) -> dict[str, Any]:
    return {row["name"]: row[key] for row in rows}


def test_votes_are_counted_by_channel_and_count_once_every_channel_has_come(hall: Hall, rounds: Rounds):
    desk = hall.staff("recorder")
    assert desk.post(rounds.at("votes/public/app"), votes(rounds, 100, 50, 0, 20)).status_code == 200
    seen = desk.get(rounds.at("votes/public")).json
    assert set(told(rounds, seen["rows"], "score").values()) == {None}
    assert desk.post(rounds.at("votes/public/web"), votes(rounds, 10, 10, 5, 0)).status_code == 200
    seen = desk.get(rounds.at("votes/public")).json
    # ½ of votes ÷ highest × 100 in each channel: 50 ÷ 100 and 10 ÷ 10 → 25 + 50
    assert told(rounds, seen["rows"], "score") == {
        "Wren": "100.00",
        "Linnet": "75.00",
        "金丝雀": "25.00",
        "Robin": "10.00",
    }


@pytest.mark.parametrize("what", ["results", "awards", "entries/{}/explanation"])
def test_what_one_vote_moves_is_worked_out_in_turns_for_who_reads_it_and_once(
    hall: Hall, rounds: Rounds, what, monkeypatch
):
    desk = hall.staff("recorder")
    desk.post(rounds.at("votes/public/app"), votes(rounds, 100, 50, 0, 20))
    stopped: list[float] = []
    monkeypatch.setattr(turns, "TURN", -1)
    monkeypatch.setattr(turns, "gevent", SimpleNamespace(sleep=stopped.append))
    page = rounds.at(what.format(rounds.code_of("Wren")))
    assert rounds.item("semi").stale
    assert hall.staff("chief").get(page).status_code == 200
    assert stopped
    assert not rounds.item("semi").stale
    stopped.clear()
    assert hall.staff("chief").get(page).status_code == 200
    assert not stopped


def test_a_count_is_not_noted_over_another_that_came_meanwhile(hall: Hall, rounds: Rounds):
    desk, here = hall.staff("recorder"), rounds.at("votes/public/app")
    match = {"If-Match": desk.get(rounds.at("votes/public")).headers["ETag"]}
    first = match | {"Idempotency-Key": "counted"}
    assert desk.ask("POST", here, votes(rounds, 100, 50, 0, 20), first).status_code == 200
    assert refused(desk.ask("POST", here, votes(rounds, 90, 50, 0, 20), match), 412, "changed_meanwhile")
    assert desk.ask("POST", here, votes(rounds, 100, 50, 0, 20), first).status_code == 200  # no answer had come
    assert desk.post(here, votes(rounds, 90, 50, 0, 20)).status_code == 200


def test_of_two_counts_made_over_the_same_table_at_once_one_is_noted(hall: Hall, rounds: Rounds, monkeypatch):
    desks, other = [hall.staff("recorder"), hall.staff("organizer")], Event()
    match = {"If-Match": desks[0].get(rounds.at("votes/public")).headers["ETag"]}
    looked: list[str] = []

    def slowly(contest: str, told: Any) -> None:
        """The first that has looked at the table lets the other one look too, if it can."""
        refuse_if_moved(contest, told)
        looked.append(contest)
        other.wait(0.3) if len(looked) == 1 else other.set()

    monkeypatch.setattr(counts, "refuse_if_moved", slowly)
    pairs = zip(desks, ("app", "web"), strict=True)
    asked = [
        gevent.spawn(desk.ask, "POST", rounds.at(f"votes/public/{channel}"), votes(rounds, 1, 2, 3, 4), match)
        for desk, channel in pairs
    ]
    assert sorted(one.get().status_code for one in asked) == [200, 412]


def test_votes_that_are_voided_stay_voided_with_their_reason(hall: Hall, rounds: Rounds):
    desk, code = hall.staff("chief"), rounds.code_of("Wren")
    desk.post(rounds.at("votes/public/app"), votes(rounds, 100, 50, 0, 20))
    asked = {"code": code, "votes": 40, "reason": "刷票"}
    assert desk.post(rounds.at("votes/public/app/void"), asked).status_code == 200
    desk.post(rounds.at("votes/public/app"), votes(rounds, 120, 50, 0, 20))
    seen = desk.get(rounds.at("votes/public")).json
    assert told(rounds, seen["rows"], "votes")["Wren"] == {"app": {"counted": 120, "voided": 40}}
    (void,) = seen["voids"]
    assert (void["name"], void["votes"], void["reason"], void["by"]) == ("Wren", 40, "刷票", desk.login.title())


@pytest.mark.parametrize(
    ("rest", "body", "status", "code"),
    [
        ("votes/public/app", {"votes": {"Z99": 1}}, 404, "unknown_code"),
        ("votes/public/radio", {"votes": {"A01": 1}}, 404, "unknown_channel"),
        ("votes/taste/app", {"votes": {"A01": 1}}, 404, "unknown_part"),
        ("votes/public/app", {"votes": {}}, 422, "malformed"),
        ("votes/public/app", {"votes": {"A01": "7"}}, 422, "malformed"),
        ("votes/public/app/void", {"code": "A01", "votes": 1, "reason": "why"}, 409, "votes_void"),
        ("votes/public/app/void", {"code": "A01", "votes": 1, "reason": ""}, 422, "malformed"),
    ],
)
def test_a_count_that_cannot_be_is_refused(hall: Hall, rounds: Rounds, rest, body, status, code):
    assert refused(hall.staff().post(rounds.at(rest), body), status, code)


def ballot(rounds: Rounds, papers=(5, 5, 5, 5), **named: int) -> dict[str, Any]:
    rows = [{"code": rounds.code_of(name), "for": count} for name, count in named.items()]
    return dict(zip(("present", "issued", "returned", "valid"), papers, strict=True)) | {"votes": rows}


def test_a_ballot_elects_and_a_run_off_goes_before_it(hall: Hall, rounds: Rounds):
    desk, here = hall.staff("organizer"), rounds.at("ballots/jury")
    assert desk.post(here, ballot(rounds, Wren=4, Linnet=2, 金丝雀=2, Robin=2)).status_code == 200
    assert told(rounds, desk.get(here).json["rows"], "elected") == dict.fromkeys(NAMES, False) | {"Wren": True}
    assert desk.post(here, ballot(rounds, Linnet=3, 金丝雀=2)).status_code == 200
    seen = desk.get(here).json
    assert told(rounds, seen["rows"], "elected") == {"Wren": True, "Linnet": True, "金丝雀": False, "Robin": False}
    assert [(held["round"], held["valid"]) for held in seen["held"]] == [(1, 5), (2, 5)]


@pytest.mark.parametrize(
    ("papers", "named", "code"),
    [
        ((2, 2, 2, 2), {"Wren": 2}, "no_quorum"),
        ((5, 6, 5, 5), {"Wren": 2}, "ballot_papers"),
        ((5, 5, 5, 5), {"Wren": 6}, "ballot_votes"),
        ((4, 4, 4, 4), {"Wren": 4, "Linnet": 4, "Robin": 1}, "ballot_names"),
    ],
)
def test_a_ballot_that_cannot_be_is_refused(hall: Hall, rounds: Rounds, papers, named, code):
    answer = hall.staff("recorder").post(rounds.at("ballots/jury"), ballot(rounds, papers, **named))
    assert refused(answer, 409, code)


def whole(rounds: Rounds, hall: Hall, *marks: str) -> Rounds:
    """Marked, voted and balloted, and locked. Votes and ballot are the same for all."""
    desk = hall.staff()
    rounds.tasted(*marks)
    for channel in ("app", "web"):
        desk.post(rounds.at(f"votes/public/{channel}"), votes(rounds, 7, 7, 7, 7))
    assert desk.post(rounds.at("ballots/jury"), ballot(rounds, **dict.fromkeys(NAMES, 2))).status_code == 200
    rounds.does(chief.lock, item="semi")
    return rounds


def test_groups_that_the_chain_leaves_to_persons_are_listed_until_parted(hall: Hall, rounds: Rounds):
    desk = hall.staff("chief")
    assert desk.get(rounds.at("ties")).json["closed"]["zh"]
    whole(rounds, hall, "90", "80", "80", "70")
    seen = desk.get(rounds.at("ties")).json
    (group,) = seen["groups"]
    assert (seen["closed"], group["rank"], group["rules"], group["decided"]) == (None, 2, ["lot"], None)
    codes = [row["code"] for row in group["entries"]]
    assert sorted(codes) == sorted(rounds.code_of(name) for name in NAMES[1:3])
    assert desk.post(rounds.at("ties"), {"rule": "lot", "groups": [[codes[1]], [codes[0]]]}).status_code == 200
    (group,) = desk.get(rounds.at("ties")).json["groups"]
    assert (group["decided"], [row["code"] for row in group["entries"]]) == ("lot", codes[::-1])


def test_a_ballot_that_two_note_at_once_is_no_run_off(hall: Hall, rounds: Rounds):
    desk, here = hall.staff("organizer"), rounds.at("ballots/jury")
    match = {"If-Match": desk.get(here).headers["ETag"]}
    said = ballot(rounds, Wren=4, Linnet=2, 金丝雀=2, Robin=2)
    assert desk.ask("POST", here, said, match).status_code == 200
    assert refused(desk.ask("POST", here, said, match), 412, "changed_meanwhile")
    assert [held["round"] for held in desk.get(here).json["held"]] == [1]


def test_an_award_that_waits_for_the_second_person_is_told_with_its_reason(hall: Hall, rounds: Rounds):
    whole(rounds, hall, "90", "80", "75", "70")
    desk, code = hall.staff("chief"), rounds.code_of("Robin")
    desk.post(rounds.at(f"entries/{code}/award"), {"award": "first", "reason": "评委会特别提名"})
    (row,) = desk.get(rounds.at("overrides")).json["rows"]
    assert (row["code"], row["award"]["id"], row["reason"], row["mine"]) == (code, "first", "评委会特别提名", True)
    other = hall.staff("supervisor")
    assert not other.get(rounds.at("overrides")).json["rows"][0]["mine"]
    other.post(rounds.at(f"entries/{code}/award"), {"award": "first", "reason": ""})
    (row,) = desk.get(rounds.at("overrides")).json["rows"]
    assert (row["asked_by"], row["award"]["id"]) == ("", "first")


@pytest.mark.parametrize("bulk", [1000, 1])
def test_those_who_made_the_cut_go_on_once_and_take_their_total_along(hall: Hall, rounds: Rounds, monkeypatch, bulk):
    """In one act, or in as many as a large round takes."""
    monkeypatch.setattr(rounds_view, "BULK", bulk)
    for number, part in (("s0", "taste"), ("s0", ""), ("s3", "")):
        film = {"number": number, "part": part, "url": f"https://films.example/{number}{part}"}
        assert hall.staff("organizer").post(rounds.at("material/links"), film).status_code == 200
    whole(rounds, hall, "90", "80", "75", "70")
    desk, here = hall.staff("chief"), rounds.at("advance")
    assert desk.get(here).json["closed"]["zh"]
    assert refused(desk.post(here, {"count": 2}), 409, "not_signed")
    rounds.does(chief.sign, item="semi", digest=rounds.digest("semi"), check=agreed(rounds.digest("semi")))
    seen = desk.get(here).json
    assert (seen["going"], seen["done"], seen["closed"]) == (2, False, None)
    assert [(row["name"], row["on"]) for row in seen["rows"]][:3] == [
        ("Wren", True),
        ("Linnet", True),
        ("金丝雀", False),
    ]
    assert refused(desk.post(here, {"count": 3}), 409, "not_the_cut")
    first = desk.post(here, {"count": 2}, key="once")
    assert (first.status_code, desk.post(here, {"count": 2}, key="once").json) == (200, first.json)
    after = rounds.item("final")
    taken = {rounds.services.people.person(rounds.id, e.id).name: str(e.score.total) for e in after.by_code.values()}
    assert set(taken) == {"Wren", "Linnet"}
    assert {entry.unit for entry in after.entries.values()} == {"队"}
    films = hall.staff("organizer").get(rounds.at("material").replace("/semi/", "/final/")).json
    assert {row["name"]: [(each["part"], each["url"]) for each in row["material"]] for row in films} == {
        NAMES[0]: [("taste", "https://films.example/s0taste"), (None, "https://films.example/s0")],
        NAMES[1]: [],
    }
    assert desk.get(here).json["done"]
    told = [from_bytes(line.raw).event for line in rounds.services.door.lines(rounds.id)]
    assert [len(each.entries) for each in told if isinstance(each, RoundAdvanced)] == ([2] if bulk > 1 else [1, 1])
    assert refused(desk.post(here, {"count": 2}), 409, "already_advanced")


def test_a_round_that_broke_off_between_two_acts_is_taken_up_with_those_who_are_left(hall: Hall, rounds: Rounds):
    whole(rounds, hall, "90", "80", "75", "70")
    rounds.does(chief.sign, item="semi", digest=rounds.digest("semi"), check=agreed(rounds.digest("semi")))
    desk, here = hall.staff("chief"), rounds.at("advance")
    first = next(row["entry"] for row in deciding.onward(rounds.fold, rounds.item("semi"))["rows"])
    rows = [{"entry": f"{rounds.id}-new", "commitment": "c" * 64, "source": first}]
    rounds.does(advance, item="semi", entries=rows)
    assert not desk.get(here).json["done"]
    assert not rounds.item("final").by_code  # codes are drawn over all of them
    assert desk.post(here, {"count": 2}, key="again").status_code == 200
    assert desk.get(here).json["done"]
    assert len(rounds.item("final").entries) == len(rounds.item("final").by_code) == 2


def test_a_corrected_total_is_brought_along_again_by_the_same_act(hall: Hall, rounds: Rounds, monkeypatch):
    """One line a total, where a line holds no more. Whoever makes the cut by now: who went on stays there."""
    monkeypatch.setattr(rounds_view, "BULK", 1)
    monkeypatch.setattr(rounds_verb, "BULK", 1)
    whole(rounds, hall, "90", "80", "75", "70")
    rounds.does(chief.sign, item="semi", digest=rounds.digest("semi"), check=agreed(rounds.digest("semi")))
    desk, here = hall.staff("chief"), rounds.at("advance")
    desk.post(here, {"count": 2})
    assert desk.get(here).json["again"] == 0
    rounds.does(chief.request_unlock, by="account:a", item="semi", reason_digest="d" * 64)
    rounds.does(chief.approve_unlock, by="account:b", item="semi")
    for channel in ("app", "web"):
        desk_of = hall.staff("organizer")
        assert desk_of.post(rounds.at(f"votes/public/{channel}"), votes(rounds, 7, 7, 14, 7)).status_code == 200
    assert (desk.get(here).json["again"], bool(desk.get(here).json["closed"])) == (0, True)
    rounds.does(chief.lock, item="semi")
    rounds.does(chief.sign, item="semi", digest=rounds.digest("semi"), check=agreed(rounds.digest("semi")))
    seen = desk.get(here).json
    assert (seen["again"], seen["closed"]) == (2, None)
    first = desk.post(here, {"count": 2}, key="again")
    assert (first.status_code, desk.post(here, {"count": 2}, key="again").json) == (200, first.json)
    assert desk.get(here).json["again"] == 0
    told = [from_bytes(line.raw).event for line in rounds.services.door.lines(rounds.id)]
    brought = [each for each in told if isinstance(each, PartScoresImported) and each.item == "final"]
    assert [len(each.scores) for each in brought] == [1, 1]


def test_an_item_without_a_next_round_says_so(hall: Hall, play: Play):
    assert refused(hall.staff().get(f"/api/contests/{play.id}/items/soup/advance"), 409, "no_next_round")


def test_judges_are_shown_beside_each_other(hall: Hall, rounds: Rounds):
    rounds.tasted("90", "80", "70", "60", seats=("j1",)).tasted("88", "82", "70", "60", seats=("j2",))
    seen = hall.staff("viewer").get(rounds.at("parts/taste/judges")).json
    assert seen["agreement"] == seen["agreement"] | {"entries": 4, "judges": 2, "kendall_w": "1.0000"}
    one = seen["judges"][0]
    assert (one["seat"]["id"], one["judge"], one["difference"], one["own_unit"]) == ("j1", "裁判 j1", "0.00", None)
    assert {look["difference"] for look in one["looks"]} == {"2.00", "-2.00", "0.00"}


def test_where_judges_are_made_alike_their_figures_are_told_and_what_is_lacking(hall: Hall, rounds: Rounds):
    """Four entries of at least five: nobody is moved, and it is said. j1: 90 80 70 60, mean 75, deviation √125."""
    assert hall.staff().get(rounds.at("parts/taste/judges")).json["adjust"] is None
    rule = {"method": "mean_shift", "assigned": "random", "rounding": {"digits": 2}}
    book = semi()
    taste = next(part for part in book["parts"] if part["id"] == "taste")
    taste["adjust"] = rule
    rounds.does(organizer.set_rulebook, rulebook=book)
    rounds.tasted("90", "80", "70", "60", seats=("j1",))
    alike = hall.staff("viewer").get(rounds.at("parts/taste/judges")).json["adjust"]
    assert (alike["method"], alike["least"]) == ("mean_shift", 5)
    (one,) = alike["judges"]
    figures = {"entries": 4, "mean": "75.00", "deviation": "11.18", "lacks": "too_few", "judge": "裁判 j1"}
    assert figures.items() <= one.items()


def test_an_award_that_hangs_on_one_judge_or_one_step_is_named(hall: Hall, rounds: Rounds):
    """One first prize; j1 puts Wren half a point before Linnet, j2 the other way round by less."""
    rounds.tasted("90", "89", "70", "60", seats=("j1",)).tasted("90", "90.5", "70", "60", seats=("j2",))
    desk = hall.staff()
    for channel in ("app", "web"):
        desk.post(rounds.at(f"votes/public/{channel}"), votes(rounds, 7, 7, 7, 7))
    desk.post(rounds.at("ballots/jury"), ballot(rounds, **dict.fromkeys(NAMES, 2)))
    rounds.does(chief.lock, item="semi")
    seen = hall.staff("viewer").get(rounds.at("robustness")).json
    assert [found["seat"]["id"] for found in seen["without"]] == ["j1"]
    assert {change["name"] for change in seen["without"][0]["changes"]} == {"Wren", "Linnet"}
    assert {(found["name"], found["by"]) for found in seen["moved"]} == {("Wren", "-0.5"), ("Linnet", "0.5")}


def test_what_would_take_too_long_is_refused_politely(rounds: Rounds, monkeypatch: pytest.MonkeyPatch):
    rounds.tasted("90", "80", "70", "60")
    monkeypatch.setattr(trying, "MOST_EFFORT", -1)
    asked = Asked(database=rounds.services.settings.database_url, contest=rounds.id, item="semi")
    asked |= {"seq": str(rounds.fold.seq), "head": rounds.fold.head.hex()}
    with pytest.raises(Refused) as caught:
        trying.answer(asked)
    assert (caught.value.code, caught.value.data) == ("too_many_to_try", {"entries": 4})


def test_a_seat_that_was_handed_over_is_of_no_unit_since_its_sheets_are_of_two_judges(hall: Hall, rounds: Rounds):
    people = rounds.services.people
    people.keep([people.name_seat(rounds.id, seat, seat, seat, "赵一", "队") for seat in ("j1", "j2")])

    def units() -> dict[str, str]:
        asked = Asked(database=rounds.services.settings.database_url, contest=rounds.id, item="semi")
        asked |= {"seq": str(rounds.fold.seq), "head": rounds.fold.head.hex()}
        return asked.units

    assert units() == {"j1": "队", "j2": "队"}
    rounds.does(organizer.hand_over, seat="j1", judge="p2", reason_digest="d" * 64)
    people.keep([people.name_seat(rounds.id, "j1", "j1", "j1", "钱二", "队")])
    assert units() == {"j2": "队"}


def test_the_next_rounds_draw_follows_from_a_rehearsals_seed_and_never_in_a_real_contest(hall: Hall, rounds: Rounds):
    """As the demo sets it: the same seed, the same entries and codes."""
    seeds = rounds.services.seeds
    seeds[rounds.id] = "7"
    real, rehearsal = rounds.services.door.current(rounds.id), Contest(ContestId("r"), rehearsal=True)
    with hall.app.app_context():
        seeds["r"] = "7"
        assert [chance(rehearsal, "final", "draw")(8) for _ in range(2)] == [foretold("7", "final", "draw")(8)] * 2
        assert chance(rehearsal, "final", "draw")(8) != chance(rehearsal, "final", "semi")(8)
        assert chance(real, "final", "draw")(8) != chance(real, "final", "draw")(8)
