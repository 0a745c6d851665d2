"""Rulebooks and unit tables from and to files of every form, told apart by their names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from contest.scorefile import load_rulebook
from contest.scoring.refused import Fault, Refused
from contest.scoring.rulebook import (
    Rulebook,
    UnitTable,
    dump_rulebook,
    dump_unit_table,
    parse_rulebook,
    parse_unit_table,
)

from .bookreader import read_workbook, rules_from_sheets, sheets_of
from .cis import HEADS, build_cis, read_cis, rulebook_from_cis
from .cis_base import read_cis_over, rulebook_over
from .workbook import build_workbook

TEXTS = (".yaml", ".yml", ".json")
KNOWN = (*TEXTS, ".xlsx")


def parse(data: Mapping[str, Any]) -> Rulebook | UnitTable:
    """What a mapping is: a unit table has `items`. Raises RulebookRefused with every fault."""
    return parse_unit_table(data) if "items" in data else parse_rulebook(data)


def dump(rules: Rulebook | UnitTable) -> dict[str, Any]:
    """Its mapping, that reads back as the same."""
    return dump_unit_table(rules) if isinstance(rules, UnitTable) else dump_rulebook(rules)


def read(path: Path, *, cis: bool = False) -> Rulebook | UnitTable:
    """The rules in a file. Raises RulebookRefused with every fault, Refused for a kind of file nobody knows."""
    if _ending(path) == ".xlsx":
        return read_cis(path) if cis else read_workbook(path)
    return parse(load_rulebook(path))


def read_over(sheet: Path, base: Path, language: str = "zh") -> tuple[Rulebook, list[Fault]]:
    """A CIS sheet's scheme over a rulebook's file, and what is to be told of it (sentences `rulebook.<code>`). Raises
    RulebookRefused with every fault, Refused where either is no such file."""
    if _ending(sheet) != ".xlsx":
        raise Refused("rulebook_file_kind", name=sheet.name, known=".xlsx")
    rules = read(base)
    if isinstance(rules, UnitTable):
        raise Refused("base_unit_table", name=base.name)
    return read_cis_over(sheet, rules, language)


def read_sent(path: Path, base: Rulebook | None = None, language: str = "zh") -> tuple[Rulebook, list[Fault]]:
    """The rulebook in a file that somebody sends, whichever of the forms it has, and what is to be told of it. A CIS
    sheet goes over `base`, where there is one. Raises RulebookRefused with every fault, Refused("not_a_rulebook") for a
    unit table, or for a kind of file nobody knows."""
    rules: Rulebook | UnitTable
    if _ending(path) != ".xlsx":
        rules = parse(load_rulebook(path))
    else:
        sheets = sheets_of(path)
        name, rows = next(iter(sheets.items()), ("", []))
        if any(HEADS[0] in row for row in rows):
            return rulebook_over(rows, base, language, name) if base else (rulebook_from_cis(rows, name, name), [])
        rules = rules_from_sheets(sheets)
    if isinstance(rules, UnitTable):
        raise Refused("not_a_rulebook")
    return rules, []


def text(rules: Rulebook) -> str:
    """The rulebook as YAML."""
    return _yaml(dump_rulebook(rules))


def _yaml(data: dict[str, Any]) -> str:
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120, default_flow_style=None))


def write(rules: Rulebook | UnitTable, path: Path, language: str = "zh", *, cis: bool = False) -> None:
    """Write the rules in the form that the file's name says; a workbook in a language."""
    ending, data = _ending(path), dump(rules)
    if ending == ".xlsx":
        sheet = build_cis(rules, language) if cis and isinstance(rules, Rulebook) else build_workbook(rules, language)
        path.write_bytes(sheet)
        return
    written = _yaml(data) if ending != ".json" else json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    path.write_text(written, encoding="utf-8")


def _ending(path: Path) -> str:
    ending = path.suffix.lower()
    if ending not in KNOWN:
        raise Refused("rulebook_file_kind", name=path.name, known="、".join(KNOWN))
    return ending
