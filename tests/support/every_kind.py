"""A history in which every kind of event happened."""

from contest.scoring.events import (
    CeremonyPackGiven,
    EntryCalled,
    EntryRevealed,
    IdentityChanged,
    LayersSet,
    LayerUnsealed,
    NumbersDrawn,
    RoundAdvanced,
    SheetObjected,
    SpreadSettled,
    StageCleared,
    TableShown,
    TieDecided,
)
from contest.scoring.verbs import chief, judge, jury, organizer, recorder, votes
from contest.scoring.verbs.assigning import assign_entries
from contest.scoring.verbs.beside import set_deadline, set_material
from contest.scoring.verbs.lots import draw_lots
from contest.scoring.verbs.recusal import recuse
from contest.scoring.verbs.roles import share_roles
from tests.scoring.builders import data, name
from tests.support.histories import CHIEF, ITEM, OFFICER, ORGANIZER, RECORDER, SUPERVISOR, History, a_book

REASON = {"reason_digest": "d" * 64}
TABLE = {"format": 1, "name": {"zh": "团体总分", "en": "Teams"}, "items": [ITEM], "best": 2}


def everything(cup: History) -> History:
    """Play it in a contest that was just opened, at a door or in memory."""
    book = a_book(awards=[{"id": "first", "name": name("一等奖"), "count": 1}])
    cup.with_item(book, entries=3).does(organizer.set_unit_table, ORGANIZER, table=TABLE)
    cup.does(share_roles, ORGANIZER, shared=True, **REASON)
    soon = "2026-12-03T17:00:00+08:00"
    cup.does(set_deadline, ORGANIZER, item=ITEM, part="practice", until=soon)
    cup.does(set_material, ORGANIZER, item=ITEM, entry=cup.entry(1).id, material_digest="d" * 64, files=1)
    _dealt_out(cup)
    ids = sorted(cup.item().entries)
    seats = [{"seat": "j1", "entries": ids, "recused": []}]
    cup.does(assign_entries, ORGANIZER, item=ITEM, part="practice", seed="5e" * 32, way="each", seats=seats)
    cup.open().scores("80", "70.5", None).sheet("j1", 1, "88.5", note_digest="d" * 64)
    cup.does(recorder.type_sheet, RECORDER, seat="j1", **cup.filled("j1", 2, "78"))
    cup.sheet("j1", 2, "77", confirm=False).confirm("j1", 2)
    cup.does(lambda *_: SheetObjected(ITEM, cup.entry(2).id, "practice", "j1", 1, "d" * 64))  # type: ignore[arg-type]
    cup.does(lambda *_: SpreadSettled(ITEM, cup.entry(2).id, "practice", "d" * 64))  # type: ignore[arg-type]
    cup.of(2, chief.return_sheet, part="practice", owner="j1", **REASON)
    for marks in ("66", "55"):  # the first of them stays uncounted
        cup.does(judge.submit_sheet, "seat:j1", request=f"request-{marks}", **cup.filled("j1", 1, marks))
    first, second = sorted(cup.contest.aside)
    cup.does(chief.decline_sheet, aside=first, **REASON)
    cup.does(chief.adopt_sheet, aside=second, **REASON)
    given = cup.of(1, chief.give_penalty, penalty="conduct", points="2.5", **REASON)
    cup.of(1, chief.lift_penalty, given=given, **REASON)
    cup.of(1, chief.record_time, part="practice", seconds=3800)
    cup.of(1, chief.record_time, part="practice", seconds=0, taken_back=True, **REASON)
    cup.of(1, chief.record_time, part="practice", seconds=3700)
    cup.of(3, chief.set_status, status="withdrawn", **REASON)
    cup.does(lambda *_: EntryCalled(ITEM, cup.entry(1).id))  # type: ignore[arg-type]
    cup.does(lambda *_: EntryRevealed(ITEM, cup.entry(1).id, "marks"))  # type: ignore[arg-type]
    cup.does(lambda *_: StageCleared(ITEM))  # type: ignore[arg-type]
    cup.does(chief.freeze, CHIEF, item=ITEM)
    cup.does(chief.unfreeze, CHIEF, item=ITEM)
    cup.does(recuse, item=ITEM, seat="j1", codes=[], **REASON)
    cup.lock("d" * 64).unlock().lock("d" * 64).unseal()
    told = [{"entry": cup.entry(1).id, "unit": "四建"}]
    cup.does(jury.tell_attributes, OFFICER, item=ITEM, attributes=told)
    cup.does(lambda *_: TieDecided(ITEM, "chief", [[cup.entry(1).id], [cup.entry(2).id]], reason_digest="d" * 64))
    cup.of(1, jury.request_override, award="first", **REASON)
    cup.of(1, jury.approve_override, by=SUPERVISOR)
    _voted(cup)
    on = {"entry": "e-on", "commitment": "c" * 64, "source": cup.entry(1).id}
    cup.does(lambda *_: RoundAdvanced("liked", ITEM, "", [on]))
    cup.sign("d" * 64)
    cup.does(lambda *_: CeremonyPackGiven(ITEM, "d" * 64, "d" * 64))  # type: ignore[arg-type]
    cup.publish()
    cup.does(lambda *_: IdentityChanged(ITEM, cup.entry(2).id, "c" * 64))  # type: ignore[arg-type]
    cup.does(organizer.restore_journal)
    return cup


def _dealt_out(cup: History) -> None:
    """Groups by chance, and an item with two layers of codes."""
    cup.does(draw_lots, OFFICER, item=ITEM, what="group", seed="5e" * 32, sizes=[2, 1])
    cup.with_item(a_book("twice"), entries=1, prefix="T", seats=False)
    entry = cup.entry(1, "twice").id
    cup.does(lambda *_: LayersSet("twice", [OFFICER, "account:another"]))  # type: ignore[arg-type]
    cup.does(lambda *_: NumbersDrawn("twice", "", [{"entry": entry, "number": "01"}]))  # type: ignore[arg-type]
    cup.does(lambda *_: TableShown("twice", 1))  # type: ignore[arg-type]
    cup.does(lambda *_: LayerUnsealed("twice", 2, ""))  # type: ignore[arg-type]


def _voted(cup: History) -> None:
    """An item that the public and a jury vote on."""
    channels = [{"id": "app", "name": name("客户端"), "weight": 100}]
    likes = {"id": "likes", "name": name("点赞"), "source": "votes", "weight": 50, "out_of": 100}
    jury_part = {"id": "jury", "name": name("票决"), "source": "ballot", "weight": 50, "out_of": 100}
    book = data(
        likes | {"votes": {"channels": channels}}, jury_part | {"ballot": {"kind": "each", "members": 3}}, id="liked"
    )
    cup.with_item(book, entries=1, prefix="L")
    entry = cup.entry(1, "liked").id
    counted = [{"entry": entry, "votes": 12}]
    cup.does(votes.count_votes, ORGANIZER, item="liked", part="likes", channel="app", votes=counted)
    cup.of(1, votes.void_votes, item="liked", part="likes", channel="app", votes=2, **REASON)
    papers = {"present": 3, "issued": 3, "returned": 3, "valid": 3}
    said = [{"entry": entry, "for": 2, "against": 1, "abstain": 0}]
    cup.does(votes.hold_ballot, item="liked", part="jury", **papers, votes=said)
