"""The lists that the demo prints at its end."""

import io

from rich.console import Console

from contest.demo.telling import Teller


def said(tell):
    teller = Teller.__new__(Teller)
    teller.console = Console(file=io.StringIO(), width=160, highlight=False, markup=False)
    tell(teller)
    return teller.console.file.getvalue()


WHO = {"rank": 1, "code": "A07", "name": "张伟", "unit": "一建", "total": "90"}
WALL = {"zh": "砌筑", "en": "Masonry"}


def test_a_prize_that_nobody_gets_is_told():
    first = {"id": "first", "name": {"zh": "一等奖", "en": "First prize"}, "money": None, "entries": [WHO], "empty": 2}
    lines = said(lambda teller: teller.awards(WALL, [first])).splitlines()
    assert [line for line in lines if "一等奖" in line and "空缺 2 名" in line and "2 not awarded" in line]
    assert "空缺" not in said(lambda teller: teller.awards(WALL, [first | {"empty": 0}]))


def test_who_steps_up_is_told_with_the_level_held():
    to, before = ({"id": id, "name": {"zh": zh, "en": id}} for id, zh in (("technician", "技师"), ("senior", "高级工")))
    told = said(
        lambda teller: teller.promotions(WALL, [WHO | {"to": to, "before": before}, WHO | {"to": to, "before": None}])
    )
    assert "晋级名单" in told
    assert [("高级工" in line, "张伟" in line) for line in told.splitlines() if "技师" in line] == [
        (True, True),
        (False, True),
    ]
