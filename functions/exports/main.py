"""HTTP function `exports`: one's training log as a file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clients.storage import Storage, live_storage
from shared.clock import utc_now
from shared.domain.errors import RateLimited, Unauthenticated
from shared.domain.exports.asked import Export, ExportStatus
from shared.domain.limits import PROFILES, Profile, file_asks
from shared.events.messages.export_requested import TOPIC, ExportRequested
from shared.events.outbox import Publishing, live_outbox
from shared.live import live_gate
from shared.once import once
from shared.settings import ExportFiles, Network, load
from shared.store.accounts import FirestoreAccounts, live_accounts
from shared.store.database import live_database
from shared.store.exports import FirestoreExports, live_exports
from shared.store.limits import FirestoreLimits
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.rates import count, told
from shared.web.reply import Reply

from .schemas import ExportDraft, ExportView

BASE = "/api/v1/exports"
_ADDRESS_LASTS = timedelta(minutes=15)


@dataclass(frozen=True)
class Deps:
    exports: FirestoreExports
    accounts: FirestoreAccounts
    storage: Storage
    bucket: str
    outbox: Publishing
    limits: FirestoreLimits
    rates: Profile
    now: Callable[[], datetime]


@once
def live_deps() -> Deps:
    return Deps(
        exports=live_exports(),
        accounts=live_accounts(),
        storage=live_storage(),
        bucket=load(ExportFiles).exports_bucket,
        outbox=live_outbox(),
        limits=FirestoreLimits(live_database(), utc_now),
        rates=PROFILES[load(Network).limits],
        now=utc_now,
    )


endpoint = Endpoint("exports", BASE, live_gate, live_deps)


@endpoint.post("", status=202, idempotent=True, refuses=(RateLimited,))
def create(call: Call[Deps], body: ExportDraft) -> Reply[ExportView]:
    """All of one's log, or some days of it. The file is kept for a day."""
    deps, caller, now = call.deps, call.caller, call.deps.now()
    account = deps.accounts.find(caller.user_id)
    if account is None:
        raise Unauthenticated(token_sent=True)
    counted = count(deps.limits, file_asks(deps.rates, caller.user_id))
    zone = account.profile.time_zone
    export = Export(call.new_id(), body.kind, zone, now, body.first, body.last)
    deps.exports.add(caller.user_id, export)
    asked = ExportRequested(
        user_id=caller.user_id, organization_id=caller.organization_id, export_id=export.id
    )
    deps.outbox.publish(TOPIC, asked)
    view = ExportView.of(export, now)
    return Reply(view, location=f"{BASE}/{export.id}", headers=told(counted, now))


@endpoint.get("/<id:export_id>")
def show(call: Call[Deps], export_id: str) -> ExportView:
    """With an address to fetch it from, once it is there."""
    deps, owner, now = call.deps, call.caller.user_id, call.deps.now()
    export = deps.exports.find(owner, export_id)
    view = ExportView.of(export, now)
    if view.status is not ExportStatus.READY:
        return view
    lasts = min(_ADDRESS_LASTS, export.expires_at - now)
    name = export.object_name(owner)
    url = deps.storage.download_address(deps.bucket, name, export.filename, lasts)
    return ExportView.of(export, now, url)


@functions_framework.http
def exports(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
