"""What the organizer sets about the people of the office: whether one of them may hold several roles."""

from __future__ import annotations

from ..contest import Contest
from ..events import Actor, Event, RolesShared
from ..refused import Refused
from . import Values
from .finding import refuse_unopened


def share_roles(contest: Contest, by: Actor, at: str, values: Values) -> Event:
    """Let one person hold several roles that otherwise exclude each other (`shared`), or no longer; `reason_digest`."""
    refuse_unopened(contest)
    if not values["reason_digest"]:
        raise Refused("reason_needed")
    if values["shared"] == contest.roles.now:
        raise Refused("roles_shared_already" if contest.roles.now else "roles_apart_already")
    return RolesShared(values["shared"], values["reason_digest"])
