"""What a route may answer: its successes from the annotation, its refusals from its options."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from shared.domain import errors
from shared.web.errors import STATUS
from shared.web.gate import Access, Needs
from shared.web.reply import Page, Rendered, Reply, Slice
from shared.web.route import Route
from shared.web.streaming import Stream

_NEEDS: Mapping[Needs, tuple[type[errors.Refusal], ...]] = {
    Needs.NOTHING: (),
    Needs.PRO: (errors.SubscriptionRequired,),
    Needs.ADMIN: (errors.Forbidden,),
    Needs.PRO_OR_ADMIN: (errors.SubscriptionRequired,),
}


@dataclass(frozen=True, slots=True)
class Success:
    """`content`: a model, one of several, a list or a page of them, a plain dict, or None for no
    body."""

    status: int
    content: Any
    is_tagged: bool
    """May carry an ETag."""
    streams: bool = False
    """Who accepts events gets it while it comes about."""


def successes(route: Route) -> list[Success]:
    found: dict[int, Success] = {}
    for annotation in _alternatives(get_type_hints(route.handler)["return"]):
        is_reply = get_origin(annotation) is Reply
        content = get_args(annotation)[0] if is_reply else annotation
        streams = get_origin(content) is Stream
        if get_origin(content) in (Rendered, Stream):
            (content,) = get_args(content)
        is_empty = content in (None, NoneType)
        status = 204 if is_empty and route.status == 200 else int(route.status)
        is_tagged = is_reply and not is_empty and get_origin(content) not in (list, Page, Slice)
        if status in found:
            streams = streams or found[status].streams
            if found[status].content is not content:
                content = found[status].content | content
        success = Success(status, None if is_empty else content, is_tagged, streams)
        found[status] = success
        if route.dry_run and not is_empty:
            found[200] = Success(200, content, success.is_tagged)
    return [found[status] for status in sorted(found)]


def refusals(route: Route) -> dict[int, set[str]]:
    """Status -> the codes it may come with."""
    codes: dict[int, set[str]] = {500: {"INTERNAL_ERROR"}}
    for refusal in {*_implied(route), *route.refuses, *_gone(route)}:
        codes.setdefault(STATUS[refusal], set()).add(refusal.code)
    return dict(sorted(codes.items()))


def _gone(route: Route) -> Iterator[type[errors.Refusal]]:
    """Whoever proves who they are may be merged or erased by the time something is written, and is
    told so by the commit."""
    proofs: set[type[errors.Refusal]] = {errors.Unauthenticated, errors.InvalidCredentials}
    if route.access is not Access.SIGNED and proofs & {*_implied(route), *route.refuses}:
        yield from (errors.AccountMerged, errors.Erased)


def models(content: Any) -> Iterator[type[BaseModel]]:
    """The models a success shows."""
    if is_model(content):
        yield content
    elif get_origin(content) in (list, Page, Slice):
        yield from models(get_args(content)[0])
    elif get_origin(content) is UnionType:
        for one in get_args(content):
            yield from models(one)


def is_model(content: Any) -> bool:
    return isinstance(content, type) and issubclass(content, BaseModel)


def _alternatives(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)


def _implied(route: Route) -> Iterator[type[errors.Refusal]]:
    # Unknown query parameters are refused everywhere.
    yield from (errors.Invalid, errors.Unavailable)
    if route.access is not Access.OPEN:
        yield errors.Unauthenticated
    if route.access is not Access.SIGNED:
        yield errors.RateLimited
    yield from _NEEDS[route.needs]
    if "<" in route.path:
        yield errors.NotFound
    if route.body is not None:
        yield from (errors.Malformed, errors.TooLarge, errors.UnsupportedMediaType)
    if route.takes_sent:
        yield from (errors.Malformed, errors.TooLarge)
    if route.if_match:
        yield from (errors.PreconditionRequired, errors.PreconditionFailed)
    if route.idempotent or route.key_required:
        yield from (errors.Malformed, errors.RequestInProgress, errors.IdempotencyKeyReused)
