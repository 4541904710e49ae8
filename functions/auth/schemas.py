"""What `auth` takes and answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, ValidationInfo, field_validator

from shared.domain.errors import Fault, Invalid
from shared.domain.ids import PATTERN
from shared.domain.passwords import weakness
from shared.domain.sessions import Session
from shared.web.people import (
    LONGEST_ADDRESS,
    EmailAddress,
    FullName,
    GivenPassword,
    NewPassword,
    UserView,
)
from shared.web.wire import View, Wire

from .tokens import Pair

MailedSecret = Annotated[str, Field(min_length=1, max_length=128)]


class Registration(Wire):
    # The address stands first: the password is held against it.
    email: EmailAddress
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
    email: Annotated[str, Field(max_length=LONGEST_ADDRESS)]
    password: GivenPassword


class Device(Wire):
    device_id: Annotated[str, Field(pattern=PATTERN)]


class Address(Wire):
    email: EmailAddress


class MailedToken(Wire):
    token: MailedSecret


class PasswordReset(Wire):
    token: MailedSecret
    password: NewPassword


class Grant(NamedTuple):
    code: str
    code_verifier: str
    redirect_uri: str


class GoogleSignIn(Wire):
    """An id token, or a code with the verifier and the address it was asked for with."""

    nonce: Annotated[str, Field(min_length=8, max_length=320)]
    id_token: Annotated[str, Field(min_length=1, max_length=8_192)] | None = None
    code: Annotated[str, Field(min_length=1, max_length=2_048)] | None = None
    code_verifier: Annotated[str, Field(pattern=r"^[A-Za-z0-9._~-]{43,128}$")] | None = None
    redirect_uri: Annotated[str, Field(max_length=2_048)] | None = None

    def grant(self, redirect_uris: Sequence[str]) -> Grant | None:
        """None when an id token was sent. Raises `Invalid` for neither, both or half, and for an
        address that is none of ours."""
        by_code = {
            "code": self.code,
            "code_verifier": self.code_verifier,
            "redirect_uri": self.redirect_uri,
        }
        sent = {name: value for name, value in by_code.items() if value is not None}
        if self.id_token is not None:
            if sent:
                raise Invalid(*(Fault(name, "An id_token was sent already.") for name in sent))
            return None
        if not sent:
            raise Invalid(Fault("id_token", "Send this, or a code."))
        missing = [Fault(name, "Field required") for name in by_code if name not in sent]
        if missing:
            raise Invalid(*missing)
        if self.redirect_uri not in redirect_uris:
            raise Invalid(Fault("redirect_uri", "Codes are not sent to this address."))
        return Grant(**sent)


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


class LetterView(View):
    """It is on its way, or will be."""

    status: Literal["QUEUED"] = "QUEUED"


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
