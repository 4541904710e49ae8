"""The server of a stand-in's process."""

import signal
import sys
from typing import Any

from werkzeug.serving import make_server


def serve(address: str, application: Any) -> None:
    """Until this process is asked to end. A thread for each connection."""
    host, _, port = address.partition(":")
    server = make_server(host, int(port), application, threaded=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server.serve_forever()
