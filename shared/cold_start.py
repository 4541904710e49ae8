"""Cold starts without garbage collection: what a module makes when it is imported stays for good.

A function's `main.py` imports this before everything else of ours, and says when it is done.
"""

import gc

gc.disable()


def is_over() -> None:
    """Everything is imported. Later collections do not look at what is there by now."""
    gc.freeze()
    gc.enable()
