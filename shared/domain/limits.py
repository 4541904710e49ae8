"""Rate limits as data: what a request counts as, whom a limit counts, how much it allows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

MINUTE = 60
QUARTER_HOUR = 15 * MINUTE
HOUR = 60 * MINUTE
DAY = 24 * HOUR
LONGEST_MONTH = 31 * DAY


@dataclass(frozen=True, slots=True)
class Limit:
    """`allowed` in a window of `seconds`, which begins with the first one counted."""

    name: str
    allowed: int
    seconds: int
    then_every: int | None = None
    """Past `allowed` it is not shut but slow: one in so many seconds from any one network."""


@dataclass(frozen=True, slots=True)
class FairUse:
    """What no one may ask of the coach beyond, whatever they pay."""

    a_month: int
    """Answers, by organisation."""
    at_once: int
    """Questions in work, by person."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The numbers of one deployment."""

    open_routes: Limit
    unproved: Limit
    """With no good token where one is needed. A session that ended costs us a read to see that."""
    reads: Limit
    """No client of ours comes near it: a page of the app is five requests."""
    writes: Limit
    """A set logged is one, and so are 500 events that were logged without a network."""
    registrations: tuple[Limit, Limit]
    failed_logins_here: Limit
    failed_logins_of_account: Limit
    """From everywhere. Strangers must never be able to lock its owner out."""
    failed_logins_of_network: Limit
    letters: tuple[Limit, Limit]
    """With a secret in them, that somebody asks for: to one address, and asked for by a network."""
    billing: Limit
    """Checkouts and portals: each is a call to the payment provider, which lets us make 300 a
    minute for everybody together."""
    files: Limit
    """Imports and exports of logs begun, together: each reads or writes a whole log."""
    own_data: Limit
    """Exports of all that is kept of a person: everything is read twice."""
    planning: Limit
    """Programs made and balanced, together: each computes for seconds."""
    coach: FairUse
    coach_hour: Limit
    """Questions that go as far as a model: also those that come to no answer cost us."""
    coach_anonymous: Limit
    """Answers to all people without an account in a network, in a calendar month: an account is
    made in a second. As many as one person on FREE has."""


PROFILES = {
    "production": Profile(
        open_routes=Limit("open", 300, MINUTE),
        unproved=Limit("unproved", 600, MINUTE),
        reads=Limit("reads", 600, MINUTE),
        writes=Limit("writes", 120, MINUTE),
        registrations=(Limit("register", 10, MINUTE), Limit("register-hour", 60, HOUR)),
        failed_logins_here=Limit("login", 10, QUARTER_HOUR),
        failed_logins_of_account=Limit("login-account", 100, QUARTER_HOUR, then_every=5),
        failed_logins_of_network=Limit("login-network", 100, QUARTER_HOUR),
        letters=(Limit("letters-to", 5, HOUR), Limit("letters", 30, HOUR)),
        billing=Limit("billing", 30, HOUR),
        files=Limit("files", 60, HOUR),
        own_data=Limit("own-data", 5, DAY),
        planning=Limit("planning", 30, HOUR),
        coach=FairUse(a_month=1_000, at_once=10),
        coach_hour=Limit("coach-hour", 60, HOUR),
        coach_anonymous=Limit("coach-anonymous", 10, LONGEST_MONTH),
    ),
    # On one machine everybody is one network, and tools are faster than people.
    "local": Profile(
        open_routes=Limit("open", 600, MINUTE),
        unproved=Limit("unproved", 60_000, MINUTE),
        reads=Limit("reads", 60_000, MINUTE),
        writes=Limit("writes", 60_000, MINUTE),
        registrations=(Limit("register", 120, MINUTE), Limit("register-hour", 1_000, HOUR)),
        failed_logins_here=Limit("login", 10, QUARTER_HOUR),
        failed_logins_of_account=Limit("login-account", 100, QUARTER_HOUR, then_every=5),
        failed_logins_of_network=Limit("login-network", 500, QUARTER_HOUR),
        letters=(Limit("letters-to", 600, HOUR), Limit("letters", 36_000, HOUR)),
        billing=Limit("billing", 36_000, HOUR),
        files=Limit("files", 36_000, HOUR),
        own_data=Limit("own-data", 864_000, DAY),
        planning=Limit("planning", 36_000, HOUR),
        coach=FairUse(a_month=10_000, at_once=10),
        coach_hour=Limit("coach-hour", 36_000, HOUR),
        coach_anonymous=Limit("coach-anonymous", 10, LONGEST_MONTH),
    ),
}


class Rate(StrEnum):
    """What a request counts as: a row of `TABLE`. Every request is OPEN, READ, WRITE or SIGNED, by
    its route and by who sends it; its handler may count it as more."""

    OPEN = "OPEN"
    UNPROVED = "UNPROVED"
    """Refused, as nobody is signed in by it."""
    READ = "READ"
    WRITE = "WRITE"
    SIGNED = "SIGNED"
    """A webhook: who can sign may come often."""
    REGISTRATION = "REGISTRATION"
    PASSWORD = "PASSWORD"  # noqa: S105 (no secret)
    """A check of one; failures count."""
    LETTER = "LETTER"
    BILLING = "BILLING"
    FILE = "FILE"
    OWN_DATA = "OWN_DATA"
    PLANNING = "PLANNING"
    COACH = "COACH"


