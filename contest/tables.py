"""Every module that has tables, so that whoever speaks of all tables (migrations, backups) knows all of them."""

from . import calendar_days, courses, journal, people_tables, series
from .floor import tables as floor
from .material import tables as material

HOLDERS = (journal, people_tables, calendar_days, courses, series, floor, material)
"""Importing them is what puts their tables into `db.Base.metadata`."""
