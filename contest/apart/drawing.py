"""Material drawn as pages: a PDF of a hundred pages takes longer than the loop may wait, and may be ill-meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..material.prepare import pages_of, text_of
from .tasks import Asked


def answer(asked: Asked) -> tuple[dict[str, Any], bytes]:
    """{pages: [{size, width, height}]} of the file at `path`, which is of `kind`, and the JPEGs one behind the other;
    of a text {pages: []} and the text in UTF-8."""
    path = Path(asked["path"])
    if asked["kind"] == "text":
        return {"pages": []}, text_of(path.read_bytes()).encode()
    drawn = list(pages_of(path, asked["kind"]))
    told = [{"size": len(data), "width": width, "height": height} for data, width, height in drawn]
    return {"pages": told}, b"".join(data for data, _, _ in drawn)
