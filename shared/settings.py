"""Settings: one small class per concern, read from the environment under the fields' names."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import ClassVar, TypeVar


class MissingSetting(RuntimeError):
    """The deployment lacks an environment variable that `function.yaml` names."""


@dataclass(frozen=True)
class Settings:
    """Each field is the lower-case name of an environment variable: text, or a whole number, or
    a tuple of texts (comma-separated). Nothing has a default: what is not set stops the first
    request that needs it."""

    optional: ClassVar[frozenset[str]] = frozenset()
    """Fields that may be empty."""
    shapes: ClassVar[Mapping[str, str]] = {}
    """Regular expressions for texts that cannot be just anything."""
    is_everywhere: ClassVar[bool] = False
    """Every function has these, from the platform or from Terraform; no manifest names them."""


Loaded = TypeVar("Loaded", bound=Settings)


@dataclass(frozen=True)
class Platform(Settings):
    google_cloud_project: str


@dataclass(frozen=True)
class Reporting(Settings):
    sentry_dsn: str
    """Where errors that nobody expected are reported, besides the log. Empty: nowhere."""
    google_cloud_project: str
    function_target: str
    k_revision: str
    """The last two are Cloud Run's: the function's name, and what is deployed of it."""

    optional = frozenset({"sentry_dsn", "google_cloud_project", "function_target", "k_revision"})
    shapes: ClassVar[Mapping[str, str]] = {"sentry_dsn": r"https?://\w+@[^/@\s]+(/[^/\s]+)*/\d+"}
    is_everywhere = True


@dataclass(frozen=True)
class Tokens(Settings):
    token_issuer: str
    token_audience: str
    jwks_url: str
    """Where `auth` publishes its public keys."""


@dataclass(frozen=True)
class Network(Settings):
    cors_origins: tuple[str, ...]
    """Exact origins of the web frontend. Empty: no browser may call."""
    trusted_proxy_hops: int
    """How many proxies in front append to X-Forwarded-For; 0 trusts the peer address alone."""
    limits: str
    """The rate limit profile: `production` or `local`."""

    optional = frozenset({"cors_origins"})


@dataclass(frozen=True)
class Push(Settings):
    push_auth: str
    """`google`: every delivery carries a token of Google's for the account below. `none`: the
    emulator of Pub/Sub, which sends no token, delivers; refused wherever no emulator is named."""
    push_audiences: tuple[str, ...]
    """Addresses of this function, as the subscription or the trigger knows it."""
    push_service_account: str
    """The e-mail of the one account that delivers."""

    optional = frozenset({"push_audiences", "push_service_account"})


@dataclass(frozen=True)
class Billing(Settings):
    lemonsqueezy_store_id: int
    lemonsqueezy_variants: tuple[str, ...]
    """`PRO_MONTHLY=1001,PRO_YEARLY=1002`. The first of a plan is sold, later ones are known."""
    lemonsqueezy_test_mode: str
    """`true` or `false`: which of the provider's two worlds counts here. Never both."""


@dataclass(frozen=True)
class LemonSqueezyApi(Settings):
    lemonsqueezy_api_url: str
    """https://api.lemonsqueezy.com/v1"""


@dataclass(frozen=True)
class Checkouts(Settings):
    checkout_return_url: str
    """The page of the frontend to which a buyer is sent back."""


@dataclass(frozen=True)
class Mail(Settings):
    resend_api_url: str
    """Of the mail provider, without a path: https://api.resend.com."""
    mail_from: str
    """Who the letters are from: an address of a domain the provider has verified, or
    `Name <address>`."""
    frontend_url: str
    """Where the links in letters lead, without a slash at the end."""


@dataclass(frozen=True)
class PrivateFiles(Settings):
    private_bucket: str
    """What people upload. Nobody but the functions can read it."""


@dataclass(frozen=True)
class ExportFiles(Settings):
    exports_bucket: str
    """What people may fetch by signed addresses. Its lifecycle rule deletes after a day."""


@dataclass(frozen=True)
class Deletion(Settings):
    deletion_grace_days: int
    """From when somebody asks to be deleted until they are; they may take it back meanwhile."""


@dataclass(frozen=True)
class Erasing(Settings):
    erasure_rest_minutes: int
    """From when somebody is shut out until it is looked whether nothing of them is left: longer
    than any signed address lasts, and than any function runs."""


@dataclass(frozen=True)
class GeminiApi(Settings):
    gemini_api_url: str
    """https://generativelanguage.googleapis.com. Empty: there is no model here."""

    optional = frozenset({"gemini_api_url"})


@dataclass(frozen=True)
class CoachModels(Settings):
    """Any name the provider knows."""

    coach_model: str
    coach_quick_model: str
    coach_thinking_tokens: int
    """What a model that thinks to itself may spend on it, besides the bound of its answer. 0 for
    models that do not think."""


@dataclass(frozen=True)
class CoachSpending(Settings):
    coach_prices: tuple[str, ...]
    """`FULL=0.10/0.40,QUICK=0.075/0.30`: US dollars for a million tokens in and out, of the models
    that are set."""
    coach_daily_dollars: int
    """What all models together may cost on a day of UTC. Then rules alone answer."""


@dataclass(frozen=True)
class Embeddings(Settings):
    embedding_model: str


@dataclass(frozen=True)
class GoogleSignIn(Settings):
    google_client_ids: tuple[str, ...]
    """Of our frontends, as tokens name them; the first is that of the web, which sends codes.
    Empty: nobody signs in with Google."""
    google_redirect_uris: tuple[str, ...]
    """The exact addresses to which codes may have been sent."""
    google_jwks_url: str
    """https://www.googleapis.com/oauth2/v3/certs"""
    google_token_url: str
    """https://oauth2.googleapis.com/token"""

    optional = frozenset({"google_client_ids", "google_redirect_uris"})


def load(settings: type[Loaded]) -> Loaded:
    """Raises `MissingSetting` naming every variable that is absent, empty, or not what it is to
    be."""
    values: dict[str, object] = {}
    wrong: list[str] = []
    for field in fields(settings):
        text = os.environ.get(field.name.upper(), "").strip()
        if not text and field.name not in settings.optional:
            wrong.append(f"{field.name.upper()} is not set")
        elif text and not re.fullmatch(settings.shapes.get(field.name, "(?s:.*)"), text):
            wrong.append(f"{field.name.upper()} is not of the form it is to have")
        elif field.type is int:
            if text.isdigit():
                values[field.name] = int(text)
            else:
                wrong.append(f"{field.name.upper()} is not a whole number")
        elif field.type is str:
            values[field.name] = text
        else:
            values[field.name] = tuple(part.strip() for part in text.split(",") if part.strip())
    if wrong:
        raise MissingSetting("; ".join(wrong))
    return settings(**values)
