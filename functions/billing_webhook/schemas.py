"""What the payment provider is answered."""

from typing import Literal

from shared.web.wire import View


class QueuedView(View):
    status: Literal["QUEUED"] = "QUEUED"
