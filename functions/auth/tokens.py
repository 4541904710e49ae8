"""Making of tokens, and reading of refresh tokens: the one place that holds the private keys."""

import uuid
from dataclasses import dataclass
from datetime import datetime

import jwt

from shared.domain.sessions import Session
from shared.web.tokens import (
    ACCESS_TOKEN_TYPE,
    ALGORITHM,
    REFRESH_TOKEN_TYPE,
    Presented,
    RefreshTokens,
)

from .keys import SigningKeys


@dataclass(frozen=True, slots=True)
class Pair:
    access_token: str
    refresh_token: str
    expires_in: int
    """Whole seconds from the session's last rotation."""


class Tokens:
    def __init__(self, keys: SigningKeys, issuer: str, audience: str) -> None:
        self._keys, self._issuer, self._audience = keys, issuer, audience
        self._refreshing = RefreshTokens(issuer, audience, keys)

    def issue(self, user_id: str, session: Session) -> Pair:
        """Made of the session alone, so that asking again gives the very same tokens."""
        access = self._signed(
            user_id, session, ACCESS_TOKEN_TYPE, self._audience, session.access_ends_at
        )
        refresh = self._signed(
            user_id,
            session,
            REFRESH_TOKEN_TYPE,
            self._refreshing.audience,
            session.ends_at,
            gen=session.generation,
        )
        lifetime = session.access_ends_at - session.rotated_at
        return Pair(access, refresh, int(lifetime.total_seconds()))

    def read_refresh(self, token: str) -> Presented:
        """Raises `Unauthenticated`."""
        return self._refreshing.read(token)

    def _signed(
        self,
        user_id: str,
        session: Session,
        kind: str,
        audience: str,
        ends_at: datetime,
        **claims: int,
    ) -> str:
        key = self._keys.signing()
        name = uuid.uuid5(uuid.UUID(session.id), f"{kind} {session.generation}")
        return jwt.encode(
            {
                "iss": self._issuer,
                "aud": audience,
                "sub": user_id,
                "sid": session.id,
                "iat": int(session.rotated_at.timestamp()),
                "exp": int(ends_at.timestamp()),
                "jti": str(name),
                **claims,
            },
            key.private,
            algorithm=ALGORITHM,
            headers={"typ": kind, "kid": key.id},
        )
