"""What lies beside the sheets for judges to read: texts, PDFs, pictures, links to films; each bounded, cleaned, and
kept outside the chain, which holds a salted digest of an entry's list.

May not be in here: who may see what (web), or what a file shows: that the anonymized version names nobody is for a
person to see. See docs/decisions/0017-material.md.
"""

from __future__ import annotations

from .files import Files, Stored
from .kinds import KINDS, SLOTS, kind_of, link_of
from .shelf import Kept, Page, Shelf, sealed_list

__all__ = ["KINDS", "SLOTS", "Files", "Kept", "Page", "Shelf", "Stored", "kind_of", "link_of", "sealed_list"]
