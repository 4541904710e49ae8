"""The audit log as admins search it."""

from shared.store.audit_documents import place_of
from shared.web.call import Call
from shared.web.paging import slice_of
from shared.web.reply import Slice

from .audit_schemas import AuditEntryView, AuditSearch
from .steps import Deps


def list_entries(call: Call[Deps], query: AuditSearch) -> Slice[list[AuditEntryView]]:
    """What was done, by whom, to whom; the newest first. All of it, or by one of the names."""
    audit = call.deps.audit
    return slice_of(
        query,
        "audit",
        call.caller.user_id,
        lambda beyond, limit: audit.listed(**query.named(), beyond=beyond, limit=limit),
        place_of,
        AuditEntryView.of,
        lambda: audit.count(**query.named()),
    )
