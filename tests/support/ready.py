"""Read once by the process that the tests' servers and children are forked from (forked.py): all that they import."""

import flask_socketio  # noqa: F401
import pytest
import sqlalchemy.dialects.sqlite  # noqa: F401

from tests.support import hashes

hashes.quick(pytest.MonkeyPatch())  # for as long as the process lives
