import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import partial

import pytest

from shared import tally
from shared.domain.access import PlatformRole
from shared.domain.accounts import Account, AccountStanding
from shared.domain.errors import (
    EmailTaken,
    InvalidCredentials,
    PreconditionFailed,
    Unauthenticated,
    Unavailable,
)
from shared.domain.muscles import Muscle
from shared.domain.profiles import Experience, Profile, Sex, Units
from shared.domain.sessions import MOST_SESSIONS, Session
from shared.domain.targets import VolumeTarget
from shared.domain.zones import PastZone, Zones
from shared.store.account_cache import ACCOUNT_CACHE_SECONDS, AccountCache
from shared.store.accounts import FirestoreAccounts, Identified
from shared.store.database import Database
from shared.store.writes import Merge, Write
from tests.clocks import START, Clock
from tests.races import outcomes, together


@dataclass
class Process:
    """One instance of a function: its own connection, its own cache."""

    database: Database
    clock: Clock
    accounts: FirestoreAccounts = field(init=False)

    def __post_init__(self) -> None:
        cache = AccountCache(self.clock.monotonic)
        self.accounts = FirestoreAccounts(self.database, cache, self.clock)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def process(connected: Callable[[], Database], clock: Clock) -> Callable[[], Process]:
    return lambda: Process(connected(), clock)


@pytest.fixture
def accounts(process: Callable[[], Process]) -> FirestoreAccounts:
    return process().accounts


def new_session(at: datetime = START) -> Session:
    return Session(str(uuid.uuid4()), at, at)


def new_account(email_key: str | None = None, **about: object) -> Account:
    session = new_session()
    return Account(
        id=str(uuid.uuid4()),
        email="Ann@example.com",
        email_key=email_key or uuid.uuid4().hex,
        organization_id=str(uuid.uuid4()),
        created_at=START,
        sessions={session.id: session},
        **about,  # type: ignore[arg-type]
    )


def session_id(account: Account) -> str:
    return next(iter(account.sessions))


def identified(accounts: FirestoreAccounts, account: Account) -> Identified:
    found = accounts.identify(account.email_key or "")
    assert found is not None
    return found


def test_an_account_comes_back_as_it_was_stored(accounts: FirestoreAccounts) -> None:
    profile = Profile(
        full_name="Ann",
        time_zone="Europe/Berlin",
        units=Units.IMPERIAL,
        sex=Sex.FEMALE,
        birth_date=date(1990, 2, 28),
        height_cm=171.5,
        experience=Experience.ADVANCED,
        volume_targets={Muscle.ABS: VolumeTarget(Fraction(101, 10), Fraction(1, 3) + 20)},
        weekly_report_email=True,
    )
    account = new_account(
        profile=profile,
        role=PlatformRole.ADMIN,
        standing=AccountStanding.SUSPENDED,
        is_verified=True,
        version=7,
        past_zones=(PastZone("UTC", START), PastZone("Asia/Tokyo", START + timedelta(days=1))),
    )
    accounts.add(account, "hash")
    assert accounts.find(account.id) == account
    assert identified(accounts, account).password_hash == "hash"


def test_the_zones_somebody_lived_by_are_kept(accounts: FirestoreAccounts) -> None:
    account = new_account(profile=Profile(time_zone="Europe/Berlin"))
    accounts.add(account, "hash")
    moved = Profile(time_zone="Asia/Tokyo")
    accounts.change_profile(account.id, lambda one: one.told(moved, START, lambda: True))
    found = accounts.find(account.id)
    assert found is not None
    assert found.zones == Zones("Asia/Tokyo", (PastZone("Europe/Berlin", START),))


def test_a_new_account_owns_an_organisation(
    accounts: FirestoreAccounts, database: Database
) -> None:
    account = new_account()
    accounts.add(account, "hash")
    organization = database.get(("orgs", account.organization_id))
    member = database.get(("orgs", account.organization_id, "members", account.id))
    assert organization is not None
    assert organization.data["name"] == "Personal"
    assert member is not None
    assert member.data["role"] == "OWNER"


def test_an_address_is_written_only_where_it_belongs(
    accounts: FirestoreAccounts, database: Database
) -> None:
    account = new_account()
    accounts.add(account, "hash")
    paths = [
        ("email_index", account.email_key or ""),
        ("users", account.id, "private", "credentials"),
        ("orgs", account.organization_id),
        ("orgs", account.organization_id, "members", account.id),
    ]
    for document in database.get_many(paths):
        assert document is not None
        assert "example.com" not in str(document.data)


def test_of_many_who_register_one_address_together_one_gets_it(
    process: Callable[[], Process],
) -> None:
    stores = [process().accounts for _ in range(3)]
    for _ in range(100):
        email_key = "same" + uuid.uuid4().hex
        rivals = [new_account(email_key) for _ in stores]
        results = together(
            [partial(store.add, rival, "hash") for store, rival in zip(stores, rivals, strict=True)]
        )
        assert outcomes(results) == {"done": 1, "EmailTaken": 2}
        winner = identified(stores[0], rivals[0]).account
        for rival in rivals:
            assert (stores[0].find(rival.id) is None) == (rival.id != winner.id)


