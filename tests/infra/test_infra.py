"""The infrastructure is formatted, valid, and at rest once it has been applied."""

import json
import re
from pathlib import Path

from tools.infra.planned import Plan, of, planned
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
    run = infra("test", "-no-color", of("dev"))
    assert re.search(r"3 passed, 0 failed", run.stdout), run.stdout + run.stderr


def test_the_place_of_the_state_can_be_made_first(tmp_path: Path) -> None:
    with terraform(copied(tmp_path) / "bootstrap") as run:
        made = run("plan", "-no-color", "-var=project_id=hypertroq-dev")
    assert made.returncode == 0, made.stderr


def test_the_schema_is_of_the_version_that_is_asked_for() -> None:
    asked = re.search(r'version\s*= "~> (.+)"', (ROOT / "infra" / "versions.tf").read_text())
    assert asked is not None
    assert asked[1] == google().version


def test_production_breaks_no_policy(plan: Plan) -> None:
    assert breaches(plan, read_all()) == []


ONE_OF_EACH = ("auth", "health", "import_runs", "imports", "weekly_reports")
"""Kinds, roles and settings; all functions together would only take longer."""


def test_development_breaks_none_either_and_is_at_rest_once_it_is_applied(tmp_path: Path) -> None:
    manifests = {name: one for name, one in read_all().items() if name in ONE_OF_EACH}
    with terraform(copied(tmp_path, ONE_OF_EACH)) as run:
        plan = planned(run, "dev")
        assert breaches(plan, manifests) == []
        applied = run("apply", "-no-color", plan.file)
        assert applied.returncode == 0, applied.stderr
        again = run("plan", "-detailed-exitcode", "-no-color", of("dev"))
        assert again.returncode == 0, again.stdout
        told = json.loads(run("output", "-json").stdout)
    assert told["api"]["value"].keys() == {"auth", "health", "imports"}
    assert told["dead_letters"]["value"] == {"import_runs": "import-runs-dead"}
