"""How large a draft may be."""

MAX_SESSIONS = 14
MAX_ENTRIES = 20
"""Exercises a session."""
MAX_ROWS = 12
"""Rows of sets an exercise."""
MAX_COUNT = 10
"""Sets a row."""
MAX_REPS = 100
MAX_RIR = 10
MAX_SUPERSET_GROUP = 20
MAX_DURATION_WEEKS = 52
MAX_CYCLE_DAYS = 14
"""For the days on and for the days off, each."""
MAX_NAME = 100
