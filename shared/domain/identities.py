"""Who somebody is elsewhere: a person as another service knows and vouches for them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a verified token said. Issuer and subject are who it is; the address is how to reach
    them, and may be another tomorrow."""

    issuer: str
    subject: str
    email: str
    """Verified by the issuer."""
    full_name: str | None
    token_id: str
    """Names the token: it opens one session."""
    expires_at: datetime

    @property
    def key(self) -> str:
        """Names the identity where it must not be spelled out."""
        return hashlib.sha256(f"{self.issuer}\n{self.subject}".encode()).hexdigest()
