"""A browser that is killed: what its page had shown by then, by the browser's own clock, and what the line had carried.

The test keeps the notes: they reach it over the browser's pipe while the page lives.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserType, Error, Page

WATCH = """
const seen = new Map()
const look = () => {
  const code = document.querySelector('main .head .code')?.textContent
  const word = document.querySelector('main .head .word')?.textContent.trim()
  if (!code || !word || seen.get(code) === word) return
  seen.set(code, word)
  window.noteShown(code, word, Date.now() / 1000)
}
new MutationObserver(look).observe(document, {subtree: true, childList: true, characterData: true})
"""
SAVED, DELIVERED, CONFIRMED = "已存本机", "已送达", "已确认"


@dataclass
class Tablet:
    """A device with a memory of its own, and a ledger of what it ever showed: (code, word, when)."""

    browser_type: BrowserType
    launch: dict[str, Any]
    memory: Path
    scripts: list[str] = field(default_factory=lambda: [WATCH])
    shown: list[tuple[str, str, float]] = field(default_factory=list)

    @contextlib.contextmanager
    def open(self) -> Iterator[Page]:
        """The page, until it is killed or the block ends."""
        context = self.browser_type.launch_persistent_context(str(self.memory), locale="zh-CN", **self.launch)
        context.expose_function("noteShown", lambda *noted: self.shown.append(noted))
        for script in self.scripts:
            context.add_init_script(script)
        try:
            yield context.pages[0]
        finally:
            with contextlib.suppress(Error):
                context.close()

    def kill(self) -> None:
        """SIGKILL to every process of this browser: nothing of it gets another instruction."""
        for pid in self._processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _processes(self) -> list[int]:
        """The browser itself first, whose command names our folder; then what it started."""
        ours = f"--user-data-dir={self.memory}".encode()
        found = [pid for pid, said in _commands() if ours in said.split(b"\0")]
        for pid, _ in _commands():
            with contextlib.suppress(OSError):
                if int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]) in found:
                    found.append(pid)
        return list(dict.fromkeys(found))

    def showed(self, *words: str) -> dict[str, float]:
        """Code → when one of these words was first shown of it."""
        first: dict[str, float] = {}
        for code, word, when in self.shown:
            if word.startswith(words):
                first.setdefault(code, when)
        return first


def _commands() -> Iterator[tuple[int, bytes]]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            yield int(path.parent.name), path.read_bytes()


def pause(seconds: float, page: Page) -> None:
    """Let the page go on for so long, asked nothing; what it notes meanwhile is taken down."""
    page.wait_for_timeout(seconds * 1000)
