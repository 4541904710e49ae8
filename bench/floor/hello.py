"""The barest function there is: what the framework itself costs."""

import functions_framework
from flask import Request


@functions_framework.http
def hello(_: Request) -> str:
    return "hello"
