"""The API as a page to read, made from its OpenAPI document. Nothing is fetched from elsewhere."""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from flask import Response

from tools.local.docs_shapes import Shapes, default_of

Json = dict[str, Any]

_STYLE = Path(__file__).with_name("docs.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def docs_page(document: Json) -> Response:
    page = Response(Page(document).html(), content_type="text/html; charset=utf-8")
    page.headers["Content-Security-Policy"] = _POLICY
    page.headers["X-Content-Type-Options"] = "nosniff"
    return page


class Page:
    """Grouped by function, in the order of the document."""

    def __init__(self, document: Json) -> None:
        self._document = document
        self._components: Json = document.get("components", {})
        self._shapes = Shapes(self._components.get("schemas", {}))

    def html(self) -> str:
        info = self._document["info"]
        groups = [(tag, list(self._operations(tag["name"]))) for tag in self._document["tags"]]
        menu = "".join(
            f'<a href="#{escape(tag["name"])}">{escape(tag["name"])}</a>' for tag, _ in groups
        )
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width">'
            f"<title>{escape(info['title'])} API</title><style>{_STYLE.read_text()}</style></head>"
            f"<body><nav><b>{escape(info['title'])}</b>{menu}"
            f'<a href="/openapi.json">openapi.json</a></nav><main>'
            f"<h1>{escape(info['title'])} API</h1><p>{words(info.get('description', ''))}</p>"
            f"{''.join(self._group(tag, operations) for tag, operations in groups)}"
            "</main></body></html>"
        )

    def _operations(self, tag: str) -> Iterator[tuple[str, str, Json]]:
        for path, methods in self._document["paths"].items():
            for method, operation in methods.items():
                if tag in operation.get("tags", ()):
                    yield method, path, operation

    def _group(self, tag: Json, operations: list[tuple[str, str, Json]]) -> str:
        shown = "".join(self._operation(*operation) for operation in operations)
        name = escape(tag["name"])
        about = words(tag.get("description", ""))
        return f'<section id="{name}"><h2>{name}</h2><p>{about}</p>{shown}</section>'

    def _operation(self, method: str, path: str, operation: Json) -> str:
        access = _access(operation.get("security", []))
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        return (
            f'<details id="{escape(operation["operationId"])}"><summary>'
            f'<b class="{escape(method)}">{escape(method.upper())}</b> <code>{escape(path)}</code> '
            f"<span>{words(operation.get('summary', ''))}</span><i>{access}</i></summary>"
            f"<p>{words(operation.get('description', ''))}</p>"
            f"{self._parameters(operation.get('parameters', []))}"
            f"{self._shape('Send', body) if body else ''}"
            f"{''.join(self._answers(operation['responses']))}</details>"
        )

    def _parameters(self, parameters: list[Json]) -> str:
        rows = "".join(self._parameter(self._resolved(parameter)) for parameter in parameters)
        return f"<h4>Parameters</h4><table>{rows}</table>" if rows else ""

    def _parameter(self, parameter: Json) -> str:
        must = " required" if parameter.get("required") else ""
        shape = self._shapes.of(parameter["schema"]) + default_of(parameter["schema"])
        return (
            f"<tr><td><code>{escape(parameter['name'])}</code></td>"
            f"<td>{escape(parameter['in'])}{must}</td><td>{escape(shape)}</td>"
            f"<td>{words(parameter.get('description', ''))}</td></tr>"
        )

    def _answers(self, responses: Json) -> Iterator[str]:
        refusals = []
        for status, referred in responses.items():
            response = self._resolved(referred)
            content = response.get("content", {}).get("application/json")
            if status < "400":
                title = f"{status} {response['description']}"
                yield self._shape(title, content) if content else f"<h4>{escape(title)}</h4>"
            else:
                refusals.append(
                    f"<tr><td>{escape(status)}</td><td><code>{escape(', '.join(_codes(content)))}"
                    f"</code></td><td>{words(response['description'])}</td></tr>"
                )
        yield f"<h4>Refusals</h4><table>{''.join(refusals)}</table>" if refusals else ""

    def _shape(self, title: str, content: Json) -> str:
        return f"<h4>{escape(title)}</h4><pre>{escape(self._shapes.of(content['schema']))}</pre>"

    def _resolved(self, referred: Json) -> Json:
        if "$ref" not in referred:
            return referred
        found: Json = self._document
        for step in referred["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return found


def words(text: str) -> str:
    """Prose: escaped, and what stands in backquotes as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _access(security: list[Json]) -> str:
    if not security:
        return "open to everyone"
    if {} in security:
        return "signed in or not"
    return "signed by its sender" if "signature" in security[0] else "signed in"


def _codes(content: Json | None) -> list[str]:
    for part in (content or {}).get("schema", {}).get("allOf", []):
        error = part.get("properties", {}).get("error", {}).get("properties", {})
        if "code" in error:
            return list(error["code"]["enum"])
    return []
