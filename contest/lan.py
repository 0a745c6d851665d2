"""Where this machine is found in its network."""

from __future__ import annotations

import socket

LOOPBACK = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = ("0.0.0.0", "::")
"""Hosts by which a server listens to the whole network; the first is what `--hall` says."""


def own_address() -> str:
    """The address of this machine in its network; "" without one. Nothing is sent: a datagram socket only looks up
    its route."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        found = str(probe.getsockname()[0])
    return "" if found.startswith("127.") else found
