"""The one place where a function's gate is put together from the real things."""

from dataclasses import replace

from shared.clock import utc_now
from shared.domain.entitlements import Tier, entitlement
from shared.once import once
from shared.settings import Tokens, load
from shared.store.accounts import live_accounts
from shared.store.database import live_database
from shared.store.idempotency import FirestoreLedger
from shared.store.subscriptions import FirestoreSubscriptions
from shared.web.gate import Gate, People
from shared.web.keys import PublishedKeys, fetcher
from shared.web.open_gate import open_gate
from shared.web.tokens import AccessTokens


@once
def live_keys() -> PublishedKeys:
    return PublishedKeys(fetcher(load(Tokens).jwks_url))


@once
def live_gate() -> Gate:
    settings, database = load(Tokens), live_database()
    subscriptions = FirestoreSubscriptions(database)

    def find_tier(organization_id: str) -> Tier:
        return entitlement(subscriptions.of(organization_id), utc_now()).tier

    people = People(
        tokens=AccessTokens(settings.token_issuer, settings.token_audience, live_keys()),
        find_caller=live_accounts().caller,
        find_tier=find_tier,
        ledger=FirestoreLedger(database),
    )
    return replace(open_gate(), people=people)
