"""The pipeline: the true Terraform plans and applies, a release that is not well is taken back."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud import storage

from tools.infra.losing import losses
from tools.infra.serving import served
from tools.infra.terraform import Terraform, find
from tools.infra.workspace import copied
from tools.local import emulators as services
from tools.local.testing import StartedEmulators
from tools.pipeline.deploying import Deployment, Refused
from tools.pipeline.release import NoBundle, packed, unpacked
from tools.pipeline.releases import Releases
from tools.pipeline.terraforming import Failed, Run, expect, opened_with

NAMES = ("auth", "health", "import_runs", "imports", "weekly_reports")
"""One of each kind; all functions would only take longer."""


@pytest.fixture
def bucket(emulators: StartedEmulators, project: str) -> Any:
    emulators.begin(services.storage)
    client = storage.Client(project, credentials=AnonymousCredentials())
    return client.create_bucket(f"{project}-terraform", timeout=10)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[Path], Run]]:
    """Terraform over the provider that knows no cloud; state outlives the folders, as in a
    bucket."""
    with ExitStack() as ending:
        reattached = ending.enter_context(served())

        def open_(folder: Path) -> Run:
            place = json.dumps(str(tmp_path / "state"))
            override = f'terraform {{\n  backend "local" {{\n    path = {place}\n  }}\n}}\n'
            (folder / "backend_override.tf").write_text(override)
            run = Terraform(find(), folder, reattached)
            expect(run("init", "-no-color"))
            return run

        yield open_


class Pipeline:
    """Deployments of one environment, each from a tree of its own; `wrong` is what is said of
    what they deployed."""

    def __init__(self, place: Path, opened: Callable[[Path], Run], bucket: Any) -> None:
        self._place, self._opened, self._bucket = place, opened, bucket
        self.wrong: list[str] = []
        self.asked: list[Path] = []

    def of(self, commit: str) -> Deployment:
        root = self._place / commit
        copied(root, NAMES)
        (root / "build" / "auth.zip").write_bytes(commit.encode())
        releases = Releases(self._bucket)
        return Deployment(root, "dev", commit, self._opened, releases, self._look)

    def _look(self, addresses: object, root: Path) -> list[str]:
        self.asked.append(root)
        return self.wrong if "rollback" not in root.parts else []

    def deploy(self, commit: str) -> Deployment:
        """As far as it is settled."""
        deployment = self.of(commit)
        deployment.plan()
        deployment.apply()
        with suppress(Refused):
            deployment.smoke()
        return deployment

    def deployed(self) -> str:
        """Which bundle of auth, by the state: the commit, since that is all that is in it."""
        state = json.loads((self._place / "state").read_text())
        names = [
            instance["attributes"]["name"]
            for one in state["resources"]
            for instance in one["instances"]
            if one["name"] == "bundle"
        ]
        (auth,) = [name for name in names if name.startswith("auth/")]
        commits = {sha256(one.encode()).hexdigest(): one for one in ("first", "second")}
        return commits[auth.removeprefix("auth/").removesuffix(".zip")]


@pytest.fixture
def pipeline(tmp_path: Path, opened: Callable[[Path], Run], bucket: Any) -> Pipeline:
    return Pipeline(tmp_path, opened, bucket)


def test_a_release_that_is_well_is_kept_and_one_that_is_not_gives_way_to_it(
    pipeline: Pipeline, bucket: Any
) -> None:
    pipeline.deploy("first").settle()
    note = json.loads(bucket.blob("releases/good.json").download_as_bytes())
    assert note["commit"] == "first"

    late = pipeline.of("late")
    late.plan()
    pipeline.wrong = ["users: GET /api/v1/users/me is answered 500, not 401"]
    second = pipeline.deploy("second")
    assert pipeline.deployed() == "second"
    with pytest.raises(Failed, match="Saved plan is stale"):
        late.apply()
    with pytest.raises(Refused, match="another deployment came between; nothing was changed"):
        late.settle()
    assert pipeline.deployed() == "second"

    with pytest.raises(Refused, match=f"not well; release {note['release'][:12]} is back"):
        second.settle()
    assert pipeline.deployed() == "first"
    # What is back is asked as well, by its own manifests.
    assert pipeline.asked[-1].is_relative_to(second.root / "build" / "rollback")
    assert json.loads(bucket.blob("releases/good.json").download_as_bytes()) == note


def test_the_first_release_has_nothing_to_go_back_to(pipeline: Pipeline) -> None:
    """A step that died has noted nothing: that is no success."""
    deployment = pipeline.of("first")
    with pytest.raises(Refused, match="nothing new to ask"):
        deployment.smoke()
    with pytest.raises(Refused, match="not well; there was none before it to go back to"):
        deployment.settle()


def test_a_plan_that_breaks_a_policy_is_not_applied(pipeline: Pipeline) -> None:
    deployment = pipeline.of("first")
    file = deployment.root / "infra" / "storage.tf"
    file.write_text(file.read_text().replace('= "enforced"', '= "inherited"', 1))
    with pytest.raises(Refused, match="nothing prevents that it becomes public"):
        deployment.plan()
    assert not (deployment.notes / "release.zip").exists()


@pytest.mark.parametrize(
    ("kind", "actions", "lost"),
    [
        ("google_firestore_database", ["delete", "create"], {"it": "its documents"}),
        ("google_secret_manager_secret", ["delete"], {"it": "its versions"}),
        ("google_storage_bucket", ["update"], {}),
        ("google_cloudfunctions2_function", ["delete"], {}),
    ],
)
def test_what_no_later_plan_brings_back_is_a_loss(
    kind: str, actions: list[str], lost: dict[str, str]
) -> None:
    change = {"address": "it", "type": kind, "change": {"actions": actions}}
    assert losses({"resource_changes": [change]}) == lost


def test_a_release_is_what_it_is_made_of(tmp_path: Path) -> None:
    for place in ("one", "other"):
        copied(tmp_path / place, NAMES)
        for name in NAMES:
            (tmp_path / place / "build" / f"{name}.zip").write_bytes(name.encode())
    releases = [packed(tmp_path / place, tmp_path / f"{place}.zip") for place in ("one", "other")]
    assert releases[0].name == releases[1].name
    again = unpacked(releases[0], tmp_path / "again")
    assert (again / "build" / "auth.zip").read_bytes() == b"auth"
    assert packed(again, tmp_path / "again.zip").name == releases[0].name
    (tmp_path / "one" / "build" / "auth.zip").unlink()
    with pytest.raises(NoBundle, match="auth has no bundle: make bundle"):
        packed(tmp_path / "one", tmp_path / "none.zip")


TERRAFORM = """\
#!/bin/sh
case "$1 $2" in
  "version "*) echo Terraform v1.12.0 ;;
  *init*) echo "$@" > "$(dirname "$0")/begun" ;;
  *output*) echo '{}'; echo "a warning" >&2 ;;
  *) echo "planning"; echo "Error: no such project" >&2; exit 1 ;;
esac
"""


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a Terraform that only says something: the cloud is not here."""
    binary = tmp_path / "bin" / "terraform"
    binary.parent.mkdir()
    binary.write_text(TERRAFORM)
    binary.chmod(0o755)
    monkeypatch.setenv("PATH", f"{binary.parent}:/usr/bin:/bin")
    return binary.parent


def test_the_state_is_where_the_environment_keeps_it(fake: Path, tmp_path: Path) -> None:
    run = opened_with("hypertroq-dev-terraform")(tmp_path)
    assert "-backend-config=bucket=hypertroq-dev-terraform" in (fake / "begun").read_text()
    assert expect(run("output", "-json")) == "{}\n"


def test_what_terraform_says_is_shown_as_it_comes_and_told_when_it_failed(
    fake: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = opened_with("bucket")(tmp_path)
    with pytest.raises(Failed, match="planning\nError: no such project"):
        expect(run("plan"))
    assert "Error: no such project" in capsys.readouterr().out
    assert fake.exists()
