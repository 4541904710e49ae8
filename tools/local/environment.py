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
        # Names that the true provider knows, for whoever sets GEMINI_API_URL to it.
        "COACH_MODEL": os.environ.get("COACH_MODEL") or "gemini-2.0-flash",
        "COACH_QUICK_MODEL": os.environ.get("COACH_QUICK_MODEL") or "gemini-2.0-flash-lite",
        "COACH_THINKING_TOKENS": os.environ.get("COACH_THINKING_TOKENS") or "0",
        "COACH_PRICES": os.environ.get("COACH_PRICES") or "FULL=0.10/0.40,QUICK=0.075/0.30",
        "COACH_DAILY_DOLLARS": os.environ.get("COACH_DAILY_DOLLARS") or "1000",
        "EMBEDDING_MODEL": os.environ.get("EMBEDDING_MODEL") or "text-embedding-004",
        "LIMITS": os.environ.get("LIMITS") or "local",
    }
