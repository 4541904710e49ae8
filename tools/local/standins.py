"""Stand-ins that speak HTTP: whose place each takes, and how the functions find it.

Each is a package `tools.local.<name>`, run as `python -m tools.local.<name> HOST:PORT FILE`, where
FILE keeps what it knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class StandIn:
    name: str
    variable: str
    """The setting that tells the functions where the service is. Set from outside, no stand-in is
    started: the functions speak to whatever is there."""
    path: str = ""
    """What the variable has behind the address."""
    also: tuple[tuple[str, str], ...] = ()
    """Further settings that lead to it, each with its path."""

    @property
    def file(self) -> str:
        """In the folder of the stack's state."""
        return f"{self.name}.json"

    def given(self, environ: Mapping[str, str]) -> str | None:
        """Its address, as an environment tells it."""
        return environ.get(self.variable, "").removesuffix(self.path) or None


STANDINS: tuple[StandIn, ...] = (
    StandIn("lemonsqueezy", "LEMONSQUEEZY_API_URL", "/v1"),
    StandIn("mailbox", "RESEND_API_URL"),
    StandIn(
        "google_identity",
        "GOOGLE_JWKS_URL",
        "/oauth2/v3/certs",
        also=(("GOOGLE_TOKEN_URL", "/token"),),
    ),
    StandIn("gemini", "GEMINI_API_URL"),
)


def settings_for(addresses: Mapping[str, str]) -> dict[str, str]:
    """What the functions find in their environment; `addresses` by the stand-ins' names."""
    return {
        variable: f"{addresses[standin.name]}{path}"
        for standin in STANDINS
        if standin.name in addresses
        for variable, path in ((standin.variable, standin.path), *standin.also)
    }
