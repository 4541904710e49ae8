"""The dashboard: people, activity, subscriptions, money and the coach, in figures."""

from datetime import datetime

from shared.domain.billing import Plan
from shared.store.figures import Figures
from shared.web.call import Call
from shared.web.wire import View

from .steps import Deps


class PeopleView(View):
    total: int
    anonymous: int
    verified: int
    suspended: int
    new_in_7_days: int
    new_in_30_days: int
    active_today: int
    """Who signed in, or whose app renewed its token, on this day of UTC."""
    active_in_7_days: int
    """With today."""
    active_in_30_days: int


class PlanFigures(View):
    plan: Plan
    active: int
    trialing: int
    past_due: int
    paused: int
    cancelled_but_paid: int
    """They serve until the end of what is paid."""


class MoneyView(View):
    """In the smallest unit of the currency."""

    currency: str
    month_gross: int
    """Of this month's invoices that were paid, with tax and with what was given back since."""
    month_tax: int
    month_refunded: int
    recurring_monthly: int
    """What monthly plans paid in the last month, and a twelfth of what yearly plans paid in the
    last year, rounded down; without tax and without invoices that anything was given back of."""


class CoachView(View):
    """Of this month."""

    organizations: int
    """That have asked."""
    answers: int
    tokens_in: int
    tokens_out: int
    cost_micros: int
    """Millionths of a US dollar."""


class DashboardView(View):
    counted_at: datetime
    """Days and months are those of UTC."""
    users: PeopleView
    subscriptions: list[PlanFigures]
    revenue: list[MoneyView]
    coach: CoachView


def show_dashboard(call: Call[Deps]) -> DashboardView:
    """What the platform comes to, at most a minute ago."""
    figures = call.deps.dashboard.get()
    sums = figures.sums("coach")
    return DashboardView(
        counted_at=figures.at,
        users=_people(figures),
        subscriptions=[_of_plan(figures, plan) for plan in Plan],
        revenue=[_money(figures, currency) for currency in figures.currencies],
        coach=CoachView(
            organizations=figures.count("coach"),
            answers=sums["used"],
            tokens_in=sums["tokens_in"],
            tokens_out=sums["tokens_out"],
            cost_micros=sums["cost_micros"],
        ),
    )


def _people(figures: Figures) -> PeopleView:
    return PeopleView(
        total=figures.count("people"),
        anonymous=figures.count("anonymous"),
        verified=figures.count("verified"),
        suspended=figures.count("suspended"),
        new_in_7_days=figures.count("new 7"),
        new_in_30_days=figures.count("new 30"),
        active_today=figures.count("active 1"),
        active_in_7_days=figures.count("active 7"),
        active_in_30_days=figures.count("active 30"),
    )


def _of_plan(figures: Figures, plan: Plan) -> PlanFigures:
    return PlanFigures(
        plan=plan,
        active=figures.count(f"{plan} active"),
        trialing=figures.count(f"{plan} on_trial"),
        past_due=figures.count(f"{plan} past_due"),
        paused=figures.count(f"{plan} paused"),
        cancelled_but_paid=figures.count(f"{plan} cancelled"),
    )


def _money(figures: Figures, currency: str) -> MoneyView:
    collected = [
        figures.sums(f"{currency} {status}") for status in ("paid", "partial_refund", "refunded")
    ]
    net = {plan: figures.sums(f"{currency} {plan}") for plan in Plan}
    monthly, yearly = (
        net[plan]["total"] - net[plan]["tax"] for plan in (Plan.PRO_MONTHLY, Plan.PRO_YEARLY)
    )
    return MoneyView(
        currency=currency,
        month_gross=sum(one["total"] for one in collected),
        month_tax=sum(one["tax"] for one in collected),
        month_refunded=sum(one["refunded_amount"] for one in collected),
        recurring_monthly=monthly + yearly // 12,
    )
