"""What the mail provider is answered."""

from typing import Literal

from shared.web.wire import View


class TakenView(View):
    status: Literal["TAKEN"] = "TAKEN"
