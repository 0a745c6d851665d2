"""How many strokes the characters of a name have (姓氏笔画): Unihan's kTotalStrokes, in the forms of the mainland.

The order that offices use (以姓氏笔画为序; GB/T 13418—1992 文字条目通用排序规则, GF 3003—1999 汉字字序规范) compares
the first character's strokes, then the second's, and so on, a name that ends first before a longer one. Where all are
equal the norms go on by the kinds of strokes (横竖撇点折), which Unihan does not tell.
"""

from __future__ import annotations

import re

try:
    from unicodedataplus import total_strokes
except ImportError:  # no wheel for this Python: rosters must state the strokes
    total_strokes = None

# Ideographs with their compatibility and supplementary planes, and 〇; the dot in 阿依努尔·吐尔逊 has no strokes.
_HAN = re.compile("[〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


class Uncounted(ValueError):
    """A character whose strokes nobody has counted."""

    def __init__(self, character: str) -> None:
        super().__init__(character)
        self.character = character


def strokes_of(name: str) -> str:
    """`8 7 8` for three characters, "" for a name without Chinese ones. Raises Uncounted."""
    return " ".join(str(_count(character)) for character in _HAN.findall(name))


def _count(character: str) -> int:
    if character == "〇":
        return 1
    counted = total_strokes(character, "G") if total_strokes else 0
    if not counted:
        raise Uncounted(character)
    return int(counted)
