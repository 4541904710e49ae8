from collections.abc import Callable
from typing import Any

import pytest

from shared.store.database import Database
from tests.functions.sign_in import Clock, Instance
from tests.signing import version


@pytest.fixture
def instances(connected: Callable[[], Database]) -> Callable[..., Instance]:
    """More instances of the same deployment: the same database, keys and time."""
    shared: dict[str, Any] = {"clock": Clock(), "versions": (version(),)}
    return lambda **about: Instance(connected(), **{**shared, **about})


@pytest.fixture
def instance(instances: Callable[..., Instance]) -> Instance:
    return instances()
