"""Who may do what: roles, and the acts each may do. Asked for every act and every message, without I/O.

May not be in here: who somebody is (sessions), or what an act means (verbs).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ROLES = ("organizer", "chief", "officer", "recorder", "supervisor", "viewer")
POLICY: Mapping[str, frozenset[str]] = {
    "see": frozenset(ROLES),
    "accounts": frozenset({"organizer"}),
    "setup": frozenset({"organizer"}),
    "seats": frozenset({"organizer", "chief"}),
    "admit": frozenset({"chief"}),
    "open": frozenset({"organizer", "chief"}),
    "freeze": frozenset({"organizer", "chief"}),
    "unfreeze": frozenset({"organizer", "chief"}),
    "lock": frozenset({"chief"}),
    "unlock": frozenset({"chief", "supervisor"}),
    "draw": frozenset({"officer"}),
    "call": frozenset({"organizer", "officer", "recorder"}),
    "unseal": frozenset({"officer", "supervisor"}),
    "sign": frozenset({"chief"}),
    "publish": frozenset({"organizer"}),
    "count": frozenset({"organizer", "chief", "recorder"}),
    "import": frozenset({"organizer", "recorder"}),
    "void": frozenset({"chief"}),
    "decide": frozenset({"chief"}),
    "advance": frozenset({"chief"}),
    "override": frozenset({"chief", "supervisor"}),
    "recuse": frozenset({"chief"}),
    "return": frozenset({"chief"}),
    "type": frozenset({"recorder"}),
    "note": frozenset({"chief", "recorder"}),
    "material": frozenset({"organizer", "officer"}),
    "deadline": frozenset({"organizer", "chief"}),
    "stage": frozenset({"organizer", "chief", "recorder"}),
    "export": frozenset({"organizer", "chief", "recorder", "supervisor"}),
    "judge": frozenset({"seat"}),
}
"""Which roles may do which act. An act that is not here is nobody's: `may` raises KeyError, loudly."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in: an account with its grants (contest or "*", item or "", role), or a judge's device on a
    seat."""

    token: str  # the digest under which it is kept
    actor: str
    name: str
    grants: tuple[tuple[str, str, str], ...]
    csrf: str = ""
    login: str = ""
    contest: str = ""
    seat: str = ""
    label: str = ""  # what a device calls itself
    former: bool = False  # the device's seat was handed over: what it delivers is set aside


def may(session: Session | None, act: str, contest: str, item: str = "") -> bool:
    """Whether a session may do an act in a contest (and item). Deny by default; no I/O."""
    roles = POLICY[act]
    if session is None:
        return False
    return any(
        role in roles and scope in ("*", contest) and (not of_item or of_item == item)
        for scope, of_item, role in session.grants
    )
