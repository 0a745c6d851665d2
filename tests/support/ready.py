"""Read once by the process that the tests' servers are forked from (forked.py): all that a serving process imports."""

import flask_socketio  # noqa: F401
import sqlalchemy.dialects.sqlite  # noqa: F401

import contest.cli
import contest.live.judging
import contest.live.packets
import contest.live.snapshots
import contest.web  # noqa: F401
