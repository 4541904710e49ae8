"""Making of tokens, and reading of refresh tokens: the one place that holds the private keys."""

import uuid
from dataclasses import dataclass
from datetime import datetime

import jwt

from shared.domain.errors import Unauthenticated
from shared.domain.sessions import Session
from shared.web.tokens import ACCESS_TOKEN_TYPE, ALGORITHM, Expected, checked_claims

from .keys import SigningKeys

_REFRESH_TOKEN_TYPE = "rt+jwt"  # noqa: S105 (a media type)


@dataclass(frozen=True, slots=True)
class Pair:
    access_token: str
    refresh_token: str
    expires_in: int
    """Whole seconds from the session's last rotation."""


@dataclass(frozen=True, slots=True)
class Presented:
    """What a good refresh token says."""

    user_id: str
    session_id: str
    generation: int


class Tokens:
    def __init__(self, keys: SigningKeys, issuer: str, audience: str) -> None:
        self._keys, self._issuer, self._audience = keys, issuer, audience
        # Another audience and another type: neither token passes for the other.
        self._refresh_audience = f"{audience}:refresh"

    def issue(self, user_id: str, session: Session) -> Pair:
        """Made of the session alone, so that asking again gives the very same tokens."""
        access = self._signed(
            user_id, session, ACCESS_TOKEN_TYPE, self._audience, session.access_ends_at
        )
        refresh = self._signed(
            user_id,
            session,
            _REFRESH_TOKEN_TYPE,
            self._refresh_audience,
            session.ends_at,
            gen=session.generation,
        )
        lifetime = session.access_ends_at - session.rotated_at
        return Pair(access, refresh, int(lifetime.total_seconds()))

    def read_refresh(self, token: str) -> Presented:
        """Raises `Unauthenticated`."""
        expected = Expected(_REFRESH_TOKEN_TYPE, self._issuer, self._refresh_audience, ("gen",))
        _, claims = checked_claims(token, self._keys, expected)
        generation = claims["gen"]
        if type(generation) is not int:
            raise Unauthenticated(token_sent=True)
        return Presented(claims["sub"], claims["sid"], generation)

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
