"""All there is in Firestore, by no query: which collections, and which documents of each."""

from collections.abc import Iterator
from typing import Any

from shared import tally
from shared.store.messages import ListCollectionIdsRequest, ListDocumentsRequest
from shared.store.rpc import Calls
from shared.store.writes import Document, Path

_AT_ONCE = 300


class Listing:
    def __init__(self, calls: Calls, root: str) -> None:
        """`root`: the full name of what all paths begin below."""
        self._calls, self._root = calls, root

    def collections(self, under: Path = ()) -> list[str]:
        """Those below a document, at the root by default, that have documents at any depth."""
        request = ListCollectionIdsRequest(parent=self._parent(under), page_size=_AT_ONCE)
        names: list[str] = []
        while True:
            answer = self._calls.list_collections(request)
            tally.count(reads=1)
            names += answer.collection_ids
            if not answer.next_page_token:
                return names
            request.page_token = answer.next_page_token

    def documents(
        self, collection: str, under: Path = (), *, whole: bool = False
    ) -> Iterator[Document]:
        """All of a collection, also those that are not there and have something below them.
        Without their fields, unless they are wanted `whole`."""
        request = ListDocumentsRequest(
            parent=self._parent(under),
            collection_id=collection,
            page_size=_AT_ONCE,
            show_missing=True,
        )
        if not whole:
            request.mask.field_paths.append("__name__")
        while True:
            answer = self._calls.list(request)
            tally.count(reads=max(1, len(answer.documents)))
            yield from map(self._document, answer.documents)
            if not answer.next_page_token:
                return
            request.page_token = answer.next_page_token

    def _document(self, found: Any) -> Document:
        return Document(tuple(found.name[len(self._root) + 1 :].split("/")), found)

    def _parent(self, under: Path) -> str:
        return "/".join((self._root, *under))
