"""Figures: what the product costs, measured beside what it is compared with. `python -m bench NAME`, or all of them.

May not be in here: anything the product needs. README.md says what each figure means and how to read it.
"""
