"""Logs: one JSON object a line on standard output, in the shape Cloud Logging reads."""

import hashlib
import json
import sys
import traceback

# By which Error Reporting takes an error that has no stack.
_REPORTED = "type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent"


def event(severity: str, message: str, **fields: object) -> None:
    """`severity` is Cloud Logging's: INFO, WARNING, ERROR. Fields must carry no bodies, tokens
    or addresses."""
    if severity == "ERROR" and "stack_trace" not in fields:
        fields["@type"] = _REPORTED
    line = json.dumps({"severity": severity, "message": message, **fields}, default=str)
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def failure(message: str, error: BaseException, **fields: object) -> None:
    """An error nobody expected, with its stack, in the form Error Reporting groups by."""
    stack = "".join(traceback.format_exception(error))
    event("ERROR", message, stack_trace=stack, **fields)


def pseudonym(user_id: str) -> str:
    """A stable short stand-in for a user id, so that log lines of one person can be joined."""
    return hashlib.sha256(user_id.encode()).hexdigest()[:16]
