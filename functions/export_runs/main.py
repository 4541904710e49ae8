"""Event function `export_runs`: writes a training log into a file, a workout at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clients.storage import Storage, live_storage
from shared.clock import utc_now
from shared.domain.errors import NotFound
from shared.domain.exports.asked import ExportStatus
from shared.events.inbox import Delivery, Inbox
from shared.events.messages.export_requested import ExportRequested
from shared.live_inbox import live_reception
from shared.once import once
from shared.settings import ExportFiles, load
from shared.store.catalogue import FirestoreCatalogue, live_catalogue
from shared.store.exports import FirestoreExports, live_exports

from .writing import written


@dataclass(frozen=True)
class Deps:
    exports: FirestoreExports
    catalogue: FirestoreCatalogue
    storage: Storage
    bucket: str
    now: Callable[[], datetime]


@once
def live_deps() -> Deps:
    bucket = load(ExportFiles).exports_bucket
    return Deps(live_exports(), live_catalogue(), live_storage(), bucket, utc_now)


def handle(delivery: Delivery[Deps], asked: ExportRequested) -> None:
    """Written twice it is the same file."""
    deps, owner = delivery.deps, asked.user_id
    try:
        export = deps.exports.find(owner, asked.export_id)
    except NotFound:
        return
    if export.status(deps.now()) is not ExportStatus.QUEUED:
        return
    catalogue = deps.catalogue.load(asked.organization_id)
    names = {exercise.id: exercise.name for exercise in catalogue}
    parts = written(deps.exports, owner, export, names)
    name, content_type = export.object_name(owner), export.kind.content_type
    size = deps.storage.write(deps.bucket, name, content_type, parts)
    deps.exports.finish(owner, export, deps.now(), size)


inbox = Inbox("export_runs", ExportRequested, handle, live_deps, live_reception)


@functions_framework.http
def export_runs(request: Request) -> Response:
    return inbox.answer(request)


cold_start.is_over()
