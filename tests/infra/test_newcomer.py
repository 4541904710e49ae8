"""The way from an empty project to a running one, as docs/operations.md has it, leads somewhere."""

import re
from importlib.util import find_spec

import pytest

from tools.infra.alerting import RUNBOOKS
from tools.infra.planned import Plan
from tools.manifest import ROOT, read_all

_, _, _AFTER = RUNBOOKS.read_text().partition("## From an empty project to a running one\n")
WAY = _AFTER.partition("\n## ")[0]
LINES = [
    line for block in re.findall(r"```\n(.*?)```", WAY, re.DOTALL) for line in block.splitlines()
]


def test_the_way_is_read() -> None:
    assert len(LINES) > 12


@pytest.mark.parametrize("line", [one for one in LINES if "terraform" in one])
def test_terraform_finds_what_it_is_given(line: str) -> None:
    for folder in re.findall(r"-chdir=(\S+)", line):
        assert (ROOT / folder / "main.tf").exists()
    for file in re.findall(r"-var-file=(\S+)", line):
        for environment in ("dev", "prod"):
            assert (ROOT / "infra" / file.replace("$environment", environment)).exists()


def test_what_is_applied_first_is_in_the_plan(plan: Plan) -> None:
    (target,) = re.findall(r"-target=(\S+)", WAY)
    assert any(one.address.startswith(target) for one in plan.resources(target.partition(".")[0]))


def test_what_make_and_python_are_asked_for_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"^make ([a-z-]+)", "\n".join(LINES), re.MULTILINE)) <= targets
    for module in re.findall(r"python -m ([a-z.]+)", WAY):
        assert find_spec(module), module


def test_every_secret_is_put_in_on_the_way() -> None:
    secrets = {name for manifest in read_all().values() for name in manifest.secrets}
    assert sorted(name for name in secrets if name not in WAY) == []
