"""Lists by page: `page` from 1, `limit` 1 to 100; those that grow with use also by cursor."""

from collections.abc import Callable, Sequence
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, Field, StringConstraints, ValidationInfo, field_validator

from shared.domain.errors import Malformed
from shared.web import cursors
from shared.web.cursors import cursor, place_of
from shared.web.reply import Page, Slice
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


MOST_ROWS_BY_PAGE = 1_000
"""How far pages reach into a list that grows with use: what they turn over is read again."""


class GrowingQuery(Query):
    """Of a list that grows with use. `cursor` goes on behind an earlier answer; without one it is
    a page, the first unless said otherwise, with the total."""

    cursor: (
        Annotated[str, StringConstraints(min_length=1, max_length=cursors.MOST_CHARACTERS)] | None
    ) = None
    page: int | None = Field(default=None, ge=1, le=1_000_000)
    limit: int = Field(default=20, ge=1, le=100)
    order: Literal["asc", "desc"] = "desc"

    @field_validator("page")
    @classmethod
    def one_of_both(cls, page: int | None, info: ValidationInfo) -> int | None:
        if page is not None and info.data.get("cursor") is not None:
            raise ValueError("Send either cursor or page.")
        return page

    @property
    def descends(self) -> bool:
        return self.order == "desc"

    def filters(self) -> str:
        """What decides what is in the list and how it is sorted: a cursor holds for that."""
        chosen = self.model_dump(mode="json", exclude={"cursor", "page", "limit"})
        return "&".join(f"{name}={value}" for name, value in sorted(chosen.items()))


def slice_of(
    query: GrowingQuery,
    list_: str,
    user_id: str,
    read: Callable[[str | None, int], Sequence[Row]],
    place: Callable[[Row], str],
    view: Callable[[Row], Item],
    count: Callable[[], int],
) -> Slice[list[Item]]:
    """The rows asked for. `read` gives as many as it is asked for, beyond a place; `place` tells
    that of a row; `count` is called for a page that does not show the end. Raises `Malformed`
    beyond the first `MOST_ROWS_BY_PAGE`."""
    page = None if query.cursor else query.page or 1
    name, turned = f"{list_}?{query.filters()}", ((page or 1) - 1) * query.limit
    if turned + query.limit > MOST_ROWS_BY_PAGE:
        raise Malformed(f"Pages reach the first {MOST_ROWS_BY_PAGE:,} rows. Go on by cursor.")
    beyond = str(*place_of(query.cursor, name, user_id, str)) if query.cursor else None
    found = read(beyond, turned + query.limit + 1)
    rows = list(found[turned : turned + query.limit])
    has_more = len(found) > turned + query.limit
    is_end = not has_more and (len(rows) > 0 or not turned)
    total = turned + len(rows) if is_end or page is None else count()
    return Slice(
        [view(row) for row in rows],
        query.limit,
        cursor(name, user_id, place(rows[-1])) if rows and has_more else None,
        has_more,
        page=page,
        total=None if page is None else total,
    )
