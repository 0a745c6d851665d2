"""The browser that the page tests drive, and the screens of a hall."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

VENUE = "venue.test"
"""Leads to this machine in the browser of the tests, but is no secure context, as 127.0.0.1 would be."""

FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
    # What no page here has need of, and two cores are better spent on: a third of what a page costs to open.
    "--disable-extensions",
    "--disable-gpu",
    "--renderer-process-limit=1",
    "--js-flags=--single-threaded",
    f"--host-resolver-rules=MAP {VENUE} 127.0.0.1",
)

TABLET = {"width": 1024, "height": 768}
TABLET_UPRIGHT = {"width": 768, "height": 1024}
PHONE = {"width": 390, "height": 844}
HALL = {"width": 1920, "height": 1080}
DESK = {"width": 1440, "height": 900}


class NoBrowser(Exception):
    """No browser can be had here; the tests that need one fail with this sentence."""


def find_chromium() -> str:
    """Path of a Chromium that opens pages here; sets one up if need be. Raises NoBrowser."""
    found = subprocess.run(["sh", ROOT / "scripts" / "browser.sh"], capture_output=True, text=True, timeout=900)
    if found.returncode != 0:
        raise NoBrowser(found.stderr.strip())
    return found.stdout.strip()
