"""What a handler answers with, and how it becomes bytes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from flask import Request, Response
from pydantic import BaseModel

from shared.web.call import matches

Content = TypeVar("Content")
Item = TypeVar("Item", bound=BaseModel)


@dataclass(frozen=True)
class Reply(Generic[Content]):
    """A view with more to say than its fields. `etag` is the bare tag, without quotes; `location`
    is the whole path."""

    content: Content
    status: int | None = None
    etag: str | None = None
    location: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list that is counted. `page` is from 1."""

    items: Sequence[Item]
    page: int
    limit: int
    total: int


@dataclass(frozen=True)
class Slice(Generic[Content]):
    """Part of something that grows with use: a list of views, or a view. `next_cursor` says where
    to go on, also where there is nothing more for now; None where there never will be. `page` and
    `total` are told to who turns pages."""

    content: Content
    limit: int
    next_cursor: str | None
    has_more: bool
    page: int | None = None
    total: int | None = None


@dataclass(frozen=True)
class Rendered(Generic[Content]):
    """A view that is JSON already, because it was asked for before."""

    json: str


def enveloped(content: object, request_id: str) -> bytes:
    meta: dict[str, object] = {"request_id": request_id}
    if isinstance(content, Page):
        body = "[" + ",".join(item.model_dump_json() for item in content.items) + "]"
        meta |= {
            "page": content.page,
            "limit": content.limit,
            "total": content.total,
            "has_more": content.page * content.limit < content.total,
        }
    elif isinstance(content, Slice):
        body = as_json(content.content)
        meta |= {
            "limit": content.limit,
            "has_more": content.has_more,
            "next_cursor": content.next_cursor,
        }
        if content.page is not None:
            meta |= {"page": content.page, "total": content.total}
    else:
        body = as_json(content)
    return f'{{"data":{body},"meta":{json.dumps(meta)}}}'.encode()


def as_json(content: object) -> str:
    if isinstance(content, Rendered):
        return content.json
    if isinstance(content, BaseModel):
        return content.model_dump_json()
    if isinstance(content, list):
        return "[" + ",".join(as_json(item) for item in content) + "]"
    return json.dumps(content)


def rendered(
    outcome: object, status: int, request: Request, request_id: str, *, raw: bool
) -> Response:
    """What a handler returned, as bytes with their headers. `status` is the route's own."""
    reply = outcome if isinstance(outcome, Reply) else Reply(outcome)
    headers = dict(reply.headers)
    status = reply.status or status
    # A dry run makes nothing that could be anywhere.
    if reply.location is not None and status in (201, 202):
        headers["Location"] = reply.location
    if reply.etag is not None:
        headers["ETag"] = f'"{reply.etag}"'
        asked = request.headers.get("If-None-Match")
        if request.method in ("GET", "HEAD") and matches(asked, reply.etag, weak=True):
            return Response(status=304, headers=headers)
    if reply.content is None:
        return Response(status=204 if status == 200 else status, headers=headers)
    content = as_json(reply.content) if raw else enveloped(reply.content, request_id)
    return Response(content, status, headers, mimetype="application/json")