class LosingAnswers(Database):
    """Commits, and then the answer is lost on the way; what the caller sees is `outcome`."""

    outcome: type[Exception] = Unavailable

    def commit(self, *writes: Write) -> None:
        super().commit(*writes)
        raise self.outcome


def test_whoever_was_registered_is_not_told_that_the_address_is_taken(
    database: Database, clock: Clock
) -> None:
    database.__class__ = LosingAnswers
    account = new_account()
    FirestoreAccounts(database, AccountCache(), clock).add(account, "hash")
    with pytest.raises(EmailTaken):
        FirestoreAccounts(database, AccountCache(), clock).add(
            new_account(account.email_key), "hash"
        )


def test_an_outage_while_registering_is_an_outage(database: Database, clock: Clock) -> None:
    class Down(Database):
        def commit(self, *writes: Write) -> None:
            raise Unavailable

    database.__class__ = Down
    with pytest.raises(Unavailable):
        FirestoreAccounts(database, AccountCache(), clock).add(new_account(), "hash")


def test_an_unknown_address_takes_as_many_reads_as_a_known_one(
    accounts: FirestoreAccounts,
) -> None:
    account = new_account()
    accounts.add(account, "hash")
    counted = []
    for key in (account.email_key or "", "unknown"):
        count = tally.begin()
        accounts.identify(key)
        counted.append(count.reads)
    assert counted == [3, 3]


def test_a_new_session_speaks_at_once_and_elsewhere(process: Callable[[], Process]) -> None:
    here, there = process().accounts, process().accounts
    account = new_account()
    here.add(account, "hash")
    assert there.caller(account.id, session_id(account)) is not None
    session = new_session()
    here.start_session(identified(here, account), session)
    assert there.caller(account.id, session.id) is not None


def test_a_caller_is_read_once_in_ten_seconds(accounts: FirestoreAccounts, clock: Clock) -> None:
    account = new_account()
    accounts.add(account, "hash")
    count = tally.begin()
    for _ in range(50):
        assert accounts.caller(account.id, session_id(account)) is not None
    assert count.reads == 1
    clock.pass_by(ACCOUNT_CACHE_SECONDS)
    accounts.caller(account.id, session_id(account))
    assert count.reads == 2


def test_an_ended_session_is_silent_here_at_once_and_elsewhere_after_ten_seconds(
    process: Callable[[], Process], clock: Clock
) -> None:
    here, there = process().accounts, process().accounts
    account = new_account()
    here.add(account, "hash")
    name = session_id(account)
    assert here.caller(account.id, name) is not None
    assert there.caller(account.id, name) is not None
    assert here.end_session(account.id, name)
    assert here.caller(account.id, name) is None
    clock.pass_by(ACCOUNT_CACHE_SECONDS)
    assert there.caller(account.id, name) is None


def test_a_suspended_account_speaks_no_more(
    accounts: FirestoreAccounts, database: Database, clock: Clock
) -> None:
    account = new_account()
    accounts.add(account, "hash")
    database.commit(Merge(("users", account.id), {("standing",): "SUSPENDED"}))
    assert accounts.caller(account.id, session_id(account)) is None
    with pytest.raises(Unauthenticated):
        accounts.rotate_session(account.id, session_id(account), 1)


def test_nobody_speaks_for_an_account_that_is_not_there(accounts: FirestoreAccounts) -> None:
    assert accounts.caller("nobody-there", "session") is None
    with pytest.raises(Unauthenticated):
        accounts.rotate_session("nobody-there", "session", 1)


def test_ending_a_session_says_whether_there_was_one(accounts: FirestoreAccounts) -> None:
    account = new_account()
    accounts.add(account, "hash")
    assert not accounts.end_session(account.id, str(uuid.uuid4()))
    assert accounts.end_session(account.id, session_id(account))
    assert not accounts.end_session(account.id, session_id(account))


def test_at_most_twenty_sessions_are_kept(accounts: FirestoreAccounts, clock: Clock) -> None:
    account = new_account()
    accounts.add(account, "hash")
    for _ in range(MOST_SESSIONS):
        clock.pass_by(1)
        accounts.start_session(identified(accounts, account), new_session(clock()))
    held = accounts.find(account.id)
    assert held is not None
    assert len(held.sessions) == MOST_SESSIONS
    assert session_id(account) not in held.sessions


