"""Packages that are executed only when somebody asks them for something of their own.

The `__init__` of Google's client libraries loads every client there is and all they stand on, which
would be the longest part of a cold start; the messages below it need none of that
(docs/decisions/0015).
"""

import sys
from importlib.util import find_spec, module_from_spec
from typing import Any


def on_demand(name: str) -> None:
    """Let what is below the package `name` be imported without the package itself."""
    spec = None if name in sys.modules else find_spec(name)
    if spec is None or spec.loader is None:
        return
    package, loader = module_from_spec(spec), spec.loader

    def complete(attribute: str) -> Any:
        del package.__dict__["__getattr__"]
        loader.exec_module(package)
        return getattr(package, attribute)

    package.__dict__["__getattr__"] = complete
    sys.modules[name] = package
