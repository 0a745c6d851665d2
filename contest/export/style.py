"""The workbook's dress: one paper set-up and a few formats, quiet as an office's tables are."""

from __future__ import annotations

import re
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..spreadsheet import A4, workbook
from .view import ResultView, states
from .words import Words

INK, QUIET, LINE, PAPER, VERMILION = "#1A1A1A", "#6B6B6B", "#9A9A9A", "#F2EFE9", "#B8321A"
PLACES = {1: "#F6E7B4", 2: "#E6E8EB", 3: "#F0D9C4"}
"""Gold, silver, bronze: a tint behind the first three places, and nothing else."""

FONTS = {"zh": ("宋体", "黑体"), "en": ("Arial", "Arial")}
"""Body and heading, as Chinese offices set them."""

MARGINS = {"left": 0.4, "right": 0.4, "top": 0.6, "bottom": 0.6}
"""In inches."""

_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")


class Book:
    """A workbook being written: its sheets, its formats by look, and what every sheet says at its head and foot."""

    def __init__(self, target: Any, view: ResultView, words: Words) -> None:
        self.out = workbook(target)
        self.words = words
        self.draft = view.draft
        self.contest = words.pick(view.contest)
        self.version = view.version.short
        self.foot = words("foot.roles_shared") if view.roles_shared else ""
        place = words.pick(view.venue) if view.venue else ""
        self.where = "　".join(filter(None, [view.date, place, words("where.version", version=self.version)]))
        banners = [words(f"{state}.banner") for state in states(view) if state != "signed"]
        voided = ", ".join(f"#{item.voided}" for item in view.items if item.voided)
        self.banner = " · ".join(banners + ([words("voided.banner", which=voided)] if voided else []))
        self._formats: dict[tuple[Any, ...], Format] = {}
        self._names: set[str] = set()
        body, heading = FONTS[words.lang]
        line = {"border": 1, "border_color": LINE}
        self._styles: dict[str, dict[str, Any]] = {
            "banner": {"font_name": heading, "font_size": 12, "bold": True, "font_color": VERMILION, "align": "center"},
            "contest": {"font_name": heading, "font_size": 12, "align": "center"},
            "title": {"font_name": heading, "font_size": 18, "bold": True, "align": "center"},
            "where": {"font_name": body, "font_size": 10, "font_color": "#555555", "align": "center"},
            "head": {"font_name": heading, "font_size": 10, "bold": True, "align": "center", "bg_color": PAPER, **line}
            | {"text_wrap": True},
            "banner-left": {
                "font_name": heading,
                "font_size": 12,
                "bold": True,
                "font_color": VERMILION,
                "align": "left",
            },
            "title-left": {"font_name": heading, "font_size": 16, "bold": True, "align": "left"},
            "sign": {"font_name": body, "font_size": 11, "align": "left"},
            "label": {"font_name": heading, "font_size": 10, "bold": True, "align": "left", "valign": "top"},
            "said": {"font_name": body, "font_size": 10.5, "align": "left", "text_wrap": True, "valign": "top"},
        }
        self._body = {"font_name": body, "font_size": 10.5, **line}

    def add(self, name: str) -> Worksheet:
        """A new sheet with the paper set up; the name is made one that a spreadsheet takes, and unique."""
        sheet = self.out.add_worksheet(self._sheet_name(name))
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(**MARGINS)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        if self.draft:
            sheet.set_tab_color(VERMILION)
            sheet.set_header(f"&C&14&K{VERMILION.lstrip('#')}{self.words('draft.head')}")
        left = " · ".join(map(_footer, filter(None, [self.contest, self.foot])))
        sheet.set_footer(f"&L&9 {left}&C&9 {self.words('foot.page')}&R&9 {_footer(self.version)}")
        return sheet

    def format(self, style: str) -> Format:
        """A named format."""
        return self._format(("style", style), {"valign": "vcenter", "font_color": INK} | self._styles[style])

    def cell(
        self, *, kind: str = "text", strong: bool = False, struck: bool = False, place: int = 0, num: str = ""
    ) -> Format:
        """A table cell's format."""
        align = {"text": "left", "centre": "center", "number": "right"}[kind]
        look: dict[str, Any] = self._body | {"align": align, "valign": "vcenter", "font_color": INK, "bold": strong}
        look |= {"shrink": kind != "number", "indent": int(kind == "text")}
        if struck:
            look |= {"font_strikeout": True, "font_color": QUIET}
        if place in PLACES:
            look["bg_color"] = PLACES[place]
        if num:
            look["num_format"] = num
        return self._format((kind, strong, struck, place if place in PLACES else 0, num), look)

    def _format(self, key: tuple[Any, ...], look: dict[str, Any]) -> Format:
        if key not in self._formats:
            self._formats[key] = self.out.add_format(look)
        return self._formats[key]

    def _sheet_name(self, wanted: str) -> str:
        plain = _NOT_IN_SHEET_NAME.sub(" ", wanted).strip().strip("'")[:27] or "·"
        name, again = plain, 1
        while name.casefold() in self._names:
            again += 1
            name = f"{plain} {again}"
        self._names.add(name.casefold())
        return name


def _footer(text: str) -> str:
    """Text in a header or footer, where `&` begins a code; at most 255 characters in all."""
    return text[:60].replace("&", "&&")
