"""The pictures of the READMEs: each one that is shown is there, small, and of the size that `make pictures` makes."""

import re
import struct
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
READMES = {"README.md": "en", "README.zh-CN.md": "zh"}
SIZES = {"board": (1600, 900), "judge": (1024, 768), "console": (1440, 900)}
MOST_BYTES = 250_000


@pytest.mark.parametrize(("readme", "lang"), READMES.items())
def test_a_readme_shows_every_page_in_its_own_language(readme: str, lang: str) -> None:
    shown = re.findall(r"!\[[^\]]+\]\((\S+)\)", (ROOT / readme).read_text())
    assert sorted(shown) == sorted(f"docs/pictures/{page}.{lang}.png" for page in SIZES)


@pytest.mark.parametrize("lang", READMES.values())
@pytest.mark.parametrize(("page", "size"), SIZES.items())
def test_a_picture_is_a_small_png_of_the_whole_page(page: str, size: tuple[int, int], lang: str) -> None:
    picture = (ROOT / "docs" / "pictures" / f"{page}.{lang}.png").read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == size
    assert len(picture) <= MOST_BYTES
