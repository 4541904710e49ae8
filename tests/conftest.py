"""What every test may ask for: the emulators, a project of its own, people, callers."""

import contextlib
import os
import uuid
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings
from test_utils.prefixer import Prefixer

from shared.live_billing import Bookkeeper, bookkeeper
from shared.store.channel import live_channel
from shared.store.checkouts import FirestoreCheckouts
from shared.store.database import Database
from tests.billing import SHOP, Heard, intent
from tests.infra.watching import Seen, Watched, unlisted
from tests.people import People
from tests.store.kept import keep
from tools.infra.indexes import read_registry
from tools.local.testing import Stack, StartedEmulators, emulators_for_tests, running_stack

# A timing is never a test: a busy machine must not fail a law.
# HYPOTHESIS_PROFILE=thorough tries a law ten times as often: for a night, not for every change.
for profile, examples in (("house", 50), ("thorough", 500)):
    settings.register_profile(
        profile,
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

REGISTERED = read_registry()

_started = pytest.StashKey[contextlib.ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    """With several workers the controller starts the emulators, and the workers inherit them."""
    os.environ.pop("SENTRY_DSN", None)  # of whoever runs the tests: what fails here is told here
    is_controller = config.getoption("numprocesses", None) and not hasattr(config, "workerinput")
    if is_controller:
        config.stash[_started] = contextlib.ExitStack()
        config.stash[_started].enter_context(emulators_for_tests())


def pytest_unconfigure(config: pytest.Config) -> None:
    if _started in config.stash:
        config.stash[_started].close()


@pytest.fixture(scope="session")
def emulators() -> Iterator[StartedEmulators]:
    with emulators_for_tests() as started:
        yield started


@pytest.fixture
def project(emulators: StartedEmulators) -> str:
    """A project nobody else uses: in the emulator it is a database of its own."""
    assert os.environ["FIRESTORE_EMULATOR_HOST"] == emulators.firestore
    return str(Prefixer("hypertroq", "tests", separator="-").create_prefix())


@pytest.fixture
def connected(project: str) -> Iterator[Callable[[], Database]]:
    """Connections to this test's database, as many as another process would make. The emulator
    serves every query; only those in infra/firestore.yaml are served in production."""
    seen = Seen()
    yield lambda: Database(project, Watched(live_channel(), seen))
    assert unlisted(seen, REGISTERED) == []
    keep(seen)


@pytest.fixture
def database(connected: Callable[[], Database]) -> Database:
    return connected()


@pytest.fixture
def people(database: Database) -> People:
    return People(database)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def keeper(database: Database, heard: Heard) -> Bookkeeper:
    """Of the book of billing, with one checkout open: `tests.billing.intent()`."""
    FirestoreCheckouts(database).add(intent())
    return bookkeeper(database, SHOP, heard)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A whole stack, as `make run` starts it, with data of its own."""
    state = tmp_path_factory.mktemp("stack")
    project = f"stack-{uuid.uuid4().hex[:12]}"
    with running_stack(state, GOOGLE_CLOUD_PROJECT=project) as stack:
        yield stack
