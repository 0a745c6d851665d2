"""Who of the staff may do what where: told, given, taken away; in the whole house or in one contest.

May not be in here: how an account comes to be (accounts, invitations).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from ..people_tables import Account, Grant, WebSession
from ..scoring.refused import Refused
from .inviters import end_invitations, end_unfounded
from .rights import GrantRow, Session, check_grants, conflict, may, refuse_conflict
from .second import forget_pin
from .sessions import Sessions, grants_of, hold_rights, run
from .tokens import end_tokens

OFFICES = ("chief", "officer", "supervisor", "recorder")
"""What somebody must hold before a contest is judged and signed."""


@dataclass(frozen=True, slots=True)
class Known:
    """An account as those see it who manage accounts. signed_in: sessions that are open · elsewhere: it has roles
    beside those that are told."""

    id: str
    login: str
    name: str
    grants: tuple[GrantRow, ...]
    signed_in: int
    elsewhere: bool = False


class Staff(Sessions):
    """The roles of accounts."""

    def known(self, contest: str = "") -> list[Known]:
        """Every account, by login; of one contest only those with a role in just this one, and these roles."""
        every = self.reader.run(_known)
        return [_of(contest, each) for each in every if _is_of(contest, each.grants)] if contest else every

    def set_grants(self, account: str, grants: Iterable[GrantRow], contest: str = "") -> None:
        """Give an account these roles and no others; with a contest, in it, where the account has some already.
        Open invitations that nobody could make any more end by it.

        Refused("unknown_role"), ("roles_apart"), ("unknown_account"); ("last_organizer"): nobody would be left to
        manage accounts.
        """
        rows = check_grants(grants)
        has = self.reader.run(lambda conn: grants_of(conn, account))
        shared = self.sharing([*rows, *has])

        def work(connection: Connection) -> None:
            hold_rights(connection)
            if connection.scalar(select(Account.id).where(Account.id == account)) is None:
                raise Refused("unknown_account")
            before = grants_of(connection, account)
            if contest and not _is_of(contest, before):
                raise Refused("unknown_account")
            heads = _heads(connection)
            where = [Grant.account_id == account, *([Grant.contest_id == contest] if contest else [])]
            run(connection, delete(Grant).where(*where))
            give(connection, account, rows, shared)
            if heads and not _heads(connection):
                raise Refused("last_organizer")
            end_unfounded(connection, account)

        self._change(work)

    def end_sessions(self, account: str) -> int:
        """Sign the account out everywhere, its programs too, and end its PIN and the invitations it made; how many
        sessions that were."""
        where = WebSession.account_id == account
        ended = self.reader.run(lambda conn: conn.scalar(select(func.count()).select_from(WebSession).where(where)))

        def work(connection: Connection) -> None:
            run(connection, delete(WebSession).where(where))
            end_tokens(connection, account)
            forget_pin(connection, account)
            end_invitations(connection, account)

        self._change(work)
        return int(ended or 0)

    def of_contest(self, contest: str, account: str, *, alone: bool = False) -> None:
        """Refused("unknown_account") unless the account has a role in just this contest; with `alone`,
        ("account_elsewhere") where it has one elsewhere too: it is not this contest's to change."""
        found = next((each for each in self.known(contest) if each.id == account), None)
        if found is None:
            raise Refused("unknown_account")
        if alone and found.elsewhere:
            raise Refused("account_elsewhere", name=found.name)

    def who_may(self, act: str, contest: str, item: str) -> dict[str, str]:
        """Actor → name of the accounts that may do an act there."""
        found = [each for each in self.known() if may(Session("", "", "", each.grants), act, contest, item)]
        return {f"account:{each.id}": each.name for each in found}

    def vacant(self, contest: str) -> list[str]:
        """Which offices nobody holds, neither in the contest or an item of it nor in all contests."""
        held = {role for each in self.known() for at, _, role in each.grants if at in ("*", contest)}
        return [role for role in OFFICES if role not in held]

    def several(self, contest: str) -> list[tuple[str, list[str]]]:
        """Who holds roles in the contest that otherwise exclude each other: (name, roles), by name."""
        found = [(each.name, [row for row in each.grants if row[0] in ("*", contest)]) for each in self.known()]
        return sorted((name, sorted({role for *_, role in rows})) for name, rows in found if conflict(rows, ()))


def give(connection: Connection, account: str, rows: Sequence[GrantRow], shared: Collection[str]) -> None:
    """Write further roles of an account. Refused("roles_apart") together with those it has."""
    has = grants_of(connection, account)
    refuse_conflict([*has, *rows], shared)
    fresh = [row for row in rows if row not in has]
    run(
        connection,
        insert(Grant),
        [{"account_id": account, "contest_id": at, "item_id": item, "role": role} for at, item, role in fresh],
    )


def _heads(connection: Connection) -> int:
    """How many organize everything."""
    where = (Grant.contest_id == "*", Grant.item_id == "", Grant.role == "organizer")
    return connection.scalar(select(func.count()).select_from(Grant).where(*where)) or 0


def _is_of(contest: str, grants: Iterable[GrantRow]) -> bool:
    return any(where == contest for where, *_ in grants)


def _of(contest: str, known: Known) -> Known:
    own = tuple(row for row in known.grants if row[0] == contest)
    return Known(known.id, known.login, known.name, own, known.signed_in, len(own) < len(known.grants))


def _known(connection: Connection) -> list[Known]:
    grants: dict[str, list[GrantRow]] = {}
    for row in connection.execute(select(Grant).order_by(Grant.contest_id, Grant.item_id, Grant.role)):
        grants.setdefault(row.account_id, []).append((row.contest_id, row.item_id, row.role))
    counted = select(WebSession.account_id, func.count()).group_by(WebSession.account_id)
    open_ = {row[0]: row[1] for row in connection.execute(counted)}
    rows = connection.execute(select(Account.id, Account.login, Account.name).order_by(Account.login))
    return [Known(row.id, row.login, row.name, tuple(grants.get(row.id, ())), open_.get(row.id, 0)) for row in rows]
