"""cloudbuild.yaml: a config that Cloud Build takes, of steps that exist and in an order that cannot
leave a broken release behind."""

import os
import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from tests.tools.cloud_build import Build, Step
from tools.local.downloads import FIRESTORE, PUBSUB, find_jar
from tools.manifest import ROOT
from tools.pipeline.__main__ import read

TEXT = (ROOT / "cloudbuild.yaml").read_text()
BUILD = Build.model_validate(yaml.safe_load(TEXT))
STEPS = {step.id: step for step in BUILD.steps}
BUILT_IN = {"PROJECT_ID", "COMMIT_SHA"}


def test_the_steps_come_in_this_order() -> None:
    assert [*STEPS] == [
        "prepare", "check", "audit", "bundle", "plan", "apply", "smoke", "settle",
    ]  # fmt: skip
    assert not any(step.waitFor for step in BUILD.steps)


def test_what_ci_runs_is_run_and_no_less() -> None:
    """A step by the right name that does something easier would pass for it."""
    commands = {name: [step.entrypoint, *step.args] for name, step in STEPS.items()}
    assert commands["check"] == ["bash", ".ci/run"]
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1] == "make check test"
    assert commands["audit"] == ["make", "audit"]
    assert commands["bundle"] == ["make", "bundle", "bundle-check"]


def test_once_something_is_applied_nothing_but_the_last_step_ends_the_build() -> None:
    """Without it nobody would go back."""
    assert [name for name, step in STEPS.items() if step.allowFailure] == ["apply", "smoke"]


def test_every_variable_is_given_and_every_given_one_is_used() -> None:
    used = set(re.findall(r"\$\{?([A-Z_]+)", re.sub(r"^\s*#.*$", "", TEXT, flags=re.MULTILINE)))
    assert used - BUILT_IN == set(BUILD.substitutions)


def test_it_runs_as_the_account_that_terraform_makes_for_it() -> None:
    pipeline = (ROOT / "infra" / "pipeline.tf").read_text()
    account = re.search(r'account_id\s+= "(\w+)"', pipeline)
    assert account is not None
    assert BUILD.serviceAccount is not None
    assert BUILD.serviceAccount.endswith(f"/{account[1]}@$PROJECT_ID.iam.gserviceaccount.com")
    # Whoever brings an account of their own says where the log goes, and may write there.
    assert BUILD.options.logging == "CLOUD_LOGGING_ONLY"
    assert '"roles/logging.logWriter"' in pipeline


@pytest.mark.parametrize("step", BUILD.steps, ids=lambda step: step.id)
def test_a_step_is_a_command_that_exists(step: Step) -> None:
    assert step.entrypoint in KNOWN
    assert KNOWN[step.entrypoint](step)


@pytest.mark.parametrize("script", sorted((ROOT / "tools").rglob("*.sh")), ids=lambda one: one.name)
def test_a_script_is_one_that_bash_can_read(script: Path) -> None:
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


def test_what_is_prepared_is_where_the_stack_looks_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a system of its own, whose commands fetch and install nothing."""
    system, commands = tmp_path / "system", tmp_path / "bin"
    jars = ("cloud-firestore-emulator/cloud-firestore-emulator.jar",
            "pubsub-emulator/lib/cloud-pubsub-emulator-0.8.6-all.jar")  # fmt: skip
    for jar in jars:
        file = system / "usr/lib/google-cloud-sdk/platform" / jar
        file.parent.mkdir(parents=True)
        file.touch()
    for folder in ("usr/share/keyrings", "etc/apt/sources.list.d"):
        (system / folder).mkdir(parents=True)
    commands.mkdir()
    for command in ("curl", "gpg", "apt-get"):
        (commands / command).symlink_to("/bin/true")
    monkeypatch.setenv("PATH", f"{commands}:{os.environ['PATH']}")
    monkeypatch.setenv("FIREBASE_EMULATORS_PATH", str(tmp_path / "emulators"))
    prepare = [ROOT / "tools" / "pipeline" / "prepare.sh", tmp_path / "emulators", system]
    subprocess.run(["bash", *prepare], check=True)
    monkeypatch.setenv("PATH", "/nowhere")
    for emulator in (FIRESTORE, PUBSUB):
        assert find_jar(emulator, sdks=()).is_relative_to(tmp_path / "emulators")


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("    allowFailure: true", "    allow_failure: true", "allow_failure"),
        ("machineType: E2_HIGHCPU_8", "machineType: E2_HUGE", "machineType"),
        ("timeout: 7200s", "timeout: 2h", "timeout"),
        ("  _LOSING:", "  LOSING:", "substitutions.LOSING"),
        ("serviceAccount: projects/$PROJECT_ID/", "serviceAccount: ", "serviceAccount"),
        ("- id: smoke\n    name: $_IMAGE\n", "- id: smoke\n", "steps.6.name"),
    ],
)
def test_what_cloud_build_does_not_know_is_found(right: str, wrong: str, said: str) -> None:
    assert right in TEXT
    with pytest.raises(ValidationError) as refused:
        Build.model_validate(yaml.safe_load(TEXT.replace(right, wrong)))
    places = [".".join(map(str, one["loc"])) for one in refused.value.errors()]
    assert any(said in place for place in places), places


def _filled(step: Step) -> list[str]:
    return [re.sub(r"\$\{?[A-Z_]+\}?", "x", argument) for argument in step.args]


def _is_a_script(step: Step) -> bool:
    return os.access(ROOT / step.args[0], os.X_OK)


def _is_a_target(step: Step) -> bool:
    dry = ["make", "-n", *step.args]
    return subprocess.run(dry, cwd=ROOT, check=False, capture_output=True).returncode == 0


def _is_a_step(step: Step) -> bool:
    return step.args[:2] == ["-m", "tools.pipeline"] and read(_filled(step)[2:]).step == step.id


KNOWN: Mapping[str | None, Callable[[Step], bool]] = {
    "bash": _is_a_script,
    "make": _is_a_target,
    ".venv/bin/python": _is_a_step,
}
