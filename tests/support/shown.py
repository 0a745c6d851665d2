"""Files as people bring them, each saying who made it in every place that a program might read."""

from __future__ import annotations

import io

from PIL import Image, PngImagePlugin
from pypdf import PdfWriter

MAKER = "CanaryMaker"


def a_photo(kind: str = "JPEG", size: tuple[int, int] = (64, 48), orientation: int = 1) -> bytes:
    """A picture, red above and blue below, with its maker in EXIF, comment and text chunks."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0], size[1] // 2))
    exif, chunks, out = Image.Exif(), PngImagePlugin.PngInfo(), io.BytesIO()
    exif[0x013B], exif[0x0112] = MAKER, orientation
    chunks.add_text("Author", MAKER)
    more = {"JPEG": {"comment": MAKER}, "PNG": {"pnginfo": chunks}}.get(kind, {})
    image.save(out, kind, exif=exif.tobytes(), **more)
    return out.getvalue()


def a_pdf(pages: int = 2, password: str = "") -> bytes:
    """Blank pages by a maker."""
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(210, 297)
    writer.add_metadata({"/Author": MAKER, "/Title": MAKER})
    writer.add_attachment(f"{MAKER}.txt", MAKER.encode())
    if password:
        writer.encrypt(password)
    writer.write(out)
    return out.getvalue()
