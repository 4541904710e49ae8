"""How a command of an operator ends when it does not do what it was asked."""


class Stopped(Exception):
    """Why, and what to do: a sentence for the operator. What was done before it stays done."""
