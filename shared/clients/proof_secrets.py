"""The secrets of letters, as they follow from their references and the key in Secret Manager."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.clients.secrets import Version, live_secrets
from shared.domain.mail_proofs import LIFETIMES, MailProof, Purpose, name_of, secret_of
from shared.once import once

PROOF_KEY_SECRET = "mail-proof-key"  # noqa: S105 (its name, not its content)


@dataclass(frozen=True, slots=True)
class Issued:
    proof: MailProof
    reference: str


class ProofSecrets:
    def __init__(self, versions: Callable[[], Sequence[Version]]) -> None:
        self._versions = versions

    def issue(
        self, new_id: str, now: datetime, purpose: Purpose, user_id: str, email_key: str
    ) -> Issued:
        """A proof to be kept, and the reference to be told: whoever writes the letter makes the
        secret of it. The reference says which version of the key it goes with."""
        newest = self._versions()[0]
        reference = f"{newest.number}-{new_id}"
        name = name_of(secret_of(reference, newest.payload))
        lasts = LIFETIMES[purpose]
        return Issued(MailProof(name, purpose, user_id, email_key, now + lasts), reference)

    def secret(self, reference: str) -> str | None:
        """None when the version it goes with is no longer enabled."""
        number = reference.partition("-")[0]
        keys = [one.payload for one in self._versions() if str(one.number) == number]
        return secret_of(reference, keys[0]) if keys else None


@once
def live_proof_secrets() -> ProofSecrets:
    secrets = live_secrets()
    return ProofSecrets(lambda: secrets.versions(PROOF_KEY_SECRET))
