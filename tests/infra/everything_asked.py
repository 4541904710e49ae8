"""All that the stores can ask of Firestore, asked of a database in which nothing is."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from shared.domain.billing import Plan
from shared.domain.erasure import Leaver
from shared.domain.exports.asked import Export, ExportKind
from shared.domain.log.events import EntityKind
from shared.domain.log.workouts import WorkoutStatus
from shared.store.account_cache import AccountCache
from shared.store.accounts import FirestoreAccounts
from shared.store.audit import FirestoreAudit
from shared.store.billing_parked import FirestoreBillingParked
from shared.store.billing_records import FirestoreBillingRecords
from shared.store.catalogue import FirestoreCatalogue
from shared.store.catalogue_cache import CatalogueCache
from shared.store.checkouts import FirestoreCheckouts
from shared.store.conversations import FirestoreConversations
from shared.store.database import Database
from shared.store.deletions import FirestoreDeletions
from shared.store.erasing.bought import events_of
from shared.store.erasing.leavers import FirestoreLeavers
from shared.store.erasing.sweep import Sweep
from shared.store.exports import FirestoreExports
from shared.store.figures import FirestoreFigures
from shared.store.imports import FirestoreImports
from shared.store.invitations import FirestoreInvitations
from shared.store.invoices import FirestoreInvoices
from shared.store.log import FirestoreLog
from shared.store.measurements import FirestoreMeasurements
from shared.store.members import FirestoreMembers
from shared.store.owed import FirestoreOwed
from shared.store.own_data.files import FILES
from shared.store.own_data.reading import Subject
from shared.store.people import FirestorePeople, active_admins
from shared.store.programs import FirestorePrograms
from shared.store.projections import Projections
from shared.store.report_schedules import FirestoreSchedules
from shared.store.reports import FirestoreReports
from shared.store.subscriptions import FirestoreSubscriptions
from shared.store.used_exercises import UsedExercises
from shared.store.vectors import FirestoreVectors
from shared.store.workouts import FirestoreWorkouts
from shared.store.writes import Document
from tests.store.kept import all_kept

NOW = datetime(2026, 3, 2, tzinfo=UTC)


class Empty:
    """A connection to a database in which nothing is."""

    def unary_unary(self, method: str, _: Any, read: Callable[[bytes], Any]) -> Callable[..., Any]:
        is_read = "/List" in method or "/GetDocument" in method
        return lambda *_: read(b"") if is_read else None

    def unary_stream(self, *_: Any) -> Callable[..., Any]:
        return lambda *_: iter(())


def ask_everything(database: Database) -> None:
    """Whatever the stores can ask, as the routes and jobs have them ask it."""
    workouts, measurements = FirestoreWorkouts(database), FirestoreMeasurements(database)
    reports, log = FirestoreReports(database), FirestoreLog(database)
    talks = FirestoreConversations(database)
    for newest in (True, False):
        workouts.started("ann", NOW, NOW, beyond="p", newest_first=newest)
        workouts.started("ann", status=WorkoutStatus.FINISHED, newest_first=newest)
        workouts.started("ann", NOW, exercise_id="row", newest_first=newest)
        measurements.measured("ann", newest_first=newest)
        reports.listed("ann", "2026-W01", 10, newest_first=newest)
        talks.listed("ann", "p", 10, newest_first=newest)
        talks.messages("ann", "talk", "p", 10, newest_first=newest)
    workouts.count("ann", status=WorkoutStatus.FINISHED)
    workouts.count("ann", exercise_id="row")
    workouts.last_with("ann", ["row"], 1)
    workouts.last_by("ann", "program", 1)
    for changing in (workouts, measurements):
        assert isinstance(changing, Projections)
        changing.changed_after("ann", 0)
    reports.count("ann")
    log.events_after("ann", 0, 10)
    export = Export("export", ExportKind.LOG_JSON, "Etc/UTC", NOW)
    for kind in EntityKind:
        list(FirestoreExports(database).held("ann", kind, export))
    FirestoreImports(database).first_parts("ann", "import", 10)
    FirestorePrograms(database).uses("row")
    audit = FirestoreAudit(database)
    list(audit.chain("org"))
    audit.listed()
    audit.listed(user_id="any", beyond="p")
    audit.listed(organization_id="any", beyond="p")
    audit.listed(actor="any", beyond="p")
    audit.listed(action="any", beyond="p")
    list(audit.heads())
    FirestoreMembers(database).owners("org")
    FirestoreMembers(database).of_person("ann")
    FirestoreInvitations(database).open("org", NOW)
    catalogue = FirestoreCatalogue(database, CatalogueCache())
    UsedExercises(database, catalogue).used("ann", ["row"])
    FirestoreOwed(database).before(NOW, 10)
    FirestoreSchedules(database).due(NOW, 10)
    people = FirestorePeople(database, FirestoreAccounts(database, AccountCache(), lambda: NOW))
    for newest in (True, False):
        people.arrived(None, 10, newest_first=newest)
    people.count()
    active_admins(database)
    audit.count(user_id="any")
    ask_about_billing(database)
    ask_about_leaving(database)
    ask_for_all_of_somebody(database)
    for collection in ("exercise_embeddings", "text_embeddings"):
        vectors = FirestoreVectors(database, collection)
        vectors.nearest("ann", "model", (1.0,), 3)
        vectors.kept("ann", "WORKOUT")
        vectors.kept("ann", "WORKOUT", "workout")


def ask_about_leaving(database: Database) -> None:
    accounts = FirestoreAccounts(database, AccountCache(), lambda: NOW)
    list(FirestoreDeletions(database, accounts, lambda: NOW).due(NOW))
    leavers = FirestoreLeavers(database, accounts, lambda: NOW)
    leaver = Leaver("ann", "key", NOW, ("org",))
    list(Sweep(database, leavers).left(leaver))
    leavers.known_by(leaver)
    list(events_of(database, "subscription"))


class Nobody(Subject):
    """Somebody of whom there is an account and nothing else."""

    def get(self, *_: str) -> Mapping[str, Any]:
        return {}


def ask_for_all_of_somebody(database: Database) -> None:
    user = next(kept for kept in all_kept() if kept.kind == "users")
    somebody = Nobody(database, Document(user.path, user.message), {})
    for file in FILES:
        list(file.rows(somebody))
    for under in ("parts", "messages"):
        by = {"parts": "number", "messages": "place"}[under]
        list(somebody.ordered(under, by, ("users", "ann", "above", "it"), 10))


def ask_about_billing(database: Database) -> None:
    subscriptions, checkouts = FirestoreSubscriptions(database), FirestoreCheckouts(database)
    parked = FirestoreBillingParked(database, lambda: NOW)
    subscriptions.of("org")
    subscriptions.near(NOW)
    list(subscriptions.all_known())
    checkouts.of("org")
    checkouts.open_at(NOW, Plan.PRO_MONTHLY)
    FirestoreInvoices(database).waiting_for("1")
    figures = FirestoreFigures(database, lambda: NOW)
    figures.counted()
    for _, ask in figures.money("USD", NOW):
        ask()
    parked.newest()
    parked.about("1")
    FirestoreBillingRecords(database).all_owed()
