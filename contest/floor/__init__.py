"""The floor of the hall: who checked in, which work was handed in when, and what clocks were pressed.

May not be in here: anything that changes a rank. An absence, a penalty and a time used are events; what leads to them
is kept here, act by act, so that it survives a reload and a restart and can be taken back.
"""

from .checkins import Arrival, Arrivals, Counts, counted, counts_of
from .clocks import Pressed
from .lots import Lot, lots_of
from .store import Floor

__all__ = ["Arrival", "Arrivals", "Counts", "Floor", "Lot", "Pressed", "counted", "counts_of", "lots_of"]
