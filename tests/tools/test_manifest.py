"""`function.yaml` is read strictly: what cannot be deployed is said before anybody tries."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.manifest import BadManifest, owner_of, read, read_all

GOOD: dict[str, Any] = {
    "kind": "http",
    "description": "The programs of a user and the templates.",
    "paths": ["/api/v1/programs"],
    "memory": "512Mi",
    "cpu": "1",
    "timeout_seconds": 30,
    "concurrency": 8,
    "min_instances": 0,
    "max_instances": 20,
    "env": ["GOOGLE_CLOUD_PROJECT"],
    "secrets": [],
    "publishes": [],
    "subscribes": None,
    "roles": ["roles/datastore.user"],
}


def write(root: Path, name: str, **changes: Any) -> Path:
    folder = root / "functions" / name
    folder.mkdir(parents=True)
    kept = {key: value for key, value in {**GOOD, **changes}.items() if value != "left out"}
    (folder / "function.yaml").write_text(yaml.safe_dump(kept))
    return folder


def test_a_manifest_says_everything_about_its_function(tmp_path: Path) -> None:
    manifest = read(write(tmp_path, "programs"))
    assert manifest.name == "programs"
    assert manifest.paths == ("/api/v1/programs",)
    assert manifest.subscribes is None
    assert manifest.timeout_seconds == 30


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("kind", "https"),
        ("kind", None),
        ("description", "too short."),
        ("paths", []),
        ("paths", "/api/v1/programs"),
        ("paths", ["/api/v1/programs/"]),
        ("paths", ["api/v1/programs"]),
        ("paths", ["/a", "/a"]),
        ("memory", "500Mi"),
        ("cpu", 1),
        ("cpu", "3"),
        ("timeout_seconds", 0),
        ("timeout_seconds", True),
        ("timeout_seconds", "30"),
        ("concurrency", 1001),
        ("min_instances", 21),
        ("max_instances", 0),
        ("env", ["google_cloud_project"]),
        ("secrets", ["Token"]),
        ("publishes", ["UPPER"]),
        ("subscribes", "workout-finished"),
        ("roles", ["datastore.user"]),
        ("roles", ["roles/owner"]),
        ("memory", "left out"),
    ],
)
def test_a_wrong_value_names_the_function_and_the_key(tmp_path: Path, key: str, value: Any) -> None:
    with pytest.raises(BadManifest, match=rf"^programs: .*{key.partition('_')[0]}"):
        read(write(tmp_path, "programs", **{key: value}))


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadManifest, match="programs: unknown: timeout"):
        read(write(tmp_path, "programs", timeout=30))


def test_half_a_cpu_serves_one_request_at_a_time(tmp_path: Path) -> None:
    assert read(write(tmp_path, "small", cpu="0.333", concurrency=1)).cpu == "0.333"
    with pytest.raises(BadManifest, match="concurrency"):
        read(write(tmp_path, "crowded", cpu="0.333"))


def test_a_name_fits_a_module_and_a_service(tmp_path: Path) -> None:
    with pytest.raises(BadManifest, match="Programs"):
        read(write(tmp_path, "Programs"))


def test_an_event_function_has_a_topic_that_somebody_publishes(tmp_path: Path) -> None:
    write(tmp_path, "notify", kind="event", paths=[], subscribes="workout-finished")
    with pytest.raises(BadManifest, match="nobody publishes workout-finished"):
        read_all(tmp_path)
    write(tmp_path, "workouts", publishes=["workout-finished"])
    assert read_all(tmp_path)["notify"].subscribes == "workout-finished"


NIGHTLY = {"name": "sweep-nightly", "cron": "10 3 * * *", "time_zone": "Etc/UTC", "body": {"a": 1}}
JOB = {"kind": "job", "paths": []}


def test_a_job_says_when_it_runs_and_with_what(tmp_path: Path) -> None:
    (schedule,) = read(write(tmp_path, "sweep", **JOB, schedules=[NIGHTLY])).schedules
    assert (schedule.name, schedule.body) == ("sweep-nightly", {"a": 1})
    with pytest.raises(BadManifest, match="a job has schedules"):
        read(write(tmp_path, "never", **JOB))
    with pytest.raises(BadManifest, match="a job has schedules"):
        read(write(tmp_path, "programs", schedules=[NIGHTLY]))


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Nightly"},
        {"cron": "@daily"},
        {"cron": "0 3 * *"},
        {"time_zone": "Moon/Sea"},
        {"time_zone": None},
        {"body": "{}"},
        {"retries": 3},
    ],
)
def test_a_schedule_that_cannot_be_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    with pytest.raises(BadManifest, match="sweep: schedules is"):
        read(write(tmp_path, "sweep", **JOB, schedules=[NIGHTLY | change]))


def test_no_two_schedules_have_one_name(tmp_path: Path) -> None:
    for name in ("sweep", "dust"):
        write(tmp_path, name, **JOB, schedules=[NIGHTLY])
    with pytest.raises(BadManifest, match="two schedules are named sweep-nightly"):
        read_all(tmp_path)


def test_two_functions_cannot_answer_the_same_path(tmp_path: Path) -> None:
    write(tmp_path, "programs")
    write(tmp_path, "plans")
    with pytest.raises(BadManifest, match="programs: plans answers /api/v1/programs already"):
        read_all(tmp_path)


def test_the_longest_prefix_answers(tmp_path: Path) -> None:
    write(tmp_path, "programs")
    write(tmp_path, "drafts", paths=["/api/v1/programs/drafts"])
    manifests = read_all(tmp_path)

    def name_of(path: str) -> str | None:
        found = owner_of(path, manifests)
        return found.name if found else None

    assert name_of("/api/v1/programs") == "programs"
    assert name_of("/api/v1/programs/x/sessions") == "programs"
    assert name_of("/api/v1/programs/drafts") == "drafts"
    assert name_of("/api/v1/programs/drafts/x") == "drafts"
    assert name_of("/api/v1/programs/draftsman") == "programs"
    assert name_of("/api/v1/programsx") is None


def test_a_folder_without_a_manifest_is_no_function(tmp_path: Path) -> None:
    write(tmp_path, "programs")
    (tmp_path / "functions" / "__pycache__").mkdir()
    assert list(read_all(tmp_path)) == ["programs"]


def test_the_functions_of_the_product_can_be_deployed() -> None:
    assert {"auth", "users", "exercises", "programs", "volume", "health"} <= read_all().keys()
