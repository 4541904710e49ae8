"""Terraform: taken from the path, fetched where it is not, and never taken for what it is not."""

import hashlib
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.infra.terraform import VERSION, NoTerraform, find

SCRIPT = "#!/bin/sh\necho Terraform v{}\n"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of this machine's PATH, empty."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def put(folder: Path, version: str) -> str:
    file = folder / "terraform"
    file.write_text(SCRIPT.format(version))
    file.chmod(0o755)
    return str(file)


@pytest.fixture
def released(tmp_path: Path) -> Callable[[bytes], tuple[str, str]]:
    """Puts a release where one can fetch it: its address and its hash."""

    def release(content: bytes) -> tuple[str, str]:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("terraform", content)
        place = tmp_path / "releases" / VERSION / f"terraform_{VERSION}_here.zip"
        place.parent.mkdir(parents=True)
        place.write_bytes(archive.getvalue())
        sha = hashlib.sha256(archive.getvalue()).hexdigest()
        return f"file://{tmp_path}/releases", sha

    return release


def test_the_one_on_the_path_is_taken(path: Path, tmp_path: Path) -> None:
    own = put(path, "1.12.0")
    assert find(tmp_path / "kept") == own


@pytest.mark.parametrize("own", ["none", "too old"])
def test_without_a_good_one_the_release_is_fetched_once(
    path: Path,
    tmp_path: Path,
    released: Callable[[bytes], tuple[str, str]],
    own: str,
) -> None:
    if own == "too old":
        put(path, "1.5.7")
    releases, sha = released(b"the release")
    fetched = Path(find(tmp_path / "kept", releases, {"here": sha}, "here"))
    assert fetched.read_bytes() == b"the release"
    assert os.access(fetched, os.X_OK)
    assert find(tmp_path / "kept", "file:///nowhere", {}, "here") == str(fetched)


def test_what_was_not_released_is_not_run(
    path: Path, tmp_path: Path, released: Callable[[bytes], tuple[str, str]]
) -> None:
    releases, _ = released(b"something else")
    with pytest.raises(NoTerraform, match="not what was released"):
        find(tmp_path / "kept", releases, {"here": "0" * 64}, "here")
    assert not (tmp_path / "kept").exists()


def test_what_cannot_be_fetched_is_told_in_one_line_with_the_way_out(
    path: Path, tmp_path: Path
) -> None:
    with pytest.raises(NoTerraform) as failed:
        find(tmp_path / "kept", "file:///nowhere", {}, "here")
    assert "\n" not in str(failed.value)
    assert f"Put {VERSION} or a newer 1.x on the path" in str(failed.value)
