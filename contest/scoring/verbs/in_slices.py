"""Verbs that look at everything that was marked, each with the same in slices: for the door, which has others to serve
meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..contest import Contest
from ..events import Actor, Event
from ..slices import Steps
from . import Values, Verb
from .organizer import set_rulebook, set_rulebook_steps

IN_SLICES: Mapping[Verb, Callable[[Contest, Actor, str, Values], Steps[Event]]] = {set_rulebook: set_rulebook_steps}
