"""Journal lines leave byte for byte."""

import pytest

from contest.export import journal_lines


def test_each_line_is_its_stored_bytes_and_one_newline():
    stored = [b'{"seq":1}', '{"name":"砌筑"}'.encode()]
    assert b"".join(journal_lines(stored)) == b'{"seq":1}\n{"name":"\xe7\xa0\x8c\xe7\xad\x91"}\n'


def test_a_line_that_would_be_two_is_an_error():
    with pytest.raises(ValueError, match="line break"):
        list(journal_lines([b'{"a":1}\n{"b":2}']))
