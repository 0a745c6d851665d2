"""Parts of which a judge gives one number for the whole entry (`entry: total`): the tree that such a sheet fills."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .exact import ZERO, number


def as_marked(part: Mapping[str, Any]) -> Mapping[str, Any]:
    """The part with a leaf `total` for all its aspects, up to what they may be together; any other part unchanged."""
    if part.get("entry") != "total":
        return part
    most = sum((number(leaf["max"]) for branch in part["criteria"] for leaf in branch["aspects"]), ZERO)
    leaf = {"id": "total", "kind": "points", "max": most}
    return {**part, "criteria": [{"id": "total", "aspects": [leaf]}]}
