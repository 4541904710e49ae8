"""The audit log on the wire, for those who read their own and for admins."""

from typing import Literal

from shared.web.paging import GrowingQuery


class AuditQuery(GrowingQuery):
    """The newest first, always: an audit log is read backwards."""

    order: Literal["desc"] = "desc"
