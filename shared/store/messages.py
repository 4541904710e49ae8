"""Firestore's messages as they stand on the wire, without the client library around them.

Importing `google.cloud.firestore_v1` loads every client it has and all they stand on: that would
be the longest part of a cold start, and the messages need none of it (docs/decisions/0015).
"""

from shared.on_demand import on_demand

on_demand("google.cloud.firestore_v1")

from google.cloud.firestore_v1.types import document as documents  # noqa: E402
from google.cloud.firestore_v1.types import firestore, query, write  # noqa: E402

Value = documents.Value.pb()
Document = documents.Document.pb()
Write = write.Write.pb()
StructuredQuery = query.StructuredQuery.pb()
FieldOperator = query.StructuredQuery.FieldFilter.Operator
NullOperator = query.StructuredQuery.UnaryFilter.Operator
CompositeOperator = query.StructuredQuery.CompositeFilter.Operator
GetDocumentRequest = firestore.GetDocumentRequest.pb()
BatchGetDocumentsRequest = firestore.BatchGetDocumentsRequest.pb()
BatchGetDocumentsResponse = firestore.BatchGetDocumentsResponse.pb()
RunQueryRequest = firestore.RunQueryRequest.pb()
RunQueryResponse = firestore.RunQueryResponse.pb()
RunAggregationQueryRequest = firestore.RunAggregationQueryRequest.pb()
RunAggregationQueryResponse = firestore.RunAggregationQueryResponse.pb()
ListDocumentsRequest = firestore.ListDocumentsRequest.pb()
ListDocumentsResponse = firestore.ListDocumentsResponse.pb()
ListCollectionIdsRequest = firestore.ListCollectionIdsRequest.pb()
ListCollectionIdsResponse = firestore.ListCollectionIdsResponse.pb()
CommitRequest = firestore.CommitRequest.pb()
CommitResponse = firestore.CommitResponse.pb()
