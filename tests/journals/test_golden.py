"""Old contests reopen with the same results: whole journals of earlier versions, to their golden heads and places."""

from __future__ import annotations

import gzip
import json
from fractions import Fraction
from pathlib import Path

import pytest

from contest import check, verify
from contest.export import journal as journal_file
from contest.journal import checked
from contest.scoring.contest import fold
from contest.scoring.events import GENESIS
from contest.scoring.numbers import text
from contest.scoring.results import results

HERE = Path(__file__).parent
NAMES = sorted(path.name.removesuffix(".ndjson.gz") for path in HERE.glob("*.ndjson.gz"))


def lines_of(name):
    return gzip.decompress((HERE / f"{name}.ndjson.gz").read_bytes()).decode().splitlines()


@pytest.fixture(scope="module", params=NAMES)
def golden(request):
    """(what the version that wrote the journal said, the journal's lines, the contest as it is read today)."""
    lines = lines_of(request.param)
    stored = list(journal_file.read(lines))
    contest = fold(request.param, checked(request.param, GENESIS, 0, stored))
    return json.loads((HERE / f"{request.param}.json").read_text(encoding="utf-8")), lines, contest


def test_there_are_golden_journals():
    assert len(NAMES) >= 2


def test_the_chain_still_leads_to_its_head(golden, tmp_path):
    said, lines, contest = golden
    assert (contest.seq, contest.head.hex()) == (said["seq"], said["head"])
    exported = tmp_path / "journal.ndjson"
    exported.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert verify.report(verify.check(exported), {}, lambda _: None) == 0


def test_every_place_total_award_and_digest_is_as_it_was_signed(golden):
    said, _, contest = golden
    assert {str(id) for id in contest.items} == set(said["items"])
    for id, item in contest.items.items():
        found = results(contest, item)
        code = {entry.id: str(entry.code) for entry in item.entries.values()}
        places = [
            [code[each.entry], each.rank, each.status, each.score and text(each.score.total)]
            for each in found.standings
        ]
        # Equals may stand in another order than they did; what was signed names each by its place.
        assert sorted(places, key=repr) == sorted(said["items"][id]["places"], key=repr)
        awards = [[each.award_id, code[each.entry]] for each in found.awards]
        assert sorted(awards) == sorted(said["items"][id]["awards"])
        assert found.digest == said["items"][id]["digest"] == said["items"][id]["signed"]
        assert found.final


def test_the_second_calculation_comes_to_the_same(golden):
    said, lines, contest = golden
    for id, found in check.recomputed(lines).items():
        code = {entry.id: str(entry.code) for entry in contest.items[id].entries.values()}
        rows = {code[entry]: (row["rank"], row["total"]) for entry, row in found["entries"].items()}
        wanted = {code: (rank, total and Fraction(total)) for code, rank, _, total in said["items"][id]["places"]}
        assert {code: row for code, row in rows.items() if row[0]} == {c: row for c, row in wanted.items() if row[0]}
