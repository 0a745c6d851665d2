"""Who may do what: roles, and the acts each may do. Asked for every act and every message, without I/O.

May not be in here: who somebody is (sessions), or what an act means (verbs).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ..scoring.refused import Refused

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
    "agree": frozenset({"chief", "supervisor"}),
    "recuse": frozenset({"chief"}),
    "return": frozenset({"chief"}),
    "type": frozenset({"recorder"}),
    "note": frozenset({"chief", "recorder"}),
    "checkin": frozenset({"organizer", "officer", "recorder"}),
    "clock": frozenset({"chief", "recorder"}),
    "material": frozenset({"organizer", "officer"}),
    "deadline": frozenset({"organizer", "chief"}),
    "stage": frozenset({"organizer", "chief", "recorder"}),
    "export": frozenset({"organizer", "chief", "recorder", "supervisor"}),
    "judge": frozenset({"seat"}),
}
"""Which roles may do which act. An act that is not here is nobody's: `may` raises KeyError, loudly."""

TOKEN_ACTS = (
    *(
        "see",
        "setup",
        "seats",
        "open",
        "freeze",
        "unfreeze",
        "count",
        "note",
        "material",
        "deadline",
        "stage",
        "export",
    ),
)
"""What a program may be let do in somebody's name. All else takes a person: two-person acts, signatures, decisions,
typing, accounts."""

TOGETHER = frozenset({frozenset({"organizer", "recorder"})})
"""The roles that one person may always hold together; a viewer only looks on. All others exclude each other in one
contest (decision 22): who knows whose a code is has no hand in marks, who decides does not type what is decided on,
who watches does nothing that is watched."""

GrantRow = tuple[str, str, str]
"""Contest or "*", item or "", role."""
Grants = Iterable[GrantRow]


def check_grants(grants: Grants) -> Sequence[GrantRow]:
    """The grants, each once. Refused("unknown_role")."""
    rows = list(dict.fromkeys(grants))
    for _, _, role in rows:
        if role not in ROLES:
            raise Refused("unknown_role", role=role)
    return rows


def conflict(grants: Grants, shared: Container[str]) -> tuple[str, str, str] | None:
    """(contest or "*", one role, another) that one person may not hold together; None where there are none. `shared`:
    the contests that let one person hold several roles. A role in one item counts for its contest."""
    for (where, one), (there, other) in combinations(sorted({(contest, role) for contest, _, role in grants}), 2):
        if "viewer" in (one, other) or one == other or {one, other} in TOGETHER:
            continue
        contest = there if where == "*" else where
        if (where == there or "*" in (where, there)) and contest not in shared:
            return contest, one, other
    return None


def refuse_conflict(grants: Grants, shared: Container[str]) -> None:
    """Refused("roles_apart"), ("roles_apart_everywhere") where one person would hold roles that exclude each other."""
    found = conflict(grants, shared)
    if found is not None:
        contest, one, other = found
        raise Refused(
            "roles_apart_everywhere" if contest == "*" else "roles_apart", contest=contest, roles=[one, other]
        )


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
    since: float = 0.0  # seconds since 1970: when an account signed in, and when it was seen last
    seen: float = 0.0
    until: float = 0.0  # of a program's token
    acts: frozenset[str] | None = None  # a program does only these, None: it is no program


def may(session: Session | None, act: str, contest: str, item: str = "") -> bool:
    """Whether a session may do an act in a contest (and item). Deny by default; no I/O."""
    roles = POLICY[act]
    if session is None or (session.acts is not None and act not in session.acts):
        return False
    return any(
        role in roles and scope in ("*", contest) and (not of_item or of_item == item)
        for scope, of_item, role in session.grants
    )
