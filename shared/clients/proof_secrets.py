"""The secrets of letters, as they follow from their references and the key in Secret Manager."""

from collections.abc import Callable, Sequence

from shared.clients.secrets import Version, live_secrets
from shared.domain.mail_proofs import secret_of
from shared.once import once

PROOF_KEY_SECRET = "mail-proof-key"  # noqa: S105 (its name, not its content)


class ProofSecrets:
    def __init__(self, versions: Callable[[], Sequence[Version]]) -> None:
        self._versions = versions

    def reference(self, new_id: str) -> str:
        """A reference says which version of the key it goes with: a letter is written later."""
        return f"{self._versions()[0].number}-{new_id}"

    def secret(self, reference: str) -> str | None:
        """None when the version it goes with is no longer enabled."""
        number = reference.partition("-")[0]
        keys = [one.payload for one in self._versions() if str(one.number) == number]
        return secret_of(reference, keys[0]) if keys else None


@once
def live_proof_secrets() -> ProofSecrets:
    secrets = live_secrets()
    return ProofSecrets(lambda: secrets.versions(PROOF_KEY_SECRET))
