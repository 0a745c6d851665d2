"""Seeded judges who play a contest over the real sockets: for rehearsals, tests and benches, in a process of their own.

May not be in here: anything of the server's inside. What these judges know of a contest, they were told over the wire.
"""

from .client import JudgeClient, NoAnswer
from .flaws import Flaws
from .marks import marks_of
from .playing import play
from .rest import Refusal, Rest
from .run import Tally
from .wire import Lost, TurnedAway

__all__ = ["Flaws", "JudgeClient", "Lost", "NoAnswer", "Refusal", "Rest", "Tally", "TurnedAway", "marks_of", "play"]
