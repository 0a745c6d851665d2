"""What a file is, told from its first bytes and never from its name; and which links are taken.

May not be in here: opening a file further than that: prepare.py does it, in a child process.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from ..scoring.refused import Refused

KINDS = ("pdf", "picture", "text", "video")
SLOTS = ("shown", "original")
HEAD = 1024
"""Bytes that tell a kind. A PDF's mark may stand a little into the file (ISO 32000-1, appendix H, note 13)."""
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
LONGEST_LINK = 500


def kind_of(head: bytes) -> str:
    """ "pdf", "picture" (PNG, JPEG, WebP) or "text", from a file's first bytes. Refused("material_kind"): none of
    them."""
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "picture"
    if b"%PDF-" in head[:HEAD]:
        return "pdf"
    if head and not any(byte < 32 and byte not in (9, 10, 13) for byte in head) and not head.lstrip().startswith(b"<"):
        return "text"
    raise Refused("material_kind")


def link_of(said: str) -> str:
    """A link to a film. Refused("material_link"): it is none that a browser follows safely."""
    try:
        parts = urlsplit(said.strip())
        known = parts.scheme in ("https", "http") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        known = False
    if not known or len(said) > LONGEST_LINK or any(ord(char) <= 32 for char in said.strip()):
        raise Refused("material_link")
    return said.strip()
