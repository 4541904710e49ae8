"""One copy of the infrastructure for all tests that only read, and the plans made of it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tools.infra.planned import Plan
from tools.infra.terraform import Terraform
from tools.infra.workspace import copied, terraform


@pytest.fixture(scope="session")
def infra(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terraform]:
    with terraform(copied(tmp_path_factory.mktemp("infra"))) as run:
        yield run


@pytest.fixture(scope="session")
def plan_of(infra: Terraform) -> Callable[[str], Plan]:
    """Of an environment by its name; each is made once."""
    made: dict[str, Plan] = {}

    def plan(environment: str) -> Plan:
        if environment not in made:
            made[environment] = _planned(infra, environment)
        return made[environment]

    return plan


@pytest.fixture(scope="session")
def plan(plan_of: Callable[[str], Plan]) -> Plan:
    """Of production."""
    return plan_of("prod")


def _planned(infra: Terraform, environment: str) -> Plan:
    file = f"{environment}.plan"
    variables = f"-var-file=environments/{environment}.tfvars"
    made = infra("plan", "-no-color", "-lock=false", f"-out={file}", variables)
    assert made.returncode == 0, made.stdout + made.stderr
    shown: Any = json.loads(infra("show", "-json", file).stdout)
    return Plan(shown, file)