class By(StrEnum):
    NETWORK = "NETWORK"
    """An IPv4 address, or the /64 of an IPv6 address."""
    USER = "USER"
    ORGANIZATION = "ORGANIZATION"
    ADDRESS = "ADDRESS"
    """An e-mail address, whether or not anybody has it."""
    ADDRESS_AND_NETWORK = "ADDRESS_AND_NETWORK"


class Held(StrEnum):
    """Where a limit is counted, and so what becomes of it when Firestore does not answer."""

    INSTANCE = "INSTANCE"
    """In each process for itself: n instances let n times as much through. It stands on nothing,
    so it holds in an outage too, and what can be answered is."""
    FLEET = "FLEET"
    """In Firestore, exactly. In an outage nothing is let through: 503."""


@dataclass(frozen=True, slots=True)
class Row:
    held: Held
    limits: Callable[[Profile], tuple[Limit, ...]]
    by: tuple[By, ...]
    """Whom each of the limits counts, in their order. The first is the narrowest."""


TABLE: Mapping[Rate, Row] = {
    Rate.OPEN: Row(Held.INSTANCE, lambda numbers: (numbers.open_routes,), (By.NETWORK,)),
    Rate.UNPROVED: Row(Held.INSTANCE, lambda numbers: (numbers.unproved,), (By.NETWORK,)),
    Rate.READ: Row(Held.INSTANCE, lambda numbers: (numbers.reads,), (By.USER,)),
    Rate.WRITE: Row(Held.INSTANCE, lambda numbers: (numbers.writes,), (By.USER,)),
    Rate.SIGNED: Row(Held.INSTANCE, lambda _: (), ()),
    Rate.REGISTRATION: Row(
        Held.FLEET, lambda numbers: numbers.registrations, (By.NETWORK, By.NETWORK)
    ),
    Rate.PASSWORD: Row(
        Held.FLEET,
        lambda numbers: (
            numbers.failed_logins_here,
            numbers.failed_logins_of_account,
            numbers.failed_logins_of_network,
        ),
        (By.ADDRESS_AND_NETWORK, By.ADDRESS, By.NETWORK),
    ),
    Rate.LETTER: Row(Held.FLEET, lambda numbers: numbers.letters, (By.ADDRESS, By.NETWORK)),
    Rate.BILLING: Row(Held.FLEET, lambda numbers: (numbers.billing,), (By.ORGANIZATION,)),
    Rate.FILE: Row(Held.FLEET, lambda numbers: (numbers.files,), (By.USER,)),
    Rate.OWN_DATA: Row(Held.FLEET, lambda numbers: (numbers.own_data,), (By.USER,)),
    Rate.PLANNING: Row(Held.FLEET, lambda numbers: (numbers.planning,), (By.USER,)),
    Rate.COACH: Row(
        Held.FLEET,
        lambda numbers: (numbers.coach_hour, numbers.coach_anonymous),
        (By.USER, By.NETWORK),
    ),
}


@dataclass(frozen=True, slots=True)
class Ask:
    """One limit, asked for one subject: a network, an account, or both together."""

    limit: Limit
    subject: str


def registration_asks(profile: Profile, network: str) -> tuple[Ask, ...]:
    return _asks(Rate.REGISTRATION, profile, network, network)


def password_asks(profile: Profile, email_key: str, network: str) -> tuple[Ask, ...]:
    """What stands before every check of a password, wherever it is asked."""
    return _asks(Rate.PASSWORD, profile, f"{email_key}|{network}", email_key, network)


def letter_asks(profile: Profile, email_key: str) -> tuple[Ask, ...]:
    """By whom a letter is received."""
    return (Ask(profile.letters[0], email_key),)


def letter_asking_asks(profile: Profile, network: str) -> tuple[Ask, ...]:
    """By whom letters are asked for, known or unknown."""
    return (Ask(profile.letters[1], network),)


def billing_asks(profile: Profile, organization_id: str) -> tuple[Ask, ...]:
    return _asks(Rate.BILLING, profile, organization_id)


def file_asks(profile: Profile, user_id: str) -> tuple[Ask, ...]:
    return _asks(Rate.FILE, profile, user_id)


def own_data_asks(profile: Profile, user_id: str) -> tuple[Ask, ...]:
    return _asks(Rate.OWN_DATA, profile, user_id)


def planning_asks(profile: Profile, user_id: str) -> tuple[Ask, ...]:
    return _asks(Rate.PLANNING, profile, user_id)


def coach_asks(profile: Profile, user_id: str) -> tuple[Ask, ...]:
    return (Ask(profile.coach_hour, user_id),)


def anonymous_coach_asks(profile: Profile, network: str, month: str) -> tuple[Ask, ...]:
    """`month`: that of the quota. Each has windows of its own."""
    return (Ask(profile.coach_anonymous, f"{network}|{month}"),)


def _asks(rate: Rate, profile: Profile, *subjects: str) -> tuple[Ask, ...]:
    pairs = zip(TABLE[rate].limits(profile), subjects, strict=True)
    return tuple(Ask(limit, subject) for limit, subject in pairs)
