"""What devices may say: plain JSON packets of the one namespace.

python-socketio raises on what it cannot read, collects binary attachments without bound, and lets a client call the
handlers of `connect` and `disconnect` as if they were events. Here whatever is not a plain packet counts as a goodbye.
"""

from __future__ import annotations

from typing import Any

from socketio.packet import CONNECT, DISCONNECT, EVENT, Packet

from . import plain_json

NAMESPACE = "/judging"
_RESERVED = ("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener")


class PlainPacket(Packet):
    """A packet without attachments; an unreadable one is a disconnect."""

    uses_binary_events = False
    json = plain_json
    namespace: str | None

    def decode(self, encoded_packet: Any) -> int:
        try:
            attachments = super().decode(encoded_packet)
            plain = not attachments and self.namespace == NAMESPACE and self._is_known()
        except (ValueError, TypeError, LookupError, RecursionError):
            plain = False
        if not plain:
            self.packet_type, self.namespace, self.id, self.data = DISCONNECT, NAMESPACE, None, None
        return 0

    def _is_known(self) -> bool:
        if self.packet_type != EVENT:
            return self.packet_type in (CONNECT, DISCONNECT)
        return type(self.data) is list and bool(self.data) and self._is_event(self.data[0])

    @staticmethod
    def _is_event(name: Any) -> bool:
        return type(name) is str and name not in _RESERVED
