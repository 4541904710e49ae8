"""A person's files in Cloud Storage: what they sent us, and what was written for them."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.clients.storage import Storage

Name = tuple[str, str]
"""Bucket and object."""


@dataclass(frozen=True)
class Files:
    storage: Storage
    private_bucket: str
    exports_bucket: str

    def of(self, user_id: str) -> Iterator[Name]:
        sent, written = (self.private_bucket, f"uploads/{user_id}/"), f"{user_id}/"
        for bucket, prefix in (sent, (self.exports_bucket, written)):
            yield from ((bucket, name) for name in self.storage.names(bucket, prefix))

    def delete(self, name: Name) -> None:
        self.storage.delete(*name)
