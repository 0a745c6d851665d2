"""The rulebook's other forms: its JSON Schema, a workbook for the office, the CIS marking scheme sheet.

What a rulebook means is not in here (that is scoring's), and nothing here knows a contest or a database.
"""
