"""Files that take long to make: the same bytes as the server would make itself."""

from __future__ import annotations

from typing import Any

from ..export import journal
from ..export.files import results_file
from ..scoring.events import from_bytes
from ..telling_file import story_file
from .tasks import Asked, the_people


def answer(asked: Asked) -> tuple[dict[str, Any], bytes]:
    """{name}, and the file: of `kind` xlsx, csv or json in `lang`, a draft if `draft`, of one list where `what` names
    one; or the journal, of kind ndjson."""
    if asked["kind"] == "ndjson":
        return {"name": ""}, "".join(journal.dump(asked.lines)).encode()
    people, kind = the_people(asked), asked["kind"]
    if kind.startswith("story."):
        lines = [from_bytes(each.raw) for each in asked.lines]
        name, data = story_file(
            asked.contest, people, lines, kind.removeprefix("story."), asked["lang"], why=bool(asked["why"])
        )
        return {"name": name}, data
    more = {"draft": bool(asked["draft"]), "what": asked.get("what", "")}
    name, data = results_file(asked.contest, people, asked["item"], asked["kind"], asked["lang"], **more)
    return {"name": name}, data
