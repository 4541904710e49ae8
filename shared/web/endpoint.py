"""One HTTP function: its routes, who may enter each, and the way from a request to an answer.

A handler is a plain function. Its annotations say what it takes: `call`, path ids by name, `body`
(a `Wire` model) and `query` (a `Query` model); what it returns becomes the envelope.
"""

import re
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar, get_type_hints

from flask import Request, Response
from pydantic import BaseModel
from werkzeug.exceptions import MethodNotAllowed as NoSuchMethod
from werkzeug.exceptions import NotFound as NoSuchPath
from werkzeug.routing import BaseConverter, Map, Rule

from shared import log
from shared.domain.access import Caller
from shared.domain.errors import (
    Malformed,
    MethodNotAllowed,
    NotFound,
    PreconditionRequired,
    Refusal,
    Unavailable,
)
from shared.store import tally
from shared.web import body as bodies
from shared.web import errors
from shared.web.call import Call, IdSource, matches
from shared.web.gate import Access, Gate, Needs
from shared.web.idempotency import claim_of, remember, replayed
from shared.web.network import allow_origin, client_network
from shared.web.reply import Page, Reply, as_json, enveloped, not_modified, quoted
from shared.web.throttle import Allowance

Deps = TypeVar("Deps")
Handler = TypeVar("Handler", bound=Callable[..., Any])

_SANE_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")


class IdConverter(BaseConverter):
    """An id in a path. Anything else there is no route, and never reaches a document path."""

    regex = "[A-Za-z0-9_-]{1,64}"


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    handler: Callable[..., Any]
    status: int
    access: Access
    needs: Needs
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    body_bytes: int
    if_match: bool
    idempotent: bool
    key_required: bool
    dry_run: bool
    raw: bool

    @property
    def name(self) -> str:
        return self.handler.__name__


