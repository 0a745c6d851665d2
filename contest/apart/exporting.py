"""Files that take long to make: the same bytes as the server would make itself."""

from __future__ import annotations

from typing import Any

from ..export import journal
from ..export.files import results_file
from .tasks import Asked, the_people


def answer(asked: Asked) -> tuple[dict[str, Any], bytes]:
    """{name}, and the file: of `kind` xlsx or csv in `lang`, a draft if `draft`; or the journal, of kind ndjson."""
    if asked["kind"] == "ndjson":
        return {"name": ""}, "".join(journal.dump(asked.lines)).encode()
    people = the_people(asked)
    name, data = results_file(
        asked.contest, people, asked["item"], asked["kind"], asked["lang"], draft=bool(asked["draft"])
    )
    return {"name": name}, data