def test_sessions_begun_together_are_all_kept(process: Callable[[], Process]) -> None:
    account = new_account()
    process().accounts.add(account, "hash")
    begun = [new_session() for _ in range(8)]
    stores = [process().accounts for _ in begun]

    def begin(store: FirestoreAccounts, session: Session) -> None:
        store.start_session(identified(store, account), session)

    results = together(
        [partial(begin, store, session) for store, session in zip(stores, begun, strict=True)]
    )
    assert outcomes(results) == {"done": 8}
    held = stores[0].find(account.id)
    assert held is not None
    assert {session.id for session in begun} < set(held.sessions)


def test_refreshes_with_one_token_together_get_one_successor(
    process: Callable[[], Process],
) -> None:
    account = new_account()
    process().accounts.add(account, "hash")
    stores = [process().accounts for _ in range(3)]
    for generation in range(1, 101):
        results = together(
            [
                partial(store.rotate_session, account.id, session_id(account), generation)
                for store in stores
            ]
        )
        assert all(isinstance(result, Session) for result in results), results
        assert len(set(results)) == 1
        assert results[0].generation == generation + 1  # type: ignore[union-attr]


def test_a_used_up_token_ends_the_session_for_good(
    accounts: FirestoreAccounts, clock: Clock
) -> None:
    account = new_account()
    accounts.add(account, "hash")
    name = session_id(account)
    accounts.rotate_session(account.id, name, 1)
    clock.pass_by(10.001)
    assert accounts.rotate_session(account.id, name, 1) is None
    with pytest.raises(Unauthenticated):
        accounts.rotate_session(account.id, name, 2)
    assert accounts.caller(account.id, name) is None


def test_a_lapsed_session_is_refused(accounts: FirestoreAccounts, clock: Clock) -> None:
    account = new_account()
    accounts.add(account, "hash")
    clock.pass_by(7 * 86_400)
    with pytest.raises(Unauthenticated):
        accounts.rotate_session(account.id, session_id(account), 1)


def test_a_new_password_ends_every_other_session(accounts: FirestoreAccounts) -> None:
    account = new_account()
    accounts.add(account, "hash")
    other = new_session()
    accounts.start_session(identified(accounts, account), other)
    accounts.change_password(identified(accounts, account), "new hash", other.id)
    assert accounts.caller(account.id, other.id) is not None
    assert accounts.caller(account.id, session_id(account)) is None
    assert identified(accounts, account).password_hash == "new hash"


def test_who_proved_the_old_password_gets_no_session_after_it_changed(
    accounts: FirestoreAccounts,
) -> None:
    account = new_account()
    accounts.add(account, "hash")
    before = identified(accounts, account)
    accounts.change_password(identified(accounts, account), "new hash", session_id(account))
    late = new_session()
    with pytest.raises(InvalidCredentials):
        accounts.start_session(before, late)
    with pytest.raises(InvalidCredentials):
        accounts.change_password(before, "newest hash", session_id(account))
    assert accounts.caller(account.id, late.id) is None


def test_signing_in_meanwhile_does_not_stop_another_from_signing_in(
    accounts: FirestoreAccounts,
) -> None:
    account = new_account()
    accounts.add(account, "hash")
    before = identified(accounts, account)
    accounts.start_session(before, new_session())
    late = new_session()
    accounts.start_session(before, late, stronger_hash="stronger")
    assert accounts.caller(account.id, late.id) is not None
    assert identified(accounts, account).password_hash == "stronger"


def test_an_upgrade_of_the_hash_stops_nobody_who_knows_the_password(
    accounts: FirestoreAccounts,
) -> None:
    account = new_account()
    accounts.add(account, "weak")
    before = identified(accounts, account)
    accounts.start_session(before, new_session(), stronger_hash="strong")
    accounts.start_session(before, new_session(), stronger_hash="as strong")
    assert identified(accounts, account).password_hash == "as strong"


def renamed(name: str) -> Callable[[Account], Account]:
    return lambda account: replace(account, profile=replace(account.profile, full_name=name))


def test_a_change_of_the_profile_is_the_next_version(accounts: FirestoreAccounts) -> None:
    account = new_account()
    accounts.add(account, "hash")
    changed = accounts.change_profile(account.id, renamed("Beth"))
    assert (changed.version, changed.profile.full_name) == (2, "Beth")
    assert accounts.find(account.id) == changed
    assert accounts.change_profile(account.id, renamed("Beth")).version == 2


def test_of_writers_with_one_version_in_hand_one_wins(process: Callable[[], Process]) -> None:
    account = new_account()
    process().accounts.add(account, "hash")
    stores = [process().accounts for _ in range(6)]

    def change(store: FirestoreAccounts, name: str, version: int) -> None:
        def attempt(held: Account) -> Account:
            if held.version != version:
                raise PreconditionFailed
            return renamed(name)(held)

        store.change_profile(account.id, attempt)

    for version in range(1, 11):
        results = together(
            [
                partial(change, store, f"{version}-{number}", version)
                for number, store in enumerate(stores)
            ]
        )
        assert outcomes(results) == {"done": 1, "PreconditionFailed": 5}
