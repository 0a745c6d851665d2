"""`contest serve` with pages of another folder: `python -m tests.browser.other_pages FOLDER serve --port N`."""

import sys
from pathlib import Path

from contest.cli import main
from contest.web import pages

if __name__ == "__main__":
    pages.STATIC = Path(sys.argv.pop(1))
    main()
