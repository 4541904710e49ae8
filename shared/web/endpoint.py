"""One HTTP function: its routes, and the way from a request to an answer.

A handler is a plain function. Its annotations say what it takes: `call`, path ids by name, `body`
(a `Wire` model) or `sent` (a `Sent`, unread), and `query` (a `Query` model); what it returns
becomes the envelope.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Generic, TypeVar, Unpack

from flask import Request, Response
from werkzeug.exceptions import MethodNotAllowed as NoSuchMethod
from werkzeug.exceptions import NotFound as NoSuchPath
from werkzeug.routing import BaseConverter, Map, Rule

from shared import log
from shared.domain.errors import Erased, MethodNotAllowed, NotFound, Unauthenticated, Unavailable
from shared.domain.idempotency import Claim
from shared.domain.limits import Rate
from shared.web import errors
from shared.web.call import Call, IdSource
from shared.web.gate import Access, Gate
from shared.web.idempotency import claim_of, once_only
from shared.web.network import allow_origin, client_network
from shared.web.passage import Passage
from shared.web.reply import rendered
from shared.web.route import Options, Route, route
from shared.web.streaming import Stream, begun, is_wanted, telling_of

Deps = TypeVar("Deps")
Handler = TypeVar("Handler", bound=Callable[..., Any])


class IdConverter(BaseConverter):
    """An id in a path. Anything else there is no route, and never reaches a document path."""

    regex = "[A-Za-z0-9_-]{1,64}"


class Endpoint(Generic[Deps]):
    def __init__(
        self, name: str, base: str, gate: Callable[[], Gate], deps: Callable[[], Deps]
    ) -> None:
        """`gate` and `deps` are called on the first request that needs them, never at import."""
        self.name, self.base, self._gate, self._deps = name, base, gate, deps
        self.routes: list[Route] = []
        self._map = Map(converters={"id": IdConverter}, merge_slashes=False)
        # What is spelled out is no id: `/active` never falls through to the routes of `/<id>`.
        self._spelled_out: dict[str, set[str]] = {}

    def bound(self, gate: Callable[[], Gate], deps: Callable[[], Deps]) -> "Endpoint[Deps]":
        """The same routes over other collaborators."""
        other = Endpoint(self.name, self.base, gate, deps)
        other.routes, other._map, other._spelled_out = self.routes, self._map, self._spelled_out
        return other

    def get(self, path: str, **options: Unpack[Options]) -> Callable[[Handler], Handler]:
        return self._add("GET", path, options)

    def post(self, path: str, **options: Unpack[Options]) -> Callable[[Handler], Handler]:
        return self._add("POST", path, options)

    def put(self, path: str, **options: Unpack[Options]) -> Callable[[Handler], Handler]:
        return self._add("PUT", path, options)

    def patch(self, path: str, **options: Unpack[Options]) -> Callable[[Handler], Handler]:
        return self._add("PATCH", path, options)

    def delete(self, path: str, **options: Unpack[Options]) -> Callable[[Handler], Handler]:
        return self._add("DELETE", path, options)

    def _add(self, method: str, path: str, options: Options) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            added = route(method, self.base + path, handler, options)
            self.routes.append(added)
            self._map.add(Rule(added.path, methods=[method], endpoint=added))
            if "<" not in added.path:
                methods = {method, "HEAD"} if method == "GET" else {method}
                self._spelled_out.setdefault(added.path, set()).update(methods)
            return handler

        return register

    def answer(self, request: Request) -> Response:
        """Never raises: whatever goes wrong is an envelope."""
        passage = Passage(request)
        try:
            response = self._pass(passage)
        except Unavailable as outage:
            response = self._despite(outage, passage)
        except Erased as gone:
            response = errors.answered(passage.told(gone), passage.request_id)
        except Exception as error:
            response = errors.answered(error, passage.request_id)
        passage.sign(response)
        allow_origin(request, response, self._origins(passage.request_id))
        telling = telling_of(response)
        if telling is None:
            passage.record(self.name, response)
        else:
            telling.when_over(lambda _: passage.record(self.name, response))
        return response

    def _pass(self, passage: Passage) -> Response:
        """The order matters: who may enter is decided before anything sent is looked at."""
        if passage.request.method == "OPTIONS":
            allow = ", ".join(self._allowed(passage.request))
            return Response(status=204, headers={"Allow": allow})
        asked, ids = self._match(passage.request)
        passage.route = asked
        self._enter(passage, asked)
        call = Call(
            deps=self._deps(),
            request_id=passage.request_id,
            network=passage.network,
            visitor=passage.visitor,
            if_match=passage.request.headers.get("If-Match"),
            dry_run=asked.is_dry(passage.request),
            streams=is_wanted(passage.request),
            new_id=IdSource(None),
        )
        if asked.may is not None:
            asked.may(call, **ids)
        arguments, body = passage.arguments(asked)
        claim = self._claim(passage, asked, body)
        call = replace(call, new_id=IdSource(claim), is_keyed=claim is not None)

        def carry_out() -> Response:
            outcome = asked.handler(call, **arguments, **ids)
            status = 200 if call.dry_run else int(asked.status)
            if isinstance(outcome, Stream):
                return begun(outcome, status, passage.request_id)
            return rendered(outcome, status, passage.request, passage.request_id, raw=asked.raw)

        if claim is None:
            return carry_out()
        return once_only(self._gate().acquainted().ledger, claim, carry_out, passage.request_id)

    def _despite(self, outage: Unavailable, passage: Passage) -> Response:
        """What a route answers when the database does not."""
        asked, request = passage.route, passage.request
        try:
            if asked is None or asked.in_outage is None or not self._gate().is_signed(request):
                raise outage
            outcome = asked.in_outage(passage.arguments(asked)[0]["body"])
            if outcome is None:
                raise outage
            log.failure("answered despite an outage", outage, request_id=passage.request_id)
        except Exception as error:
            return errors.answered(error, passage.request_id)
        return rendered(outcome, asked.status, request, passage.request_id, raw=asked.raw)

    def _enter(self, passage: Passage, asked: Route) -> None:
        gate, request = self._gate(), passage.request
        passage.network = client_network(request, gate.trusted_proxy_hops)
        if asked.access is Access.OPEN or (
            asked.access is Access.OPTIONAL and "Authorization" not in request.headers
        ):
            passage.allowance = gate.count(Rate.OPEN, passage.network)
        try:
            passage.visitor = gate.visitor(request, asked.access)
        except Unauthenticated:
            passage.allowance = gate.count(Rate.UNPROVED, passage.network)
            raise
        if passage.visitor is not None:
            passage.allowance = gate.count(asked.rate, passage.visitor.user_id)
            gate.admit(passage.visitor, asked.needs)

    def _claim(self, passage: Passage, asked: Route, body: bytes) -> Claim | None:
        if not (asked.idempotent or asked.key_required) or passage.visitor is None:
            return None
        if asked.is_dry(passage.request):
            return None
        name, user = f"{asked.method} {asked.path}", passage.visitor.user_id
        return claim_of(passage.request, user, name, body, required=asked.key_required)

    def _origins(self, request_id: str) -> tuple[str, ...]:
        """None, when not even a gate could be made: that must not cost the answer its envelope."""
        try:
            return self._gate().cors_origins
        except Exception as error:
            log.failure("no gate", error, request_id=request_id)
            return ()

    def _match(self, request: Request) -> tuple[Route, Mapping[str, Any]]:
        methods = self._spelled_out.get(request.path)
        if methods is not None and request.method not in methods:
            raise MethodNotAllowed(self._allowed(request))
        try:
            return self._map.bind("function").match(request.path, request.method)
        except NoSuchMethod:
            raise MethodNotAllowed(self._allowed(request)) from None
        except NoSuchPath:
            raise NotFound from None

    def _allowed(self, request: Request) -> tuple[str, ...]:
        methods = self._spelled_out.get(request.path) or set(
            self._map.bind("function").allowed_methods(request.path)
        )
        if not methods:
            raise NotFound
        return (*sorted(methods), "OPTIONS")
