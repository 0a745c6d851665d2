"""`contest openapi`: the document of the REST API, without a server."""

from __future__ import annotations

import json

import click

from ..web import document


@click.command("openapi")
def openapi() -> None:
    """Print the OpenAPI document that a server tells at /openapi.json."""
    click.echo(json.dumps(document(), ensure_ascii=False, indent=2))


COMMANDS = (openapi,)
