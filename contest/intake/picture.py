"""Run as a program of its own: one photo, drawn anew small, as JPEG on the standard output.

It knows the standard library and Pillow only and gives itself little memory and time before it opens anything. What
comes out is pixels: no place where it was taken, no script, nothing that hid behind the picture. Its end tells what was
wrong: 3 no picture, 4 too many pixels.
"""

from __future__ import annotations

import io
import sys

LONGEST = 480
"""Pixels of the longer side: a badge's photo."""

MOST_PIXELS = 50_000_000
MOST_BYTES = 60_000
MEMORY = 768 << 20
CPU_SECONDS = 6
UNREADABLE, TOO_MANY = 3, 4


def main(path: str) -> bytes:
    """The picture, in fewer than MOST_BYTES. SystemExit: what was wrong."""
    from PIL import Image, ImageOps

    try:
        with Image.open(path, formats=("PNG", "JPEG", "WEBP")) as image:
            if image.width * image.height > MOST_PIXELS:
                sys.exit(TOO_MANY)
            image.draft("RGB", (2 * LONGEST, 2 * LONGEST))
            turned = ImageOps.exif_transpose(image)
            turned.thumbnail((LONGEST, LONGEST))
            seen = turned.convert("RGBA")
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError):
        sys.exit(UNREADABLE)
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    return _small(paper)


def _small(paper: object) -> bytes:
    for quality in (80, 60, 40, 20):
        out = io.BytesIO()
        paper.save(out, "JPEG", quality=quality, optimize=True)  # type: ignore[attr-defined]
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue()


def _limit() -> None:
    """Windows knows no such limits: there the count of pixels and the parent's patience must do."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit()
    sys.stdout.buffer.write(main(sys.argv[1]))
