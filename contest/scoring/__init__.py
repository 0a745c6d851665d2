"""The rules: marks in, scores, ranks, prizes out. No clock, no dice, no I/O and no float may be in here (README.md)."""
