"""All functions behind one address, each called as its own server would call it."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from importlib import import_module
from typing import IO, Any

from flask import Request, Response
from werkzeug.exceptions import ClientDisconnected
from werkzeug.test import create_environ

from shared.settings import Platform, load
from shared.web.endpoint import Endpoint
from shared.web.open_gate import open_gate
from tools.local.docs_page import docs_page
from tools.manifest import Manifest, owner_of

PUSH = "/_push/"
JOBS = "/_jobs/"
DOCS = "/docs"
_LARGEST_REQUEST = 32 * 1024 * 1024
"""What the platform lets through."""

Target = Callable[[Request], Response]
_nowhere = Endpoint[None]("gateway", "", open_gate, lambda: None)


def targets_of(manifests: Mapping[str, Manifest]) -> dict[str, Target]:
    """The entry point of every function, imported by package path."""
    return {name: getattr(import_module(f"functions.{name}.main"), name) for name in manifests}


class Gateway:
    """A WSGI application. The longest prefix of a path decides which function answers it."""

    def __init__(self, manifests: Mapping[str, Manifest], targets: Mapping[str, Target]) -> None:
        self._manifests, self._targets = manifests, targets

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        # One stream that knows its end, however many requests are made over it.
        body = Request(environ).stream
        environ |= {"wsgi.input": body, "wsgi.input_terminated": True}
        response = self.answer(Request(environ))
        _read_what_is_left(body)
        return response(environ, start_response)

    def answer(self, request: Request) -> Response:
        owner = owner_of(request.path, self._manifests)
        if owner is not None:
            return self._targets[owner.name](request)
        if request.path == DOCS and request.method == "GET":
            return self._docs()
        if request.path.startswith(PUSH) and request.method == "POST":
            return self._deliver(request)
        if request.path.startswith(JOBS):
            return self._run(request)
        return _nowhere.answer(request)

    def _docs(self) -> Response:
        described = self.answer(Request(create_environ("/openapi.json")))
        return docs_page(described.get_json()) if described.is_json else described

    def _deliver(self, request: Request) -> Response:
        """A push of Pub/Sub, handed on as Eventarc hands it to a deployed event function."""
        name = request.path.removeprefix(PUSH)
        manifest = self._manifests.get(name)
        if manifest is None or manifest.subscribes is None:
            return _nowhere.answer(request)
        topic = f"projects/{load(Platform).google_cloud_project}/topics/{manifest.subscribes}"
        wrapped = {
            "PATH_INFO": "/",
            "HTTP_CE_SPECVERSION": "1.0",
            "HTTP_CE_TYPE": "google.cloud.pubsub.topic.v1.messagePublished",
            "HTTP_CE_SOURCE": f"//pubsub.googleapis.com/{topic}",
        }
        return self._targets[name](Request({**request.environ, **wrapped}))

    def _run(self, request: Request) -> Response:
        """An order of Scheduler's; here `make job` gives it."""
        name = request.path.removeprefix(JOBS)
        manifest = self._manifests.get(name)
        if manifest is None or manifest.kind != "job":
            return _nowhere.answer(request)
        return self._targets[name](Request({**request.environ, "PATH_INFO": "/"}))


def _read_what_is_left(body: IO[bytes]) -> None:
    """As functions-framework does: a client that is still sending would see its connection
    broken instead of the answer."""
    left = _LARGEST_REQUEST
    # A client that has gone hears no answer either way.
    with suppress(ClientDisconnected):
        while left > 0 and (chunk := body.read(min(left, 65_536))):
            left -= len(chunk)
