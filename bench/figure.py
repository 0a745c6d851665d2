"""One measured figure, as a line of JSON that says where and with what it was measured."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

_LIBRARIES = (
    "Flask",
    "Flask-SocketIO",
    "python-socketio",
    "python-engineio",
    "simple-websocket",
    "gevent",
    "SQLAlchemy",
)


def tell(figure: str, value: float, limit: float, better: Literal["lower", "higher"], **raw: Any) -> dict[str, Any]:
    """Print a figure; `raw` is what it was made of, `n` among it. Returns it too."""
    line = {
        "figure": figure,
        "value": rounded(value),
        "limit": limit,
        "better": better,
        "met": value <= limit if better == "lower" else value >= limit,
        **{name: rounded(each) for name, each in raw.items()},
        "machine": machine(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in _LIBRARIES} | {"SQLite": sqlite3.sqlite_version},
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)
    return line


def machine() -> dict[str, Any]:
    """CPU model, cores this process may use, memory in GB, and how busy the machine is (load of one minute)."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cpu": _cpu(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(memory, 1),
        "load": round(os.getloadavg()[0], 1),
    }


def _cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()


def rounded(value: Any) -> Any:
    """Floats with four significant digits: more would claim what was not measured."""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, list | tuple):
        return [rounded(each) for each in value]
    if isinstance(value, dict):
        return {name: rounded(each) for name, each in value.items()}
    return value
