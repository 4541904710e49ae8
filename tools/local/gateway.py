"""All functions behind one address, each called as its own server would call it."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any

from cloudevents.http import CloudEvent
from flask import Request, Response
from werkzeug.test import create_environ

from shared import log
from shared.web.endpoint import Endpoint
from shared.web.open_gate import open_gate
from tools.local.docs_page import docs_page
from tools.manifest import Manifest, owner_of

PUSH = "/_push/"
DOCS = "/docs"
_PUBLISHED = "google.cloud.pubsub.topic.v1.messagePublished"

Target = Callable[[Any], Any]
_nowhere = Endpoint[None]("gateway", "", open_gate, lambda: None)


def targets_of(manifests: Mapping[str, Manifest]) -> dict[str, Target]:
    """The entry point of every function, imported by package path."""
    return {
        name: getattr(import_module(f"functions.{name}.main"), name)
        for name, manifest in manifests.items()
        if manifest.kind != "job"
    }


class Gateway:
    """A WSGI application. The longest prefix of a path decides which function answers it."""

    def __init__(self, manifests: Mapping[str, Manifest], targets: Mapping[str, Target]) -> None:
        self._manifests, self._targets = manifests, targets

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        response = self.answer(Request(environ))
        return response(environ, start_response)

    def answer(self, request: Request) -> Response:
        owner = owner_of(request.path, self._manifests)
        if owner is not None:
            answered: Response = self._targets[owner.name](request)
            return answered
        if request.path == DOCS and request.method == "GET":
            return self._docs()
        if request.path.startswith(PUSH) and request.method == "POST":
            return self._deliver(request)
        return _nowhere.answer(request)

    def _docs(self) -> Response:
        described = self.answer(Request(create_environ("/openapi.json")))
        return docs_page(described.get_json()) if described.is_json else described

    def _deliver(self, request: Request) -> Response:
        """A push of Pub/Sub. Any 2xx acknowledges; anything else has it come again."""
        name = request.path.removeprefix(PUSH)
        manifest = self._manifests.get(name)
        if manifest is None or manifest.subscribes is None:
            return _nowhere.answer(request)
        try:
            self._targets[name](as_event(request.get_json(), manifest.subscribes))
        except Exception as error:
            log.failure(
                "an event function raised; the message will come again", error, function=name
            )
            return Response(status=500)
        return Response(status=204)


def as_event(push: Mapping[str, Any], topic: str) -> CloudEvent:
    """The event that Eventarc makes of a pushed message."""
    project = push["subscription"].split("/")[1]
    about = {
        "id": push["message"]["messageId"],
        "time": push["message"]["publishTime"],
        "type": _PUBLISHED,
        "source": f"//pubsub.googleapis.com/projects/{project}/topics/{topic}",
        "datacontenttype": "application/json",
    }
    return CloudEvent(about, dict(push))
