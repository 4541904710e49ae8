"""What the routes of admins cost in Firestore."""

from shared.store.database import Database
from tests.administering import administered
from tests.exercising import draft
from tests.people import People
from tests.stocked import draft as program
from tests.stocked import stock
from tests.structure.test_budgets import Measure, Spent, measure

__all__ = ["measure"]

ADMIN = "/api/v1/admin"


def test_the_dashboard_is_a_read_for_each_figure(
    people: People, database: Database, measure: Measure
) -> None:
    stock(database)
    admin = administered(people, database).signed_in(people.admin().token)
    # The caller; nine of people, ten of subscriptions, one of the coach; no invoice.
    assert measure(lambda: admin.get(f"{ADMIN}/dashboard")) == Spent(22, 0)
    assert measure(lambda: admin.get(f"{ADMIN}/dashboard")) == Spent(0, 0)
    # The catalogue, and where the chain of audit ends; the catalogue, the chain, the entry.
    assert measure(lambda: admin.post(f"{ADMIN}/exercises", draft())) == Spent(2, 3)
    # The catalogue's version, the shelf, the chain; the template, its shelf, the chain, the entry.
    assert measure(lambda: admin.post(f"{ADMIN}/templates", program())) == Spent(3, 4)
