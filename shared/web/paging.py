"""Lists by page: `page` from 1, `limit` 1 to 100."""

from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

from pydantic import BaseModel, Field

from shared.web.reply import Page
from shared.web.wire import Query

Row = TypeVar("Row")
Item = TypeVar("Item", bound=BaseModel)


class PageQuery(Query):
    page: int = Field(default=1, ge=1, le=1_000_000)
    limit: int = Field(default=20, ge=1, le=100)
    order: Literal["asc", "desc"] = "desc"

    @property
    def descends(self) -> bool:
        return self.order == "desc"


def page_of(rows: Sequence[Row], query: PageQuery, view: Callable[[Row], Item]) -> Page[Item]:
    """The page asked for, of rows that are few enough to be at hand together. Beyond the end it
    is empty."""
    start = (query.page - 1) * query.limit
    shown = [view(row) for row in rows[start : start + query.limit]]
    return Page(shown, query.page, query.limit, len(rows))
