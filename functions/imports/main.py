"""HTTP function `imports`: training histories brought in, looked at first and undone at will."""

import time
from dataclasses import replace
from datetime import timedelta

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clock import utc_now
from shared.domain.errors import Conflict, RateLimited, TooLarge
from shared.domain.imports.batch import Import, ImportStatus
from shared.domain.limits import PROFILES, file_asks
from shared.events.messages.import_requested import Step
from shared.events.outbox import live_outbox
from shared.imports.files import MOST_BYTES
from shared.live import live_gate
from shared.live_imports import live_runs
from shared.once import once
from shared.settings import Network, load
from shared.store.accounts import live_accounts
from shared.store.database import live_database
from shared.store.limits import FirestoreLimits
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.rates import count, told
from shared.web.reply import Reply

from .schemas import ImportDraft, ImportView, MappingDraft, UploadView
from .steps import Deps, drafted, expect_settled, mapped, order, surveyed, upload_name

BASE = "/api/v1/imports"
_UPLOAD_LASTS = timedelta(minutes=15)
_TYPE = "application/octet-stream"
_OPEN_FOR_COMMIT = (ImportStatus.STAGED, ImportStatus.COMMITTED, ImportStatus.UNDONE)


@once
def live_deps() -> Deps:
    return Deps(
        runs=live_runs(),
        accounts=live_accounts(),
        limits=FirestoreLimits(live_database(), utc_now),
        rates=PROFILES[load(Network).limits],
        outbox=live_outbox(),
        now=utc_now,
    )


endpoint = Endpoint("imports", BASE, live_gate, live_deps)


@endpoint.post("/uploads", status=201, refuses=(RateLimited,))
def prepare_upload(call: Call[Deps]) -> Reply[UploadView]:
    """An address for a file that is too large for a request. Send it there, then import it."""
    deps, owner, upload_id = call.deps, call.caller.user_id, call.new_id()
    now = deps.now()
    counted = count(deps.limits, file_asks(deps.rates, owner))
    signed = deps.runs.storage.upload_address(
        deps.runs.bucket, upload_name(owner, upload_id), _TYPE, MOST_BYTES, _UPLOAD_LASTS
    )
    view = UploadView(
        upload_id=upload_id,
        method="PUT",
        url=signed.url,
        headers=signed.headers,
        max_bytes=MOST_BYTES,
        expires_at=now + _UPLOAD_LASTS,
    )
    return Reply(view, location=signed.url, headers=told(counted, now))


@endpoint.post(
    "", status=202, idempotent=True, dry_run=True, refuses=(RateLimited, TooLarge, Conflict)
)
def create(call: Call[Deps], body: ImportDraft) -> Reply[ImportView]:
    """The file is read; nothing of it is in the log before it is committed. A dry run answers what
    reading it finds."""
    deps = call.deps
    counted = count(deps.limits, file_asks(deps.rates, call.caller.user_id))
    about = drafted(call, body)
    if call.dry_run:
        view = _shown(call, surveyed(call, replace(about, status=ImportStatus.STAGED), body.csv))
    else:
        if body.csv is not None:
            deps.runs.storage.write(deps.runs.bucket, about.object_name, "text/csv", [body.csv])
        deps.runs.imports.add(call.caller.user_id, about)
        order(call, about, Step.STAGE)
        view = _shown(call, about)
    return Reply(view, location=f"{BASE}/{about.id}", headers=told(counted, deps.now()))


@endpoint.get("/<id:import_id>")
def show(call: Call[Deps], import_id: str) -> ImportView:
    """What the file holds, what is called what, and what the log lacks of it."""
    return _shown(call, call.deps.runs.imports.find(call.caller.user_id, import_id).about)


@endpoint.put("/<id:import_id>/mapping", refuses=(Conflict,))
def map_names(call: Call[Deps], import_id: str, body: MappingDraft) -> ImportView:
    """Which exercises the file's names mean. It is remembered for the next import. What came
    already stays as it is: undo the import first to have it come as something else."""
    return _shown(call, mapped(call, import_id, body.mapping))


@endpoint.post(
    "/<id:import_id>/commit", status=202, idempotent=True, dry_run=True, refuses=(Conflict,)
)
def commit(call: Call[Deps], import_id: str) -> ImportView:
    """What the log lacks goes into it, but for sets of exercises that nothing is said about: map
    them and commit again. A dry run answers what would change."""
    imports, owner = call.deps.runs.imports, call.caller.user_id
    if call.dry_run:
        stored = imports.find(owner, import_id).about
        return _shown(call, surveyed(call, stored))
    about = imports.change(owner, import_id, _begun)
    order(call, about, Step.COMMIT)
    return _shown(call, about)


@endpoint.delete("/<id:import_id>", refuses=(Conflict,))
def undo(call: Call[Deps], import_id: str) -> None:
    """All that the import brought is taken back; what was written since stays. A large one takes
    a while: it is UNDONE when it says so."""
    runs, owner = call.deps.runs, call.caller.user_id
    about = runs.imports.change(owner, import_id, _ending)
    until = time.monotonic() + call.deps.undo_seconds
    if about.status is ImportStatus.UNDOING and not runs.undo(owner, import_id, about.run, until):
        order(call, about, Step.UNDO)


def _begun(about: Import) -> Import:
    if about.status is ImportStatus.COMMITTING:
        return about
    if about.status not in _OPEN_FOR_COMMIT:
        raise Conflict("This import is not ready: see its status.")
    return replace(about, status=ImportStatus.COMMITTING, run=about.run + 1, done=0, fault=None)


def _ending(about: Import) -> Import:
    """One that is being undone is ordered again: the order may have been lost."""
    if about.status is ImportStatus.UNDOING:
        return about
    if about.status is ImportStatus.COMMITTING:
        expect_settled(about)
    status = ImportStatus.UNDOING if about.parts else ImportStatus.UNDONE
    return replace(about, status=status, run=about.run + 1, done=0)


def _shown(call: Call[Deps], about: Import) -> ImportView:
    return ImportView.of(about, call.deps.runs.catalogue.load(call.caller.organization_id))


@functions_framework.http
def imports(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
