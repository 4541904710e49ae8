"""What the functions of a local stack find in their environment."""

import os
from collections.abc import Mapping
from pathlib import Path

from tools.local.standins import settings_for

STACK_FILE = "stack.json"
PROJECT = "hypertroq-local"
VARIABLES = {
    "firestore": "FIRESTORE_EMULATOR_HOST",
    "pubsub": "PUBSUB_EMULATOR_HOST",
    "storage": "STORAGE_EMULATOR_HOST",
    "secret_manager": "SECRET_MANAGER_EMULATOR_HOST",
}
"""By which the client libraries find each service."""
STORE_ID = 31415
VARIANTS = {"PRO_MONTHLY": 271801, "PRO_YEARLY": 271802}
"""The shop as the stand-in of the payment provider has it: each plan's variant."""
GOOGLE_CLIENT_ID = "local-web.apps.googleusercontent.com"
MODELS = {
    "COACH_MODEL": "gemini-2.0-flash",
    "COACH_QUICK_MODEL": "gemini-2.0-flash-lite",
    "COACH_THINKING_TOKENS": "0",
    "COACH_PRICES": "FULL=0.10/0.40,QUICK=0.075/0.30",
    "COACH_DAILY_DOLLARS": "1000",
    "EMBEDDING_MODEL": "text-embedding-004",
}
"""Of the coach, by names that the true provider knows, too; and what they cost and may cost."""
_FRONTENDS = "http://localhost:3000,http://localhost:5173"


def state_folder() -> Path:
    """Where the stack of this folder keeps what it keeps."""
    return Path(os.environ.get("STATE") or ".local").resolve()


def project() -> str:
    return os.environ.get("GOOGLE_CLOUD_PROJECT") or PROJECT


def redirect_uris() -> tuple[str, ...]:
    """Where the frontends are sent back to by whoever signs people in."""
    return tuple(f"{frontend}/auth/google" for frontend in _FRONTENDS.split(","))


def environment(base_url: str, project: str, addresses: Mapping[str, str]) -> dict[str, str]:
    """Of a gateway at `base_url`; `addresses` by the names of `VARIABLES` and of the stand-ins."""
    emulated = {VARIABLES[name]: at for name, at in addresses.items() if name in VARIABLES}
    variants = ",".join(f"{plan}={variant}" for plan, variant in VARIANTS.items())
    return {
        **os.environ,
        **emulated,
        **settings_for(addresses),
        "LOCAL_BASE_URL": base_url,
        "GOOGLE_CLOUD_PROJECT": project,
        "TOKEN_ISSUER": "hypertroq-local",
        "TOKEN_AUDIENCE": "hypertroq-api",
        "JWKS_URL": f"{base_url}/api/v1/auth/jwks",
        "CORS_ORIGINS": os.environ.get("CORS_ORIGINS", _FRONTENDS),
        "TRUSTED_PROXY_HOPS": "0",
        "PUSH_AUTH": "none",
        "LEMONSQUEEZY_STORE_ID": str(STORE_ID),
        "LEMONSQUEEZY_VARIANTS": variants,
        "LEMONSQUEEZY_TEST_MODE": "true",
        "CHECKOUT_RETURN_URL": f"{base_url}/docs#billing",
        "MAIL_FROM": "HypertroQ <letters@hypertroq.example>",
        "FRONTEND_URL": _FRONTENDS.partition(",")[0],
        "GOOGLE_CLIENT_IDS": GOOGLE_CLIENT_ID,
        "GOOGLE_REDIRECT_URIS": ",".join(redirect_uris()),
        "PRIVATE_BUCKET": f"{project}-private",
        "EXPORTS_BUCKET": f"{project}-exports",
        **{name: os.environ.get(name) or usual for name, usual in MODELS.items()},
        "SENTRY_DSN": "",  # whatever it is on this machine: what breaks here is told here
        "LIMITS": os.environ.get("LIMITS") or "local",
        "DELETION_GRACE_DAYS": os.environ.get("DELETION_GRACE_DAYS") or "30",
        "ERASURE_REST_MINUTES": os.environ.get("ERASURE_REST_MINUTES") or "0",
    }
