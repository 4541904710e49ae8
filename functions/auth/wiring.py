"""What `auth` is made of, put together on the first request."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from shared.clients.address_keys import live_address_keys
from shared.clients.google_identity import GoogleIdentity, live_google_identity
from shared.clients.proof_secrets import ProofSecrets, live_proof_secrets
from shared.clients.secrets import live_secrets
from shared.clock import utc_now
from shared.domain.limits import PROFILES, Profile
from shared.live import live_gate
from shared.live_owed import Owing, live_owing
from shared.once import once
from shared.settings import GoogleSignIn, Network, load
from shared.settings import Tokens as TokenSettings
from shared.store.account_proofs import FirestoreAccountProofs
from shared.store.accounts import FirestoreAccounts, live_accounts
from shared.store.database import live_database
from shared.store.identities import FirestoreIdentities
from shared.store.limits import FirestoreLimits
from shared.web.gate import Gate
from shared.web.passwords import Passwords, live_passwords
from shared.web.tokens import AccessTokens

from .keys import SIGNING_KEYS_SECRET, SigningKeys
from .tokens import Tokens


@dataclass(frozen=True)
class Deps:
    accounts: FirestoreAccounts
    identities: FirestoreIdentities
    proofs: FirestoreAccountProofs
    owing: Owing
    limits: FirestoreLimits
    rates: Profile
    passwords: Passwords
    keys: SigningKeys
    tokens: Tokens
    email_key: Callable[[str], str]
    secrets: ProofSecrets
    google: GoogleIdentity
    redirect_uris: tuple[str, ...]
    now: Callable[[], datetime]


@once
def live_keys() -> SigningKeys:
    secrets = live_secrets()
    return SigningKeys(lambda: secrets.versions(SIGNING_KEYS_SECRET), utc_now)


@once
def live_deps() -> Deps:
    settings, accounts, database = load(TokenSettings), live_accounts(), live_database()
    return Deps(
        accounts=accounts,
        identities=FirestoreIdentities(database, accounts, utc_now),
        proofs=FirestoreAccountProofs(database, accounts, utc_now),
        owing=live_owing(),
        limits=FirestoreLimits(database, utc_now),
        rates=PROFILES[load(Network).limits],
        passwords=live_passwords(),
        keys=live_keys(),
        tokens=Tokens(live_keys(), settings.token_issuer, settings.token_audience),
        email_key=live_address_keys(),
        secrets=live_proof_secrets(),
        google=live_google_identity(),
        redirect_uris=load(GoogleSignIn).google_redirect_uris,
        now=utc_now,
    )


@once
def own_gate() -> Gate:
    """Checks tokens with the keys at hand. To fetch them it would have to call itself."""
    settings, gate = load(TokenSettings), live_gate()
    tokens = AccessTokens(settings.token_issuer, settings.token_audience, live_keys())
    return replace(gate, people=replace(gate.acquainted(), tokens=tokens))
