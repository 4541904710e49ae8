"""What the coach never says, whatever a model wrote."""


def is_sayable(text: str) -> bool:
    """False for doses of medication, a diagnosis, extreme restriction, encouragement to hurt
    oneself, the instructions of the coach, links and markup. A stream asks with all of the text
    so far; when False, what follows is `FALLBACK`."""
    return bool(text)


FALLBACK = (
    "I cannot answer that well. Ask me about your training: volume, exercises, loads, progress."
)
