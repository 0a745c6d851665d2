"""Work that is too long for the loop, in a process of its own: `python -m contest.apart` reads a contest's journal from
the database itself, verifies the chain up to the head it was told, computes, and answers.

May not be in here: writing. A child's connections cannot. `children.py` is the server's side, all else the child's.
See docs/decisions/0015-apart.md.
"""
