"""Windows: nothing that only POSIX has stands on the path of `contest serve` and `contest demo`, except where it says
so. (`make check` lets mypy read the same sources as Windows would: it knows every function that is missing there.)"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.support.imports import ROOT

MODULES = "curses fcntl grp nis ossaudiodev posix pty pwd readline resource spwd syslog termios tty"
CALLS = """
    os.chown os.fchmod os.fchown os.fork os.forkpty os.getegid os.geteuid os.getgid os.getloadavg os.getpgid os.getuid
    os.killpg os.mkfifo os.nice os.sched_getaffinity os.setsid os.statvfs os.sysconf os.uname os.wait os.waitid
    signal.SIGALRM signal.SIGCHLD signal.SIGHUP signal.SIGKILL signal.SIGQUIT signal.SIGUSR1 signal.SIGUSR2 signal.alarm
    signal.pause signal.setitimer signal.sigwait socket.AF_UNIX socket.MSG_DONTWAIT socket.SO_REUSEPORT
    select.epoll select.kqueue select.poll time.tzset
"""
POSIX_MODULES, POSIX_CALLS = frozenset(MODULES.split()), frozenset(CALLS.split())
SOURCES = sorted([*ROOT.glob("contest/**/*.py"), *ROOT.glob("migrations/**/*.py")])


def only_posix(source: str) -> list[str]:
    """What of a source Windows does not have, with its line; what stands under `if sys.platform` is left out."""
    return sorted(_found(ast.parse(source)))


def _found(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.If) and _asks_for_the_system(node.test):
        return
    line = f"{getattr(node, 'lineno', 0)}: "
    if isinstance(node, ast.Import):
        yield from (line + alias.name for alias in node.names if alias.name.split(".")[0] in POSIX_MODULES)
    elif isinstance(node, ast.ImportFrom) and not node.level:
        names = {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
        yield from (line + name for name in names & (POSIX_MODULES | POSIX_CALLS))
    elif isinstance(node, ast.Attribute) and ast.unparse(node) in POSIX_CALLS:
        yield line + ast.unparse(node)
    elif isinstance(node, ast.Call):
        yield from (line + fault for fault in _of_a_call(node))
    for child in ast.iter_child_nodes(node):
        yield from _found(child)


def _asks_for_the_system(test: ast.expr) -> bool:
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return any(map(_asks_for_the_system, test.values))
    return ast.unparse(test) in ("sys.platform != 'win32'", "sys.platform == 'win32'")


def _of_a_call(call: ast.Call) -> Iterator[str]:
    """Text without an encoding is GBK on a Chinese Windows; `%-d` is a POSIX way to write a date; a rename there does
    not replace what is in its way."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    named = {keyword.arg for keyword in call.keywords}
    if (
        name in ("read_text", "write_text")
        and "encoding" not in named
        and len(call.args) < (2 if "write" in name else 1)
    ):
        yield f"{name} without encoding"
    if name == "open" and "encoding" not in named and _opens_text(call):
        yield "open without encoding"
    if {"preexec_fn", "pass_fds"} & named:
        yield "preexec_fn or pass_fds"
    if name == "strftime" and any("%-" in ast.unparse(one) for one in call.args):
        yield "%- in strftime"


def _opens_text(call: ast.Call) -> bool:
    """`open(path, mode)` and `path.open(mode)` for text; whatever else is called open has no mode to go by."""
    modes = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    is_builtin = isinstance(call.func, ast.Name)
    mode = next((mode for mode in modes[-1:] if set(mode) <= set("rwaxbt+")), "r" if is_builtin else None)
    return mode is not None and "b" not in mode


def test_the_sources_have_nothing_that_windows_lacks() -> None:
    assert len(SOURCES) > 300
    found = {str(path.relative_to(ROOT)): only_posix(path.read_text(encoding="utf-8")) for path in SOURCES}
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    "source",
    [
        "import fcntl",
        "def f():\n    try:\n        import resource\n    except ImportError:\n        pass",
        "from os import fork",
        "import os\nos.nice(5)",
        "if hasattr(os, 'nice'):\n    os.nice(5)",
        "signal.signal(signal.SIGHUP, f)",
        "Path('x').read_text()",
        "Path('x').write_text('words')",
        "open('x')",
        "open('x', 'w')",
        "Path('x').open('w')",
        "subprocess.Popen(command, preexec_fn=f)",
        "day.strftime('%-d')",
    ],
)
def test_each_of_these_would_be_found(source: str) -> None:
    assert only_posix(source)


@pytest.mark.parametrize(
    "source",
    [
        "if sys.platform != 'win32':\n    import resource\n    resource.setrlimit(1, 2)",
        "Path('x').read_text(encoding='utf-8')",
        "open('x', 'rb')",
        "Path('x').open('a+b')",
        "door.open('c1')",
        "import os\nos.replace('a', 'b')",
    ],
)
def test_and_these_are_everybodys(source: str) -> None:
    assert only_posix(source) == []
