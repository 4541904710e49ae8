"""One copy of the infrastructure for all tests that only read, and the plan made of it."""

from collections.abc import Iterator

import pytest

from tools.infra.planned import Plan, planned
from tools.infra.terraform import Terraform
from tools.infra.workspace import copied, terraform


@pytest.fixture(scope="session")
def infra(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terraform]:
    with terraform(copied(tmp_path_factory.mktemp("infra"))) as run:
        yield run


@pytest.fixture(scope="session")
def plan(infra: Terraform) -> Plan:
    """Of production."""
    return planned(infra, "prod")
