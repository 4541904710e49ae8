"""What `users` is made of, put together on the first request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.clients.address_keys import live_address_keys
from shared.clients.proof_secrets import ProofSecrets, live_proof_secrets
from shared.clients.storage import Storage, live_storage
from shared.clock import utc_now
from shared.domain.limits import PROFILES, Profile
from shared.live import live_keys
from shared.live_owed import Owing, live_owing
from shared.once import once
from shared.settings import Deletion, ExportFiles, Network, Tokens, load
from shared.store.account_proofs import FirestoreAccountProofs
from shared.store.accounts import FirestoreAccounts, live_accounts
from shared.store.audit import FirestoreAudit, live_audit
from shared.store.catalogue import FirestoreCatalogue, live_catalogue
from shared.store.database import live_database
from shared.store.deletions import FirestoreDeletions
from shared.store.limits import FirestoreLimits
from shared.store.merging import Mover, live_mover
from shared.store.own_exports import FirestoreOwnExports
from shared.store.training import FirestoreTraining, live_training
from shared.web.passwords import Passwords, live_passwords
from shared.web.tokens import RefreshTokens


@dataclass(frozen=True)
class Deps:
    accounts: FirestoreAccounts
    proofs: FirestoreAccountProofs
    owing: Owing
    limits: FirestoreLimits
    rates: Profile
    passwords: Passwords
    email_key: Callable[[str], str]
    secrets: ProofSecrets
    deletions: FirestoreDeletions
    grace_days: int
    training: FirestoreTraining
    catalogue: FirestoreCatalogue
    audit: FirestoreAudit
    refresh_tokens: RefreshTokens
    mover: Mover
    own_exports: FirestoreOwnExports
    storage: Callable[[], Storage]
    """Connected when somebody fetches a file: few do."""
    exports_bucket: str
    now: Callable[[], datetime]
    merge_seconds: float = 15.0
    """Of one request. What is left then is moved in the background."""


@once
def live_deps() -> Deps:
    accounts, database, tokens = live_accounts(), live_database(), load(Tokens)
    return Deps(
        accounts=accounts,
        proofs=FirestoreAccountProofs(database, accounts, utc_now),
        owing=live_owing(),
        limits=FirestoreLimits(database, utc_now),
        rates=PROFILES[load(Network).limits],
        passwords=live_passwords(),
        email_key=live_address_keys(),
        secrets=live_proof_secrets(),
        deletions=FirestoreDeletions(database, accounts, utc_now),
        grace_days=load(Deletion).deletion_grace_days,
        training=live_training(),
        catalogue=live_catalogue(),
        audit=live_audit(),
        refresh_tokens=RefreshTokens(tokens.token_issuer, tokens.token_audience, live_keys()),
        mover=live_mover(),
        own_exports=FirestoreOwnExports(database, accounts, utc_now),
        storage=live_storage,
        exports_bucket=load(ExportFiles).exports_bucket,
        now=utc_now,
    )
