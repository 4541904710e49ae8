"""The one place where asking the payment provider is put together with what its answers change."""

from shared.clients.json_api import Patience
from shared.clients.lemonsqueezy import LemonSqueezy, connect
from shared.clients.secrets import live_secrets
from shared.live_billing import Bookkeeper, live_bookkeeper, live_storefront
from shared.once import once
from shared.settings import LemonSqueezyApi, load
from shared.store.accounts import FirestoreAccounts, live_accounts
from shared.store.billing_asked import Asked
from shared.store.checkouts import FirestoreCheckouts
from shared.store.database import Database, live_database


def live_lemon_squeezy(patience: Patience) -> LemonSqueezy:
    url = load(LemonSqueezyApi).lemonsqueezy_api_url
    return connect(url, live_storefront(), live_secrets(), patience)


def asked(database: Database, bookkeeper: Bookkeeper, accounts: FirestoreAccounts) -> Asked:
    return Asked(
        storefront=bookkeeper.book.storefront,
        subscriptions=bookkeeper.subscriptions,
        checkouts=FirestoreCheckouts(database),
        accounts=accounts,
        parked=bookkeeper.parked,
        record=bookkeeper.record,
    )


@once
def live_asked() -> Asked:
    return asked(live_database(), live_bookkeeper(), live_accounts())
