"""What judges see of a file: pictures of its pages, or its plain text. Runs in a child process only.

Pictures are drawn anew and PDFs are drawn page by page, so that nothing but what can be seen goes on: no author, no
place where a photo was taken, no layer of text under a black bar, no script. And every browser shows them, WeChat's
too.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..scoring.refused import Refused

LONGEST = 1754  # pixels of a page's longer side: 150 to the inch on A4
QUALITY = 75
MOST_PAGES = 100
MOST_PIXELS = 60_000_000
Drawn = tuple[bytes, int, int]
"""A JPEG, its width and its height."""


def pages_of(path: Path, kind: str) -> Iterator[Drawn]:
    """The pages of a PDF, or a picture as its one page. Refused: it cannot be opened, is locked, or is too much."""
    return _pdf(path) if kind == "pdf" else iter([_picture(path)])


def _pdf(path: Path) -> Iterator[Drawn]:
    import pypdfium2

    try:
        file = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as fault:
        locked = "password" in str(fault).lower()
        raise Refused("material_locked" if locked else "material_unreadable") from fault
    with file:
        if not 0 < len(file) <= MOST_PAGES:
            raise Refused("material_pages", most=MOST_PAGES)
        for page in file:
            scale = LONGEST / max(*page.get_size(), 1)
            yield _drawn(page.render(scale=min(scale, 6)).to_pil())


def _picture(path: Path) -> Drawn:
    from PIL import Image, ImageOps

    try:
        with Image.open(path, formats=("PNG", "JPEG", "WEBP")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused("material_pixels", most=MOST_PIXELS // 1_000_000)
            image.load()
            return _drawn(ImageOps.exif_transpose(image))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise Refused("material_unreadable") from fault


def _drawn(image: Any) -> Drawn:
    """On white, no larger than a tablet needs, and without a word of what the file said beside its pixels."""
    from PIL import Image

    image.thumbnail((LONGEST, LONGEST))
    seen = image.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue(), paper.width, paper.height


def text_of(raw: bytes) -> str:
    """A text file's text: UTF-8, or GB 18030, which Windows' editor writes in China. Refused: it is neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding).replace("\r\n", "\n").replace("\0", "")
        except UnicodeDecodeError:
            continue
    raise Refused("material_unreadable")
