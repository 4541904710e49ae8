"""One route of a function: what it answers to, who may enter it, what it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypedDict, get_type_hints

from flask import Request
from pydantic import BaseModel

from shared.domain.errors import Fault, Invalid, PreconditionRequired, Refusal
from shared.domain.limits import Rate
from shared.web import body as bodies
from shared.web.gate import Access, Needs

Handler = Callable[..., Any]


class Options(TypedDict, total=False):
    """What a route may say of itself. Silence means: signed in, no key, no precondition."""

    status: int
    access: Access
    needs: Needs
    body_bytes: int
    if_match: bool
    """Needs If-Match: 428 without."""
    idempotent: bool
    """Accepts an Idempotency-Key."""
    key_required: bool
    dry_run: bool
    """Accepts `?dry_run=true`."""
    raw: bool
    """Answers without the envelope."""
    may: Callable[..., None]
    """Called with the call and the ids of the path before anything sent is looked at; refuses by
    raising. For what `needs` cannot tell: whose the thing is."""
    in_outage: Callable[[Any], Any]
    """Called with the body when the database does not answer: what to answer all the same, or
    None. All that is known of the caller is that their token was signed by us."""
    refuses: tuple[type[Refusal], ...]
    """Refusals of the handler's own, beside those the other options imply: the contract names
    them all."""


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    handler: Handler
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    takes_sent: bool
    """The handler reads the body itself."""
    status: int = HTTPStatus.OK
    access: Access = Access.SIGNED_IN
    needs: Needs = Needs.NOTHING
    body_bytes: int = bodies.DEFAULT_BODY_BYTES
    if_match: bool = False
    idempotent: bool = False
    key_required: bool = False
    dry_run: bool = False
    raw: bool = False
    may: Callable[..., None] | None = None
    in_outage: Callable[[Any], Any] | None = None
    refuses: tuple[type[Refusal], ...] = ()

    @property
    def rate(self) -> Rate:
        """As what it counts for who is signed in."""
        return Rate.READ if self.method == "GET" else Rate.WRITE

    def is_dry(self, request: Request) -> bool:
        return self.dry_run and request.args.get("dry_run") == "true"

    def arguments(self, request: Request) -> tuple[dict[str, Any], bytes]:
        """What the handler takes besides the call and the ids, and the body as it was sent."""
        if self.if_match and "If-Match" not in request.headers:
            raise PreconditionRequired
        arguments: dict[str, Any] = {}
        given = request.args.to_dict(flat=False)
        if self.dry_run and given.pop("dry_run", ["true"]) not in (["true"], ["false"]):
            raise Invalid(Fault("dry_run", "This is true or false."))
        if self.query is not None:
            arguments["query"] = bodies.parse_query(self.query, given)
        elif given:
            raise Invalid(*(Fault(name, "There is no such parameter here.") for name in given))
        if self.body is None and not self.takes_sent:
            return arguments, b""
        raw = bodies.read(request, self.body_bytes)
        if self.body is None:
            return arguments | {"sent": bodies.Sent(raw, request.headers)}, raw
        if not raw and not self.needs_body:
            raw = b"{}"
        else:
            bodies.expect_json(request)
        return arguments | {"body": bodies.parse(self.body, raw)}, raw

    @property
    def needs_body(self) -> bool:
        """A body whose every field may be left out may itself be left out."""
        return self.body is not None and any(
            field.is_required() for field in self.body.model_fields.values()
        )


def route(method: str, path: str, handler: Handler, options: Options) -> Route:
    hints = get_type_hints(handler)
    body, query = hints.get("body"), hints.get("query")
    return Route(method, path, handler, body, query, "sent" in hints, **options)
