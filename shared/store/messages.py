"""Firestore's messages as they stand on the wire, without the client library around them.

Importing `google.cloud.firestore_v1` loads every client it has and all they stand on: that would
be the longest part of a cold start, and the messages need none of it (docs/decisions/0015).
"""

import sys
from importlib.util import find_spec, module_from_spec
from typing import Any


def _on_demand(name: str) -> None:
    """Let what is below the package `name` be imported, and the package itself only when somebody
    asks it for something of its own."""
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


_on_demand("google.cloud.firestore_v1")

from google.cloud.firestore_v1.types import document as documents  # noqa: E402
from google.cloud.firestore_v1.types import firestore, query, write  # noqa: E402

Value = documents.Value.pb()
Document = documents.Document.pb()
Write = write.Write.pb()
StructuredQuery = query.StructuredQuery.pb()
FieldOperator = query.StructuredQuery.FieldFilter.Operator
CompositeOperator = query.StructuredQuery.CompositeFilter.Operator
GetDocumentRequest = firestore.GetDocumentRequest.pb()
BatchGetDocumentsRequest = firestore.BatchGetDocumentsRequest.pb()
BatchGetDocumentsResponse = firestore.BatchGetDocumentsResponse.pb()
RunQueryRequest = firestore.RunQueryRequest.pb()
RunQueryResponse = firestore.RunQueryResponse.pb()
RunAggregationQueryRequest = firestore.RunAggregationQueryRequest.pb()
RunAggregationQueryResponse = firestore.RunAggregationQueryResponse.pb()
CommitRequest = firestore.CommitRequest.pb()
CommitResponse = firestore.CommitResponse.pb()
