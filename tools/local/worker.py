"""The gateway's gunicorn worker: what is not even HTTP is refused in the envelope, too."""

import uuid
from typing import Any

from flask import Response
from gunicorn import util
from gunicorn.http import errors as http_errors
from gunicorn.workers.gthread import ThreadWorker

from shared import log
from shared.domain.errors import Malformed
from shared.web import errors


class Worker(ThreadWorker):  # type: ignore[misc]
    """In the cloud the front end answers such requests; here nothing else stands before it."""

    def handle_error(self, _req: Any, client: Any, _addr: Any, exc: BaseException) -> None:
        request_id = str(uuid.uuid4())
        if isinstance(exc, http_errors.ParseException):
            response = errors.refused(Malformed("This is not a good HTTP request."), request_id)
        else:
            log.failure("the server failed", exc, request_id=request_id)
            response = errors.broke(request_id)
        response.headers |= {
            "X-Request-Id": request_id,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
            "Connection": "close",
        }
        try:
            util.write_nonblock(client, _as_bytes(response))
        except OSError:
            log.event("INFO", "nobody waited for the answer", request_id=request_id)


def _as_bytes(response: Response) -> bytes:
    head = [f"HTTP/1.1 {response.status}"]
    head += [f"{name}: {value}" for name, value in response.headers]
    return "\r\n".join([*head, "", ""]).encode("latin-1") + response.get_data()
