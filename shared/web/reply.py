"""What a handler answers with, and how it becomes bytes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from flask import Response
from pydantic import BaseModel

Content = TypeVar("Content")
Item = TypeVar("Item", bound=BaseModel)


@dataclass(frozen=True)
class Reply(Generic[Content]):
    """A view with more to say than its fields. `etag` is the bare tag, without quotes; `location`
    is a path below the function's base."""

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
    else:
        body = as_json(content)
    return f'{{"data":{body},"meta":{json.dumps(meta)}}}'.encode()


def as_json(content: object) -> str:
    if isinstance(content, BaseModel):
        return content.model_dump_json()
    if isinstance(content, list):
        return "[" + ",".join(as_json(item) for item in content) + "]"
    return json.dumps(content)


def quoted(etag: str) -> str:
    return f'"{etag}"'


def not_modified(response: Response) -> Response:
    """The same headers, without the body."""
    kept = {name: value for name, value in response.headers.items() if name != "Content-Type"}
    kept.pop("Content-Length", None)
    return Response(status=304, headers=kept)
