"""Read once by the process that the tests' servers and children are forked from (forked.py): all that they import."""

import flask_socketio  # noqa: F401
import sqlalchemy.dialects.sqlite  # noqa: F401

import contest.apart.carding
import contest.apart.drawing
import contest.apart.exporting
import contest.apart.looking
import contest.apart.packing
import contest.apart.previewing
import contest.apart.printing
import contest.apart.signing
import contest.apart.slipping
import contest.apart.standing
import contest.apart.trying
import contest.apart.was
import contest.cli
import contest.live.judging
import contest.live.packets
import contest.live.snapshots
import contest.web  # noqa: F401
