"""What random contests hold of the corners in which the two calculations once differed."""

from __future__ import annotations

import json
from collections.abc import Iterator

from .schemes import Made

LATE = ("PartScoresImported", "VotesCounted", "VotesVoided", "BallotHeld")
OF_RULEBOOKS = (
    "a mark below 0",
    "different vetoes",
    "a median of all",
    "an agreement within a spread",
    "a band with who stands in",
    "a title behind a prize that is passed on",
    "a last prize that is passed on",
    "fewer penalties",
)
OF_CONTESTS = (
    "a list by strokes",
    "a quota of units",
    "a top share where places are dense",
    "somebody of no unit",
    *(f"{kind} late" for kind in LATE),
)


def corners(book: Made) -> Iterator[str]:
    """Those of a rulebook."""
    for part in book["parts"]:
        yield from _of_part(part)
    awards = book["awards"]
    if any(not sized(award) and carries(awards[n]) for n, award in enumerate(awards[1:])):
        yield "a title behind a prize that is passed on"
    if awards and carries(awards[-1]):
        yield "a last prize that is passed on"
    if any(award.get("listed") == "strokes" for award in awards):
        yield "a list by strokes"
    if any(limit["attribute"] == "unit" for award in awards for limit in award.get("limits", ())):
        yield "a quota of units"
    steps = book.get("promotion", {}).get("steps", ())
    if book["ranking"].get("numbering") == "dense" and any("percent" in step for step in steps):
        yield "a top share where places are dense"
    if any(tie["by"] == "fewer_penalties" for tie in book["ties"]):
        yield "fewer penalties"


def sized(award: Made) -> bool:
    return "count" in award or "percent" in award


def carries(award: Made) -> bool:
    return award.get("carry") in ("spare", "both")


def _of_part(part: Made) -> Iterator[str]:
    combine = part.get("combine", {})
    spread, method = combine.get("spread", {}), combine.get("method")
    aspects = [aspect for criterion in part.get("criteria", ()) for aspect in criterion["aspects"]]
    if any(aspect.get("min", "").startswith("-") for aspect in aspects):
        yield "a mark below 0"
    if len({aspect.get("at") for aspect in aspects if aspect["kind"] == "veto"}) > 1:
        yield "different vetoes"
    if method == "median" and spread.get("action") == "mean_of_all":
        yield "a median of all"
    if method == "consensus" and spread:
        yield "an agreement within a spread"
    if combine.get("missing") == "replaced" and "bands" in spread:
        yield "a band with who stands in"


def acts(lines: list[bytes]) -> Iterator[str]:
    """Those of a journal."""
    decided: set[str] = set()
    for kind, data in ((line["kind"], line["data"]) for line in map(json.loads, lines)):
        if kind in ("TieDecided", "AwardOverrideApproved"):
            decided.add(data["item"])
        if kind in LATE and data["item"] in decided:
            yield f"{kind} late"
        if kind == "AttributesTold" and not all(row.get("unit") for row in data["attributes"]):
            yield "somebody of no unit"
