"""One entry of a board by its code: `GET /boards/<id>?code=`, the same row and place as on the board."""

from tests.support.server import eventually


def test_an_entry_is_told_by_its_code_as_the_board_tells_it(played):
    judge = played.judge()
    for code, mark in [("A01", "8"), ("A02", "9"), ("A03", "8")]:
        played.show(judge, code, mark)
    eventually(lambda: len(played.board().json["rows"]) == 3, what="the board shows all three")  # ten times a second
    whole = played.board().json
    rows = {row["code"]: (row, place) for row, place in zip(whole["rows"], whole["places"], strict=True)}
    answer = played.board("wall?code=A03")
    assert answer.status == 200
    assert (answer.json["row"], answer.json["place"]) == rows["A03"]
    assert answer.json["board"] == f"{played.id}.wall"
    assert played.board("wall?code=%20a03").json == answer.json, "as one types it"


def test_a_reader_who_has_the_answer_is_told_so_until_it_changes(played):
    judge = played.judge()
    first = played.show(judge, "A01", "8")
    mark = played.board("wall?code=A01").headers["etag"]
    assert played.board("wall?code=A01", **{"If-None-Match": mark}).status == 304
    played.show(judge, "A02", "9")
    assert first["confirmed"]
    assert played.board("wall?code=A01", **{"If-None-Match": mark}).status == 200


def test_who_is_not_on_the_board_is_told_in_words_and_nobody_learns_whether_there_is_such_a_code(played):
    played.show(played.judge(), "A01", "8")
    unmarked, nobody = played.board("wall?code=A02"), played.board("wall?code=Z99")
    assert (unmarked.status, nobody.status) == (404, 404)
    assert nobody.json["message"]["zh"] == "榜上没有编号“Z99”，或者它还没有成绩。"
    assert unmarked.json["message"]["en"].replace("A02", "Z99") == nobody.json["message"]["en"]


def test_staffs_board_is_for_staff_by_code_too(played):
    played.show(played.judge(), "A01", "8")
    assert played.board("wall.staff?code=A01").status == 403
    assert played.board("wall.staff?code=A01", **played.desk().headers).status == 200
