"""Papers as PDF: a typst template and plain data in, bytes out. The templates stand in papers/, their head and foot in
papers/house.typ.

A template is ours and reads only what it is given: it opens no address and no file beside its own folder; what people
typed is text there and never markup.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import segno
import typst

from .view import Lang
from .words import words

TEMPLATES = Path(__file__).parent / "papers"
CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Written into every PDF: the same data gives the same bytes, whenever it is made."""


def build_paper(template: str, data: Mapping[str, Any], lang: Lang = "zh") -> bytes:
    """The PDF of papers/<template>.typ over `data` (JSON values; decimals are texts). The template finds the words
    `paper.<template>.…` and `paper.…` of its language under `words`."""
    said = words(lang)
    known = {**said.all("paper.house."), **said.all(f"paper.{template}.")}
    whole = json.dumps({"lang": lang, "words": known, **data}, ensure_ascii=False)
    pdf = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=[str(folder) for folder in font_folders()],
        ignore_system_fonts=False,  # rare characters of names, which the package's face lacks
        sys_inputs={"data": whole},
        package_path=str(TEMPLATES),  # no template loads a package, and none is fetched
        package_cache_path=str(TEMPLATES),
        timestamp=CREATED,
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def font_folders() -> tuple[Path, ...]:
    """Where a face with Chinese characters is found: CONTEST_FONT_DIR, else the font package, else the system's."""
    named = os.environ.get("CONTEST_FONT_DIR")
    if named:
        return (Path(named),)
    package = find_spec("justmytype_intl_cjk")
    if package is not None and package.origin is not None:
        return (Path(package.origin).parent / "fonts" / "ofl" / "notosanssc",)
    return (Path("/usr/share/fonts"),)


def qr_svg(text: str, border: int = 0) -> str:
    """A QR code as SVG, for a page or a template's `image(bytes(…))`. border: modules of quiet around it, where nothing
    else leaves them."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", scale=8, border=border, xmldecl=False)
    return out.getvalue().decode()