class Endpoint(Generic[Deps]):
    def __init__(
        self, name: str, base: str, gate: Callable[[], Gate], deps: Callable[[], Deps]
    ) -> None:
        """`gate` and `deps` are called on the first request that needs them, never at import."""
        self.name, self.base, self._gate, self._deps = name, base, gate, deps
        self.routes: list[Route] = []
        self._map = Map(converters={"id": IdConverter}, merge_slashes=False)

    def bound(self, gate: Callable[[], Gate], deps: Callable[[], Deps]) -> "Endpoint[Deps]":
        """The same routes over other collaborators."""
        other = Endpoint(self.name, self.base, gate, deps)
        other.routes, other._map = self.routes, self._map
        return other

    def get(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        return self._route("GET", path, **options)

    def post(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        return self._route("POST", path, **options)

    def put(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        return self._route("PUT", path, **options)

    def patch(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        return self._route("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        return self._route("DELETE", path, **options)

    def _route(
        self,
        method: str,
        path: str,
        *,
        status: int = 200,
        access: Access = Access.SIGNED_IN,
        needs: Needs = Needs.NOTHING,
        body_bytes: int = bodies.DEFAULT_BODY_BYTES,
        if_match: bool = False,
        idempotent: bool = False,
        key_required: bool = False,
        dry_run: bool = False,
        raw: bool = False,
    ) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            hints = get_type_hints(handler)
            route = Route(
                method,
                self.base + path,
                handler,
                status,
                access,
                needs,
                hints.get("body"),
                hints.get("query"),
                body_bytes,
                if_match,
                idempotent or key_required,
                key_required,
                dry_run,
                raw,
            )
            self.routes.append(route)
            self._map.add(Rule(route.path, methods=[method], endpoint=route))
            return handler

        return register

    def answer(self, request: Request) -> Response:
        """Never raises: whatever goes wrong is an envelope."""
        started, count = time.perf_counter(), tally.begin()
        request_id = _request_id(request)
        passage = _Passage(request, request_id)
        try:
            response = self._pass(passage)
        except Refusal as refusal:
            response = errors.refused(refusal, request_id)
            if isinstance(refusal, Unavailable):
                log.failure("dependency down", refusal, request_id=request_id, function=self.name)
        except Exception as error:
            response = errors.broke(request_id)
            log.failure("unexpected error", error, request_id=request_id, function=self.name)
        self._finish(passage, response)
        log.event(
            "INFO",
            "request",
            function=self.name,
            request_id=request_id,
            method=request.method,
            route=passage.route.path if passage.route else None,
            status=response.status_code,
            duration_ms=round((time.perf_counter() - started) * 1000, 2),
            user=log.pseudonym(passage.visitor.user_id) if passage.visitor else None,
            reads=count.reads,
            writes=count.writes,
        )
        return response

    def _pass(self, passage: "_Passage") -> Response:
        """The order matters: who may enter is decided before anything sent is looked at."""
        request = passage.request
        if request.method == "OPTIONS":
            return Response(status=204, headers={"Allow": ", ".join(self._allowed(request))})
        route, ids = self._match(request)
        passage.route = route
        gate = self._gate()
        network = client_network(request, gate.trusted_proxy_hops)
        if route.access is not Access.SIGNED_IN and "Authorization" not in request.headers:
            passage.allowance = gate.open_routes.take(network)
        passage.visitor = gate.visitor(request, route.access)
        if passage.visitor is not None:
            gate.admit(passage.visitor, route.needs)
        if route.if_match and "If-Match" not in request.headers:
            raise PreconditionRequired
        arguments, raw = _arguments(route, request)
        claim = None
        if route.idempotent and passage.visitor is not None and not _is_dry(route, request):
            claim = claim_of(
                request,
                passage.visitor.user_id,
                f"{route.method} {route.path}",
                raw,
                required=route.key_required,
            )
        call = Call(
            deps=self._deps(),
            request_id=passage.request_id,
            network=network,
            visitor=passage.visitor,
            if_match=request.headers.get("If-Match"),
            dry_run=_is_dry(route, request),
            new_id=IdSource(claim),
        )
        if claim is None:
            return self._carry_out(route, call, arguments | ids, request)
        earlier = gate.ledger.begin(claim)
        if earlier is not None:
            return replayed(earlier)
        try:
            response = self._carry_out(route, call, arguments | ids, request)
        except Exception:
            gate.ledger.abandon(claim)
            raise
        try:
            gate.ledger.finish(claim, remember(response))
        except Unavailable as error:
            # The work is done and answered; a repeat will find it by its derived ids.
            log.failure("idempotency record lost", error, request_id=passage.request_id)
        return response

    def _carry_out(
        self, route: Route, call: Call[Deps], arguments: Mapping[str, Any], request: Request
    ) -> Response:
        outcome = route.handler(call, **arguments)
        reply = outcome if isinstance(outcome, Reply) else Reply(outcome)
        status = reply.status or (200 if call.dry_run else route.status)
        if isinstance(reply.content, Response):
            return reply.content
        if reply.content is None:
            response = Response(status=204 if status == 200 else status)
        elif route.raw:
            response = Response(as_json(reply.content), status, mimetype="application/json")
        else:
            content = enveloped(reply.content, call.request_id)
            response = Response(content, status, mimetype="application/json")
        response.headers.update(reply.headers)
        if reply.location is not None and not call.dry_run:
            response.headers["Location"] = self.base + reply.location
        if reply.etag is not None:
            response.headers["ETag"] = quoted(reply.etag)
            if request.method in ("GET", "HEAD") and matches(
                request.headers.get("If-None-Match"), reply.etag, weak=True
            ):
                return not_modified(response)
        return response

    def _finish(self, passage: "_Passage", response: Response) -> None:
        response.headers["X-Request-Id"] = passage.request_id
        response.headers["X-Content-Type-Options"] = "nosniff"
        if passage.visitor is not None or response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
        if passage.allowance is not None and "RateLimit" not in response.headers:
            response.headers.update(passage.allowance.headers())
        try:
            allow_origin(passage.request, response, self._gate().cors_origins)
        except Exception as error:
            log.failure("no gate", error, request_id=passage.request_id, function=self.name)

    def _match(self, request: Request) -> tuple[Route, Mapping[str, Any]]:
        try:
            return self._map.bind("function").match(request.path, request.method)
        except NoSuchMethod:
            raise MethodNotAllowed(self._allowed(request)) from None
        except NoSuchPath:
            raise NotFound from None

    def _allowed(self, request: Request) -> tuple[str, ...]:
        methods = self._map.bind("function").allowed_methods(request.path)
        if not methods:
            raise NotFound
        return (*sorted(methods), "OPTIONS")


@dataclass
class _Passage:
    """What is known of a request so far, whatever became of it."""

    request: Request
    request_id: str
    route: Route | None = None
    visitor: Caller | None = None
    allowance: Allowance | None = None


def _arguments(route: Route, request: Request) -> tuple[dict[str, Any], bytes]:
    arguments: dict[str, Any] = {}
    raw = b""
    if route.query is not None:
        arguments["query"] = bodies.parse_query(route.query, request)
    if route.body is not None:
        bodies.expect_json(request)
        raw = bodies.read(request, route.body_bytes)
        arguments["body"] = bodies.parse(route.body, raw)
    return arguments, raw


def _is_dry(route: Route, request: Request) -> bool:
    asked = request.args.get("dry_run", "false")
    if asked not in ("true", "false"):
        raise Malformed("dry_run is true or false.")
    if asked == "true" and not route.dry_run:
        raise Malformed("This cannot be tried out with dry_run.")
    return asked == "true"


def _request_id(request: Request) -> str:
    sent = request.headers.get("X-Request-Id", "")
    return sent if _SANE_REQUEST_ID.match(sent) else str(uuid.uuid4())
