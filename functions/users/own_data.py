"""All that is kept of a person, asked for by them and fetched: decision 46."""

from datetime import timedelta

from shared.domain.errors import NotFound, RateLimited
from shared.domain.exports.asked import Export, ExportKind, ExportStatus
from shared.domain.limits import own_data_asks
from shared.events.messages.export_requested import TOPIC, ExportRequested
from shared.store.accounts import Identified
from shared.web.call import Call
from shared.web.rates import count, told
from shared.web.reply import Reply

from .proving import expect_themselves
from .schemas import OwnDataAsk, OwnDataView
from .wiring import Deps

_ADDRESS_LASTS = timedelta(minutes=15)


def ask_for_all(
    call: Call[Deps], identified: Identified, body: OwnDataAsk, base: str
) -> Reply[OwnDataView]:
    """The one under way, where there is one. Raises as `expect_themselves` does."""
    deps, account, now = call.deps, identified.account, call.deps.now()
    # Of somebody anonymous the session is all there is: nothing else could be asked for.
    if not account.is_anonymous and not call.caller.signed_in_lately(now):
        expect_themselves(deps, identified, call.caller, body.password, call.network, now)
    try:
        counted = count(deps.limits, own_data_asks(deps.rates, account.id))
    except RateLimited:
        running = deps.own_exports.under_way(account.id)
        if running is None:
            raise
        return Reply(OwnDataView.of(running, now), location=f"{base}/{running.id}")
    asked = Export(call.new_id(), ExportKind.OWN_DATA, account.profile.time_zone, now)
    order = ExportRequested(
        user_id=account.id, organization_id=account.organization_id, export_id=asked.id
    )
    owed = deps.owing.owe(call.new_id(), (TOPIC, order))
    export = deps.own_exports.ask(account.id, asked, owed)
    if export.id == asked.id:
        deps.owing.pay(owed)
    else:
        deps.limits.give_back(counted)
    view = OwnDataView.of(export, now)
    return Reply(view, location=f"{base}/{export.id}", headers=told(counted, now))


def shown(call: Call[Deps], export_id: str) -> OwnDataView:
    """With an address to fetch it from, once it is there. Raises `NotFound`."""
    deps, owner, now = call.deps, call.caller.user_id, call.deps.now()
    export = deps.own_exports.exports.find(owner, export_id)
    if export.kind is not ExportKind.OWN_DATA:
        raise NotFound
    if export.status(now) is not ExportStatus.READY:
        return OwnDataView.of(export, now)
    lasts = min(_ADDRESS_LASTS, export.expires_at - now)
    name = export.object_name(owner)
    url = deps.storage().download_address(deps.exports_bucket, name, export.filename, lasts)
    return OwnDataView.of(export, now, url)
