"""People: accounts, judges' devices, who stands behind a code; and `may`, asked for every act, in memory.

May not be in here: anything that can change a rank (that is an event). What is in these tables is never in the chain,
so that a person can be erased; what the chain needs of it stands there as a salted digest. See docs/decisions/0012.
"""

from __future__ import annotations

import hmac
import secrets

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from ..db import Reader, Writer
from ..people_tables import Secret
from .accounts import Accounts
from .devices import Arrival, Devices
from .hashing import token_digest
from .identities import Chance, Identities, Person, commitment, first_layer, foretold
from .invitations import Invitations, Invited, Open
from .pairings import Waiter
from .registrations import STATES, SUBSTITUTE, Registered, Which
from .reviews import REVIEWS, Step
from .rights import POLICY, ROLES, TOKEN_ACTS, Session, may
from .seat_names import SeatNames
from .second import SecondPersons
from .sessions import now, run
from .staff import Known, Staff
from .tokens import Token, Tokens
from .unit_links import Link, Quotas, UnitLinks, limits_of

__all__ = [
    "POLICY",
    "REVIEWS",
    "ROLES",
    "STATES",
    "SUBSTITUTE",
    "TOKEN_ACTS",
    "Arrival",
    "Chance",
    "Invited",
    "Known",
    "Link",
    "Open",
    "People",
    "Person",
    "Quotas",
    "Registered",
    "Session",
    "Step",
    "Token",
    "Waiter",
    "Which",
    "commitment",
    "first_layer",
    "foretold",
    "limits_of",
    "may",
    "now",
    "token_digest",
]


class People(Tokens, Accounts, SecondPersons, Staff, Invitations, UnitLinks, Devices, SeatNames, Identities):
    """The plain tables of people, and their copy in memory."""

    def __init__(self, writer: Writer, reader: Reader) -> None:
        super().__init__(writer, reader)
        self.secret = self._server_secret()
        self.sweep()

    def receipt_mark(self, contest: str, epoch: str, seq: int, head: str) -> str:
        """Proof that this server gave out the receipt since `epoch` (when the journal was restored last, "" for never):
        no device can invent one, and one from before a restore says nothing of the journal after it."""
        return hmac.new(self.secret, f"{contest} {epoch} {seq} {head}".encode(), "sha256").hexdigest()[:32]

    def _server_secret(self) -> bytes:
        found = self.reader.run(lambda conn: conn.scalar(select(Secret.value).where(Secret.name == "receipts")))
        if found is None:
            fresh = secrets.token_hex(32)
            try:
                self.writer.run(lambda conn: run(conn, insert(Secret).values(name="receipts", value=fresh)))
            except IntegrityError:  # another process started at the same moment
                return self._server_secret()
            found = fresh
        return bytes.fromhex(found)
