"""The server of a stand-in's process."""

import signal
import sys
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server


class _Handler(WSGIRequestHandler):
    # Connections are kept, as the true services keep them.
    protocol_version = "HTTP/1.1"


def serve(address: str, application: Any) -> None:
    """Until this process is asked to end. A thread for each connection."""
    host, _, port = address.partition(":")
    server = make_server(host, int(port), application, threaded=True, request_handler=_Handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server.serve_forever()
