"""What persons decide, over REST: equals parted, an award of the jury."""

from __future__ import annotations

import pytest

from contest.scoring.results import results
from tests.web.hall import Hall, refused


def path(play, rest):
    return f"/api/contests/{play.id}/items/wall/{rest}"


def test_a_tie_is_parted_only_as_the_rulebook_says(hall: Hall):
    play = hall.contest("wall").brought_to("unsealed")
    chief = hall.staff("chief")
    for body, code in [
        ({"rule": "lot", "codes": play.codes()[:2]}, "tie_rule_not_in_chain"),
        ({"rule": "chief"}, "tie_rule_not_in_chain"),
    ]:
        assert refused(chief.ask("POST", path(play, "ties"), body), 409, code)
    assert refused(chief.ask("POST", path(play, "ties"), {"rule": "coin"}), 422, "malformed")


def given(play):
    return {play.item().entries[each.entry].code: each.award_id for each in results(play.fold, play.item()).awards}


@pytest.mark.parametrize("role", ["chief", "supervisor"])
def test_an_award_of_the_jury_takes_a_reason_and_two_persons(hall: Hall, role: str):
    play = hall.contest("wall").brought_to("unsealed")
    code, award = next(iter(given(play).items()))
    one, other = hall.staff(role), hall.staff("supervisor")
    here = path(play, f"entries/{code}/award")
    assert refused(one.ask("POST", here, {"award": ""}), 409, "reason_needed")
    assert refused(one.ask("POST", here, {"award": "nothing", "reason": "why"}), 404, "unknown_award")
    assert one.ask("POST", here, {"award": "", "reason": "an objection was right"}).status_code == 200
    assert given(play)[code] == award
    assert other.ask("POST", here, {"award": "", "reason": ""}).status_code == 200
    assert code not in given(play)
