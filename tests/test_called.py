"""What a contest calls its judges and entries, for whoever speaks of them."""

from types import SimpleNamespace

from sqlalchemy.exc import OperationalError

from contest.called import terms_in
from tests.support.histories import a_book, a_contest


def away(work):
    raise OperationalError("select", {}, Exception("the database is away"))


def test_a_refusal_gets_words_while_the_database_is_away_or_nobody_would_hear_that_it_is():
    cup = a_contest().with_item(a_book())
    reader = SimpleNamespace(run=lambda work: {"words": {"judge": "expert"}})
    assert terms_in(reader, cup.contest)["judge"]["zh"] == "专家"
    assert terms_in(SimpleNamespace(run=away), cup.contest) == {}
