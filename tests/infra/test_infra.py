"""The infrastructure is formatted, valid, and at rest once it has been applied."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.infra.planned import Plan
from tools.infra.policies import breaches
from tools.infra.schema import google
from tools.infra.terraform import Terraform
from tools.infra.workspace import copied, terraform
from tools.manifest import ROOT, read_all


def test_every_file_is_formatted(infra: Terraform) -> None:
    assert infra("fmt", "-check", "-recursive").stdout == ""


def test_terraform_finds_nothing_to_say(infra: Terraform) -> None:
    assert json.loads(infra("validate", "-json").stdout)["diagnostics"] == []


def test_what_an_environment_may_not_be_is_refused(infra: Terraform) -> None:
    run = infra("test", "-no-color", "-var-file=environments/dev.tfvars")
    assert re.search(r"1 passed, 0 failed", run.stdout), run.stdout + run.stderr


def test_the_place_of_the_state_can_be_made_first(tmp_path: Path) -> None:
    with terraform(copied(tmp_path) / "bootstrap") as run:
        made = run("plan", "-no-color", "-var=project_id=hypertroq-dev")
    assert made.returncode == 0, made.stderr


def test_the_schema_is_of_the_version_that_is_asked_for() -> None:
    asked = re.search(r'version\s*= "~> (.+)"', (ROOT / "infra" / "versions.tf").read_text())
    assert asked is not None
    assert asked[1] == google().version


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_each_environment_has_a_plan_that_breaks_no_policy(
    plan_of: Callable[[str], Plan], environment: str
) -> None:
    assert breaches(plan_of(environment), read_all()) == []


ONE_OF_EACH = ("auth", "health", "import_runs", "imports", "weekly_reports")
"""Kinds, roles and settings; all functions together would only take longer."""


def test_what_is_applied_is_not_changed_again(tmp_path: Path) -> None:
    production = "-var-file=environments/prod.tfvars"
    with terraform(copied(tmp_path, ONE_OF_EACH)) as run:
        applied = run("apply", "-auto-approve", "-no-color", production)
        assert applied.returncode == 0, applied.stderr
        again = run("plan", "-detailed-exitcode", "-no-color", production)
        told = json.loads(run("output", "-json").stdout)
    assert again.returncode == 0, again.stdout
    assert told["api"]["value"]["auth"] == "https://api.hypertroq.example"
    assert told["dead_letters"]["value"] == {"import_runs": "import-runs-dead"}
