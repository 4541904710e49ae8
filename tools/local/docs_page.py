"""The API as a page to read, made from its OpenAPI document."""

from typing import Any

from flask import Response


def docs_page(document: dict[str, Any]) -> Response:
    return Response("x")
