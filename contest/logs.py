"""The log: what happened to the server, for who runs it. No names, no marks, no passwords are in it.

structlog's own way with exceptions shows the values of local variables, and with them who stands behind a code.
"""

from __future__ import annotations

import sys
from typing import Any

import structlog


def configure() -> None:
    """Log to stderr, tracebacks without values; what somebody has configured already stays."""
    if structlog.is_configured():
        return
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.StackInfoRenderer(),
            structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False),
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        logger_factory=_to_stderr,
    )


def _to_stderr(*args: Any) -> Any:
    """Whatever stderr is at this moment."""
    return structlog.PrintLogger(sys.stderr)
