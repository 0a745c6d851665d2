"""Who may call a view: declared beside it, asked before it, and missing nowhere.

Every view under /api carries `policy`: the act that `people.may` is asked, "anyone", or "signed in". Deny by default:
a view without one stops the start.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request

from ..people import POLICY, Link, Session, may
from ..scoring.refused import Refused
from .services import services

V = TypeVar("V", bound=Callable[..., Any])
COOKIE = "contest_session"
OPEN = "anyone"
SIGNED_IN = "signed in"
IN_PERSON = "signed in, in person"  # what no program does: one's own sessions and tokens
_BEFORE_A_SESSION = (
    ("POST", "session.SignInOut"),
    ("POST", "session.PairDevice"),
    ("POST", "session.StillWaits"),
    ("POST", "accounts.invitation"),
    ("POST", "accounts.accept"),
)
AT_A_SEAT = "a judge's device"
OF_A_LINK = "a unit's link"
OF_THE_ACT = "of the act"  # one address for many acts: the view asks `allow` for the one it was given


def needs(policy: str, *, somewhere: bool = False) -> Callable[[V], V]:
    """Declare a view's policy and ask it before the view runs. The view's `contest` and `item` say where.

    `somewhere`: a right in one item of the contest is enough to come in; the view shows and does what that item allows.
    """

    def declare(view: V) -> V:
        @wraps(view)
        def asked(*args: Any, **kwargs: Any) -> Any:
            if somewhere:
                if not may_somewhere(policy, kwargs["contest"]):
                    raise Refused("forbidden")
            elif policy == AT_A_SEAT:
                at_a_seat()
            elif policy == OF_A_LINK:
                of_a_link()
            elif policy == IN_PERSON:
                in_person()
            elif policy not in (OPEN, SIGNED_IN, OF_THE_ACT):
                allow(policy, kwargs.get("contest", ""), kwargs.get("item", ""))
            elif policy != OPEN:
                me()
            return view(*args, **kwargs)

        asked.policy = policy  # type: ignore[attr-defined]
        asked._apidoc = {**getattr(view, "_apidoc", {}), "policy": policy}  # type: ignore[attr-defined]
        return cast("V", asked)

    return declare


def session() -> Session | None:
    """The account's session this request came with, if any; or a program's, by its token."""
    if "session" not in g:
        found = services().people.session(request.cookies.get(COOKIE, ""))
        whose = found if found is not None and not found.seat and found.acts is None else None
        g.session = whose or _program()
    return cast("Session | None", g.session)


def _program() -> Session | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return services().people.program(token, request.remote_addr or "") if kind == "Bearer" else None


def in_person() -> Session:
    """The account's session, where a person holds it. Refused("forbidden") for a program."""
    found = me()
    if found.acts is not None:
        raise Refused("forbidden")
    return found


def me() -> Session:
    """The account's session. Refused("signed_out") without one."""
    found = session()
    if found is None:
        raise Refused("signed_out")
    return found


def at_a_seat() -> Session:
    """The judge's device that asks, by the token it was paired with. Refused("revoked"): there is none, or its seat was
    handed over since."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    found = services().people.session(token) if kind == "Bearer" else None
    if found is None or not found.seat or found.former or not may(found, "judge", found.contest):
        raise Refused("revoked")
    return found


def of_a_link() -> Link:
    """The link by which a unit registers its people; its token comes like a device's, so that no log sees it.
    Refused("link_over"), ("too_many_tries")."""
    if "link" not in g:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        said = token if kind == "Bearer" else ""
        g.link = services().people.by_unit_link(said, request.remote_addr or "")
    return cast("Link", g.link)


def allow(act: str, contest: str, item: str = "") -> Session:
    """The session, if it may do the act there. Refused("forbidden") otherwise."""
    found = me()
    if not may(found, act, contest, item):
        raise Refused("forbidden")
    return found


def may_somewhere(act: str, contest: str) -> bool:
    """Whether the session may do the act in the contest, or at least in one item of it."""
    return any(may(me(), act, contest, item) for _, item, _ in me().grants)


def guard_csrf() -> None:
    """An unsafe request must come from no foreign page, and with a session's cookie carry its csrf token too. A
    program's token no browser adds by itself."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    origin = request.headers.get("Origin")
    if origin is not None and not services().settings.welcomes(origin, request.environ):
        raise Refused("csrf")
    view = current_app.view_functions.get(request.endpoint or "")
    if (request.method, request.endpoint) in _BEFORE_A_SESSION or getattr(view, "policy", "") == OF_A_LINK:
        return  # neither rests on the cookie, which is what a foreign page could send
    found = session()
    said = request.headers.get("X-CSRF", "").encode()  # bytes: comparing texts fails on what is not ASCII
    if found is not None and found.acts is None and not hmac.compare_digest(said, found.csrf.encode()):
        raise Refused("csrf")


def every_view_has_one(app: Flask) -> None:
    """RuntimeError if a view under /api has no policy, or one that nobody knows."""
    known = {OPEN, SIGNED_IN, IN_PERSON, AT_A_SEAT, OF_A_LINK, OF_THE_ACT, *POLICY}
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api") and not _declared(app.view_functions[rule.endpoint]) <= known:
            raise RuntimeError(f"{rule.rule} has no policy: declare who may call it")


def _declared(view: Any) -> set[str | None]:
    """The policies of a view; None among them for one that is missing."""
    cls = getattr(view, "view_class", None)
    views = [view] if cls is None else [getattr(cls, method.lower()) for method in cls.methods]
    return {getattr(each, "policy", None) for each in views}
