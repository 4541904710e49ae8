"""The releases that were deployed and found well, in the bucket of Terraform's state."""

import json
from datetime import datetime
from typing import Any

from tools.pipeline.release import Release

_GOOD = "releases/good.json"
_TIMEOUT_SECONDS = 60


class Releases:
    """Each under its hash, and one note of which was the last good one."""

    def __init__(self, bucket: Any) -> None:
        """A bucket of google-cloud-storage."""
        self._bucket = bucket

    def keep(self, release: Release, commit: str, now: datetime) -> None:
        """As the last good one. The note is written last: what it names is there."""
        self._blob(_file(release.name)).upload_from_string(
            release.content, "application/zip", timeout=_TIMEOUT_SECONDS
        )
        note = {"release": release.name, "commit": commit, "kept_at": now.isoformat()}
        self._blob(_GOOD).upload_from_string(
            json.dumps(note), "application/json", timeout=_TIMEOUT_SECONDS
        )

    def last_good(self) -> Release | None:
        """None before the first."""
        note = self._bucket.get_blob(_GOOD, timeout=_TIMEOUT_SECONDS)
        if note is None:
            return None
        name = json.loads(note.download_as_bytes(timeout=_TIMEOUT_SECONDS))["release"]
        content = self._blob(_file(name)).download_as_bytes(timeout=_TIMEOUT_SECONDS)
        return Release(content)

    def _blob(self, name: str) -> Any:
        return self._bucket.blob(name)


def _file(name: str) -> str:
    return f"releases/{name}.zip"
