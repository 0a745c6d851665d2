"""Links, quotas, reviews and photos of registrations, on both databases: all of a write happens, or nothing of it."""

from dataclasses import replace

import gevent
import pytest

from contest.db import Reader, Writer
from contest.migrating import upgrade
from contest.people import Link, People, Registered, Which, limits_of
from contest.people.registrations import new_id
from contest.scoring.refused import Refused

LATER = "2999-01-01T00:00:00+00:00"
A_JPEG = b"\xff\xd8\xff\xe0 small"


@pytest.fixture
def people(database_url):
    upgrade(database_url)
    writer, reader = Writer(database_url), Reader(database_url)
    yield People(writer, reader)
    writer.close()
    reader.close()


@pytest.fixture
def link(people) -> Link:
    """A link of 一建 for two items."""
    token, _ = people.new_unit_link(Link("", "cup", "一建", ("wall", "soup"), LATER, LATER, "account:x"))
    return people.by_unit_link(token, "10.0.0.1")


def somebody(number: str, item: str = "wall", unit: str = "一建") -> Registered:
    return Registered(item, number, f"选手{number}", unit, {"post": "瓦工"}, state="waiting", id=new_id())


def there(people) -> list[tuple[str, str]]:
    return [(each.number, each.state) for each in people.registered("cup")]


def test_two_links_made_at_one_moment_lose_no_quota_and_have_two_ordinals(people):
    def makes(item: str, most: int) -> str:
        return people.new_unit_link(Link("", "cup", "二建", (item,), LATER, ""), {item: most})[0]

    made = [gevent.spawn(makes, item, most) for item, most in (("wall", 2), ("soup", 3), ("tile", 4))]
    gevent.joinall(made, timeout=30, raise_error=True)
    assert people.quotas("cup") == {("二建", "wall"): 2, ("二建", "soup"): 3, ("二建", "tile"): 4}
    listed = {link.id: link.ordinal for link in people.unit_links("cup")}
    assert {link.id: link.ordinal for link in (people.by_unit_link(each.value, "") for each in made)} == listed
    assert sorted(listed.values()) == [1, 2, 3]


def test_what_a_unit_has_used_is_all_but_who_was_refused(people, link):
    people.keep([people.enrol(link, [somebody("1"), replace(somebody("2"), state="refused")], {})])
    assert people.used_by_units("cup") == {"一建": 1}


def test_who_sends_waits_and_the_step_says_by_which_link(people, link):
    one = somebody("1")
    people.keep([people.enrol(link, [one], {})])
    assert there(people) == [("1", "waiting")]
    assert [(step.kind, step.by) for step in people.steps_of([one.id])[one.id]] == [("sent", link.actor)]


def test_one_too_many_undoes_the_whole_write(people, link):
    with pytest.raises(Refused) as caught:
        people.keep([people.enrol(link, [somebody("1"), somebody("2")], {("一建", "wall"): 1})])
    assert (caught.value.code, caught.value.data["most"]) == ("quota_over", 1)
    assert there(people) == []


def test_of_two_who_take_the_last_place_at_one_moment_one_gets_it(people, link):
    said = []

    def sends(number: str) -> None:
        try:
            people.keep([people.enrol(link, [somebody(number)], {("", ""): 1})])
            said.append("in")
        except Refused as refused:
            said.append(refused.code)

    gevent.joinall([gevent.spawn(sends, number) for number in "12"], raise_error=True)
    assert sorted(said) == ["in", "quota_over_all"]
    assert len(there(people)) == 1


def test_the_others_people_take_no_place_of_the_unit(people, link):
    people.keep([people.keep_registrations("cup", "account:x", [somebody("9", unit="二建")])])
    people.keep([people.enrol(link, [somebody("1")], {("", "wall"): 1})])
    assert len(there(people)) == 2


def test_a_number_that_is_taken_undoes_the_whole_write(people, link):
    people.keep([people.keep_registrations("cup", "account:x", [somebody("9", unit="二建")])])
    again = somebody("9")
    with pytest.raises(Refused, match="number_taken"):
        people.keep([people.enrol(link, [again], {}), people.each_number_once("cup", [again])])
    assert len(there(people)) == 1


def test_what_moved_since_it_was_seen_is_not_changed(people, link):
    people.keep([people.enrol(link, [somebody("1"), somebody("2")], {})])
    one, two = people.registered("cup")
    people.keep([people.change_registered("account:x", [(one, one)], "corrected")])
    with pytest.raises(Refused, match="registration_moved"):
        people.keep([people.change_registered("account:x", [(two, two), (one, one)], "accepted")])
    assert people.steps_of([two.id])[two.id][-1].kind == "sent"


def test_who_is_erased_leaves_neither_steps_nor_photo(people, link):
    one = somebody("1")
    people.keep([people.enrol(link, [one], {}), people.keep_photo(one.id, A_JPEG)])
    assert (people.photo(one.id), people.photographed([one.id])) == (A_JPEG, {one.id})
    people.keep([people.keep_registrations("cup", "account:x", [], [one.id])])
    assert (people.photo(one.id), people.steps_of([one.id])[one.id]) == (None, [])


def test_those_whose_substitute_waits_are_found_and_counted(people, link):
    wish = {"name": "乙", "attributes": {}, "note": ""}
    people.keep(
        [people.keep_registrations("cup", "x", [somebody("1"), Registered("wall", "2", "甲", "一建", substitute=wish)])]
    )
    assert [each.number for each in people.some_registered("cup", Which(state="substitute"))] == ["2"]
    found = people.count_registered("cup")
    assert (found["substitute"], found["waiting"], found["accepted"], found["all"]) == (1, 1, 1, 2)


def test_a_link_that_is_withdrawn_or_wrong_opens_nothing(people, link):
    token, id = people.new_unit_link(Link("", "cup", "二建", ("wall",), LATER, ""))
    assert people.by_unit_link(token, "10.0.0.1").ordinal == 2
    people.withdraw_unit_link("cup", id)
    for wrong in (token, "x" * 32, "", "数"):
        with pytest.raises(Refused, match="link_over"):
            people.by_unit_link(wrong, "10.0.0.1")
    with pytest.raises(Refused, match="unknown_link"):
        people.withdraw_unit_link("another", id)


def test_a_unit_s_own_quota_goes_before_that_of_every_unit():
    quotas = {("", "wall"): 2, ("", ""): 5, ("一建", "wall"): 3}
    assert limits_of(quotas, "一建", ("wall", "soup")) == {"": 5, "wall": 3}
    assert limits_of(quotas, "二建", ("wall", "soup")) == {"": 5, "wall": 2}
