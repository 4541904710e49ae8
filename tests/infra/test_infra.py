"""The infrastructure is formatted, valid, and at rest once it has been applied."""

import json
import re
from collections.abc import Callable

import pytest

from tests.infra.planned import Plan
from tools.infra.schema import google
from tools.infra.terraform import Terraform
from tools.manifest import ROOT


def test_every_file_is_formatted(infra: Terraform) -> None:
    assert infra("fmt", "-check", "-recursive").stdout == ""


def test_terraform_finds_nothing_to_say(infra: Terraform) -> None:
    assert json.loads(infra("validate", "-json").stdout)["diagnostics"] == []


def test_the_schema_is_of_the_version_that_is_asked_for() -> None:
    asked = re.search(r'version\s*= "~> (.+)"', (ROOT / "infra" / "versions.tf").read_text())
    assert asked is not None
    assert asked[1] == google().version


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_each_environment_has_a_plan(plan_of: Callable[[str], Plan], environment: str) -> None:
    assert plan_of(environment).resources()


def test_what_is_applied_is_not_changed_again(infra: Terraform, plan: Plan) -> None:
    applied = infra("apply", "-auto-approve", "-no-color", plan.file)
    assert applied.returncode == 0, applied.stderr
    variables = "-var-file=environments/prod.tfvars"
    again = infra("plan", "-detailed-exitcode", "-no-color", variables)
    assert again.returncode == 0, again.stdout
