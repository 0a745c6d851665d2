"""Files made to hurt: each is refused soon, in one word, and takes little memory."""

import io
import json
import struct
import subprocess
import sys
import time
import zipfile

import pytest
import xlsxwriter

from contest.intake import read_roster
from contest.intake.cells import READER
from tests.support.pace import seconds

SOON = 2.0
"""Seconds on a machine at rest."""
MEGABYTES = 100
REFUSALS = {"too_much", "unreadable", "too_many_cells", "cell_too_long", "file_too_large", "no_head"}


def archive(path, files, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return path


def minimal(sheet: bytes, strings: bytes = b"") -> dict[str, bytes]:
    """The files of a workbook with one sheet of this XML."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        book.add_worksheet().write("A1", "参赛号")
    with zipfile.ZipFile(kept) as source:
        files = {name: source.read(name) for name in source.namelist()}
    files["xl/worksheets/sheet1.xml"] = sheet
    if strings:
        files["xl/sharedStrings.xml"] = strings
    return files


SHEET = b'<?xml version="1.0"?>%s<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</worksheet>'


def rows(content: bytes, doctype: bytes = b"") -> bytes:
    return SHEET % (doctype, b"<sheetData>" + content + b"</sheetData>")


def text_cell(place: str, text: str) -> bytes:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()


def lying(path):
    """An archive whose directory says that 200 MB are 10 bytes."""
    archive(path, minimal(b"<worksheet>" + b" " * 200_000_000 + b"</worksheet>"))
    content = bytearray(path.read_bytes())
    for signature, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = content.find(signature)
        while place >= 0:
            if struct.unpack_from("<I", content, place + at)[0] > 100_000_000:
                struct.pack_into("<I", content, place + at, 10)
            place = content.find(signature, place + 4)
    path.write_bytes(bytes(content))


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "%s">%s]>' % (
    b"ha" * 100,
    b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)),
)
FAR = rows(b'<row r="1">%s</row><row r="1048576">%s</row>' % (text_cell("A1", "a"), text_cell("XFD1048576", "b")))

CRAFTED = {
    "zeros, 300 MB": lambda p: archive(p, minimal(b"\0" * 300_000_000)),
    "a size that lies": lying,
    "ten thousand files": lambda p: archive(p, {f"xl/{n}.xml": b"x" for n in range(10_000)}),
    "a billion laughs": lambda p: archive(p, minimal(rows(text_cell("A1", "&i;"), LAUGHS))),
    "an entity from a file": lambda p: archive(
        p, minimal(rows(text_cell("A1", "&x;"), b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'))
    ),
    "two cells at the ends": lambda p: archive(p, minimal(FAR)),
    "a dimension that lies": lambda p: archive(
        p, minimal(FAR.replace(b"<sheetData>", b'<dimension ref="A1:B2"/><sheetData>'))
    ),
    "four hundred thousand rows": lambda p: archive(
        p, minimal(rows(b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 400_000))))
    ),
    "many columns": lambda p: archive(p, minimal(rows(b'<row r="1">%s</row>' % text_cell("ZZ1", "a")))),
    "a cell of a million letters": lambda p: archive(
        p, minimal(rows(b'<row r="1">%s</row>' % text_cell("A1", "甲" * 1_000_000)))
    ),
    "strings without end": lambda p: archive(
        p, minimal(rows(b""), b"<sst>" + b"<si><t>ab</t></si>" * 4_000_000 + b"</sst>")
    ),
    "no workbook inside": lambda p: archive(p, {"a.txt": b"x"}),
    "broken archive": lambda p: p.write_bytes(b"PK\x03\x04" + b"\xff" * 5000),
    "a cut archive": lambda p: p.write_bytes(archive(p, minimal(rows(b""))).read_bytes()[:-200]),
    "six megabytes": lambda p: p.write_bytes(b"PK" + b"x" * 6_000_000),
    "nested elements": lambda p: archive(p, minimal(b"<a>" * 3_000_000)),
}


# Runs the reader from a small process, so that what is counted is not inherited from this one; ru_maxrss is in kB.
WEIGH = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True)
taken = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([taken.ru_maxrss / 1024, taken.ru_utime + taken.ru_stime]))
"""


@pytest.mark.parametrize("name", CRAFTED)
def test_a_crafted_file_is_refused_soon(tmp_path, name):
    path = tmp_path / "crafted.xlsx"
    CRAFTED[name](path)
    begun = time.monotonic()
    faults = read_roster(path).faults
    assert time.monotonic() - begun < seconds(SOON)
    assert [fault.code for fault in faults] in [[code] for code in REFUSALS]


@pytest.mark.parametrize("name", CRAFTED)
def test_its_reader_takes_little_memory_and_time(tmp_path, name):
    path = tmp_path / "crafted.xlsx"
    CRAFTED[name](path)
    command = [sys.executable, "-c", WEIGH, sys.executable, "-I", str(READER), str(path)]
    megabytes, took = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    print(name, megabytes, took)
    assert megabytes < MEGABYTES
    assert took < seconds(SOON)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("r.csv", b"", "file_empty"),
        ("r.csv", b"\xff\x00\xfe\x81", "unreadable"),
        ("r.csv", b'a,"b', "unreadable"),
        ("r.csv", b"a," * 100, "too_many_cells"),
        ("r.csv", b"a\n" * 40_001, "too_many_cells"),
        ("r.csv", b"x" * 5000, "cell_too_long"),
        ("r.exe", b"MZ", "unknown_kind"),
        ("r.xls", b"\xd0\xcf\x11\xe0", "old_workbook"),
        ("renamed.xlsx", b"\xd0\xcf\x11\xe0", "old_workbook"),
    ],
)
def test_other_files_are_refused_in_one_word(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    assert [fault.code for fault in read_roster(path).faults] == [code]


def test_a_file_that_is_not_there_is_one_fault(tmp_path):
    assert [fault.code for fault in read_roster(tmp_path / "nowhere.xlsx").faults] == ["no_file"]
