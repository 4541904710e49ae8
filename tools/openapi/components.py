"""The parts of the document that routes share: headers, parameters, refusals, envelopes."""

from typing import Any

Json = dict[str, Any]

ID: Json = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"}
_WHOLE: Json = {"type": "integer", "minimum": 0}
_TEXT: Json = {"type": "string"}

SECURITY_SCHEMES: Json = {
    "bearerAuth": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The access token that `POST /api/v1/auth/login` answers with.",
    },
    "signature": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Signature",
        "description": "HMAC-SHA256 of the body, in hex, under a secret that both sides know.",
    },
}

HEADERS: Json = {
    "X-Request-Id": {
        "description": "The client's id of the request if it sent a sane one, else a new one.",
        "schema": _TEXT,
    },
    "ETag": {"description": "The version, for If-Match and If-None-Match.", "schema": _TEXT},
    "Location": {"description": "Where the new thing is.", "schema": _TEXT},
    "Retry-After": {"description": "Seconds until a next try can succeed.", "schema": _WHOLE},
    "RateLimit": {
        "description": "The limit, what is left of it, and the seconds until it is whole again.",
        "schema": _TEXT,
    },
    "RateLimit-Policy": {"description": "The limit and its window in seconds.", "schema": _TEXT},
    "WWW-Authenticate": {"description": "How to sign in.", "schema": _TEXT},
    "Idempotency-Replayed": {
        "description": "This is the stored answer to an earlier request with the same key.",
        "schema": {"const": "true"},
    },
}

PARAMETERS: Json = {
    "X-Request-Id": {
        "name": "X-Request-Id",
        "in": "header",
        "description": "An id of the client's own, to find the request in the logs: 1 to 64 of "
        "A-Z a-z 0-9 . _ -. Anything else is let through, and replaced.",
        "schema": _TEXT,
    },
    "If-Match": {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": "The ETag of the version to change, or `*`.",
        "schema": _TEXT,
    },
    "If-None-Match": {
        "name": "If-None-Match",
        "in": "header",
        "description": "The ETag of a version one has: 304 when it is still the present one.",
        "schema": _TEXT,
    },
    "Idempotency-Key": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "The same key and body within 24 hours are carried out once.",
        "schema": {"type": "string", "pattern": '^"?[A-Za-z0-9_-]{16,128}"?$'},
    },
    "dry_run": {
        "name": "dry_run",
        "in": "query",
        "description": "Answers 200 with the result, and changes nothing.",
        "schema": {"type": "boolean", "default": False},
    },
}

SCHEMAS: Json = {
    "Meta": {
        "type": "object",
        "required": ["request_id"],
        "properties": {"request_id": _TEXT},
    },
    "PageMeta": {
        "type": "object",
        "required": ["request_id", "page", "limit", "total", "has_more"],
        "properties": {
            "request_id": _TEXT,
            "page": {"type": "integer", "minimum": 1},
            "limit": {"type": "integer", "minimum": 1, "maximum": 100},
            "total": _WHOLE,
            "has_more": {"type": "boolean"},
        },
    },
    "SliceMeta": {
        "type": "object",
        "required": ["request_id", "limit", "has_more", "next_cursor"],
        "properties": {
            "request_id": _TEXT,
            "limit": {"type": "integer", "minimum": 1, "maximum": 500},
            "has_more": {"type": "boolean"},
            "next_cursor": {"anyOf": [_TEXT, {"type": "null"}]},
        },
    },
    "Error": {
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {
                "type": "object",
                "required": ["code", "message", "details", "timestamp", "request_id"],
                "properties": {
                    "code": _TEXT,
                    "message": {"type": "string", "description": "For people."},
                    "details": {
                        "type": "object",
                        "properties": {
                            "fields": {
                                "type": "array",
                                "items": {"$ref": "#/components/schemas/Fault"},
                            }
                        },
                    },
                    "timestamp": {"type": "string", "format": "date-time"},
                    "request_id": _TEXT,
                },
            }
        },
    },
    "Fault": {
        "type": "object",
        "required": ["path", "message"],
        "properties": {
            "path": {
                "type": "string",
                "description": "The place in the body, or the parameter: `sessions.0.name`.",
            },
            "message": _TEXT,
        },
    },
}

_TITLES = {
    400: "The request could not be read.",
    401: "Nobody is signed in, or what proves it is not good.",
    403: "This is not for the caller.",
    404: "There is nothing here, or nothing of the caller's.",
    409: "This clashes with something that exists.",
    412: "The thing changed since it was read.",
    413: "The body, or what it would make, is too large.",
    415: "The body is not JSON.",
    422: "Something that was sent breaks a rule.",
    428: "If-Match is missing.",
    429: "Too many requests.",
    500: "A mistake of ours.",
    503: "A service this needs is not answering. Nothing was changed.",
}
_HEADERS_WITH = {
    401: ("WWW-Authenticate",),
    429: ("Retry-After", "RateLimit", "RateLimit-Policy"),
    503: ("Retry-After",),
}


def headers(*names: str) -> Json:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in ("X-Request-Id", *names)}


def json_content(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


EVENTS: Json = {
    "text/event-stream": {
        "schema": {
            "type": "string",
            "description": "Server-sent events, for who accepts them. `text`: "
            '`{"text": "…"}`, what comes next. Then one more: `answer`, the same object that '
            "`application/json` has, or `error`, an Error.",
        }
    }
}


def refusal(status: int, codes: set[str]) -> Json:
    """The answer of one route; what all answers of this status share is a component."""
    code = {"enum": sorted(codes)}
    narrowed = {"properties": {"error": {"properties": {"code": code}}}}
    answer = {"$ref": "#/components/schemas/Error"}
    return {
        "description": _TITLES[status],
        "headers": headers(*_HEADERS_WITH.get(status, ())),
        "content": json_content({"allOf": [answer, narrowed]}),
    }


def refusal_name(status: int, codes: set[str]) -> str:
    return "_".join([str(status), *sorted(codes)])
