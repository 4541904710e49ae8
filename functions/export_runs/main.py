"""Event function `export_runs`: writes a training log, or all that is kept of a person, into a file
as it is read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clients.storage import Storage, live_storage
from shared.clock import utc_now
from shared.domain.errors import NotFound
from shared.domain.exports.asked import Export, ExportKind, ExportStatus
from shared.events.inbox import Delivery, Inbox
from shared.events.messages.export_requested import ExportRequested
from shared.live_inbox import live_reception
from shared.once import once
from shared.settings import ExportFiles, load
from shared.store.catalogue import FirestoreCatalogue, live_catalogue
from shared.store.exports import FirestoreExports, live_exports
from shared.store.own_data.files import FirestoreOwnData, live_own_data

from .own_data import all_of
from .writing import written


@dataclass(frozen=True)
class Deps:
    exports: FirestoreExports
    own_data: FirestoreOwnData
    catalogue: FirestoreCatalogue
    storage: Storage
    bucket: str
    now: Callable[[], datetime]


@once
def live_deps() -> Deps:
    bucket = load(ExportFiles).exports_bucket
    return Deps(live_exports(), live_own_data(), live_catalogue(), live_storage(), bucket, utc_now)


def handle(delivery: Delivery[Deps], asked: ExportRequested) -> None:
    """Written twice it is the same file."""
    deps, owner = delivery.deps, asked.user_id
    try:
        export = deps.exports.find(owner, asked.export_id)
    except NotFound:
        return
    if export.status(deps.now()) is not ExportStatus.QUEUED:
        return
    parts = _parts(deps, asked, export)
    if parts is None:
        return
    name, content_type = export.object_name(owner), export.kind.content_type
    size = deps.storage.write(deps.bucket, name, content_type, parts)
    if not deps.exports.finish(owner, export, deps.now(), size):
        # Whoever erased this person may have been here before the file was written.
        deps.storage.delete(deps.bucket, name)


def _parts(
    deps: Deps, asked: ExportRequested, export: Export
) -> Iterable[str] | Iterable[bytes] | None:
    """None for somebody who is gone."""
    names = {one.id: one.name for one in deps.catalogue.load(asked.organization_id)}
    if export.kind is not ExportKind.OWN_DATA:
        return written(deps.exports, asked.user_id, export, names)
    subject = deps.own_data.subject(asked.user_id, names)
    return None if subject is None else all_of(subject, export.created_at)


inbox = Inbox("export_runs", ExportRequested, handle, live_deps, live_reception)


@functions_framework.http
def export_runs(request: Request) -> Response:
    return inbox.answer(request)


cold_start.is_over()
