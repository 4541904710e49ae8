"""What `auth` takes and answers."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from shared.domain.emails import is_written_well, tidied
from shared.domain.passwords import weakness
from shared.domain.sessions import Session
from shared.web.people import FullName, GivenPassword, NewPassword, UserView
from shared.web.wire import View, Wire

from .tokens import Pair

_LONGEST_ADDRESS = 320


def _address(text: str) -> str:
    if not is_written_well(text):
        raise ValueError("This is not an e-mail address.")
    return tidied(text)


class Registration(Wire):
    # The address stands first: the password is held against it.
    email: Annotated[str, Field(max_length=_LONGEST_ADDRESS), AfterValidator(_address)]
    password: NewPassword
    full_name: FullName | None = None

    @field_validator("password")
    @classmethod
    def not_easily_guessed(cls, password: str, info: ValidationInfo) -> str:
        weak = weakness(password, info.data.get("email"))
        if weak is not None:
            raise ValueError(weak)
        return password


class Credentials(Wire):
    email: Annotated[str, Field(max_length=_LONGEST_ADDRESS)]
    password: GivenPassword


class Refresh(Wire):
    refresh_token: str


class TokensView(View):
    access_token: str
    refresh_token: str
    token_type: Literal["Bearer"]
    expires_in: int

    @classmethod
    def of(cls, pair: Pair) -> "TokensView":
        return cls(
            access_token=pair.access_token,
            refresh_token=pair.refresh_token,
            token_type="Bearer",  # noqa: S106 (a scheme)
            expires_in=pair.expires_in,
        )


class SignedInView(View):
    user: UserView
    tokens: TokensView


class RefreshedView(View):
    tokens: TokensView


class SessionView(View):
    id: str
    signed_in_at: datetime
    last_used_at: datetime
    ends_at: datetime
    """Unless it is used before."""
    is_current: bool

    @classmethod
    def of(cls, session: Session, current_id: str) -> "SessionView":
        return cls(
            id=session.id,
            signed_in_at=session.signed_in_at,
            last_used_at=session.rotated_at,
            ends_at=session.ends_at,
            is_current=session.id == current_id,
        )


class KeyView(View):
    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    use: Literal["sig"]
    alg: Literal["EdDSA"]
    kid: str
    x: str


class KeySetView(View):
    keys: list[KeyView]
