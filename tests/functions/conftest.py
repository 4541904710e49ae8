from collections.abc import Callable
from typing import Any

import pytest

from shared.store.database import Database
from tests.functions.filing import House, stocked_house
from tests.functions.sign_in import Clock, Instance
from tests.people import People
from tests.signing import version
from tools.local.testing import StartedEmulators


@pytest.fixture
def instances(connected: Callable[[], Database]) -> Callable[..., Instance]:
    """More instances of the same deployment: the same database, keys and time."""
    shared: dict[str, Any] = {"clock": Clock(), "versions": (version(),)}
    return lambda **about: Instance(connected(), **{**shared, **about})


@pytest.fixture
def instance(instances: Callable[..., Instance]) -> Instance:
    return instances()


@pytest.fixture
def house(database: Database, people: People, emulators: StartedEmulators) -> House:
    """Of files."""
    return stocked_house(database, people, emulators)
