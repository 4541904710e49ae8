"""`rotate`: a new version of a secret, while the old ones stay good; later the old ones retire.

Functions look for new versions every few seconds. The newest signs, seals or is sent; all that are
enabled are believed. So nothing is refused in between, and nothing is deployed.
"""

import argparse
import secrets
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.clients.address_keys import ADDRESS_KEY_SECRET
from shared.clients.proof_secrets import PROOF_KEY_SECRET
from shared.clock import utc_now
from shared.domain.sessions import REFRESH_TOKEN_LIFETIME
from shared.settings import Platform, load
from tools.manifest import read_all
from tools.operate.secret_versions import Kept, Versions, versions_of
from tools.operate.stopped import Stopped

FOR_GOOD = {
    ADDRESS_KEY_SECRET: "accounts would be found no more under what people type",
}
"""What is never changed, and why."""


def signing_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def given() -> bytes:
    """What others give out, from the standard input: arguments are seen by everybody."""
    if sys.stdin.isatty():
        raise Stopped("This secret is given out elsewhere: put it into the standard input.")
    value = sys.stdin.buffer.read().strip()
    if not value:
        raise Stopped("The standard input is empty.")
    return value


@dataclass(frozen=True)
class Rotation:
    make: Callable[[], bytes] = given
    overlap: timedelta = timedelta(hours=1)
    """How long an old version is needed after a newer one was added."""
    then: str = ""


ROTATIONS = {
    "token-signing-keys": Rotation(
        signing_key, REFRESH_TOKEN_LIFETIME, "it signs in half a minute, and is accepted at once"
    ),
    # A request for a letter waits in Pub/Sub for six hours at the most, unless it is dead-lettered.
    PROOF_KEY_SECRET: Rotation(lambda: secrets.token_hex(32).encode(), timedelta(days=1)),
    # The provider takes 6 to 40 characters.
    "lemonsqueezy-webhook-secret": Rotation(
        lambda: secrets.token_hex(20).encode(),
        then="wait 20 s, then set it in the provider's webhook: gcloud secrets versions access"
        " latest --secret=lemonsqueezy-webhook-secret",
    ),
}
"""What we make ourselves. Any other secret of a manifest is `given`."""


@dataclass(frozen=True)
class Rotating:
    versions: Versions
    rotation: Rotation
    now: Callable[[], datetime] = utc_now

    def rotate(self, *, leaked: bool = False, dry_run: bool = False) -> list[str]:
        old = self.versions.enabled()
        if dry_run:
            said = ["would add a version"]
        else:
            number = self.versions.add(self.rotation.make())
            said = [", ".join(filter(None, [f"version {number} added", self.rotation.then]))]
        if leaked:
            return said + self._disable(old, dry_run=dry_run)
        if old:
            until = self.now() + self.rotation.overlap
            said.append(f"still good: {_named(old)}; --retire after {until:%Y-%m-%d %H:%M} UTC")
        return said

    def retire(self, *, dry_run: bool = False) -> list[str]:
        """Disables what a newer version has replaced for long enough; it can be enabled again."""
        enabled = self.versions.enabled()
        latest = self.now() - self.rotation.overlap
        old = [one for newer, one in pairwise(enabled) if newer.created_at <= latest]
        return self._disable(old, dry_run=dry_run) if old else ["nothing is to be retired yet"]

    def _disable(self, old: Sequence[Kept], *, dry_run: bool) -> list[str]:
        for one in [] if dry_run else old:
            self.versions.disable(one.number)
        return [f"{_named(old)} {'would be ' if dry_run else ''}disabled"] if old else []


def _named(versions: Sequence[Kept]) -> str:
    return f"version {', '.join(str(one.number) for one in versions)}"


def rotation_of(secret: str) -> Rotation:
    """Raises `Stopped` for what is no secret of ours, or never to be changed."""
    if secret in FOR_GOOD:
        raise Stopped(f"{secret} is never changed: {FOR_GOOD[secret]}.")
    known = {name for manifest in read_all().values() for name in manifest.secrets}
    if secret not in known:
        raise Stopped(f"No function has the secret {secret}; there are {', '.join(sorted(known))}.")
    return ROTATIONS.get(secret, Rotation())


def takes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("secret", help="its id, as in function.yaml")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--retire", action="store_true", help="disable versions no longer needed")
    how.add_argument("--leaked", action="store_true", help="disable all older versions at once")


def run(options: argparse.Namespace) -> None:
    rotation = rotation_of(options.secret)
    project = load(Platform).google_cloud_project
    rotating = Rotating(versions_of(project, options.secret), rotation)
    for line in (
        rotating.retire(dry_run=options.dry_run)
        if options.retire
        else rotating.rotate(leaked=options.leaked, dry_run=options.dry_run)
    ):
        print(f"{options.secret}: {line}")
