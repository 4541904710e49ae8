"""Every event function over one database, to be told of somebody who is erased."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import functions.billing_events.main as billing_events
import functions.emails.main as emails
import functions.embeddings.main as embeddings
import functions.erasure.main as erasure
import functions.export_runs.main as export_runs
import functions.import_runs.main as import_runs
import functions.merge_runs.main as merge_runs
import functions.subscription_audit.main as subscription_audit
import functions.subscription_receipts.main as subscription_receipts
import functions.text_embeddings.main as text_embeddings
import functions.usage_resets.main as usage_resets
import functions.weekly_report.main as weekly_report
from functions.emails.schemas import WritableLetter
from shared.domain.reports.wording import text_of
from shared.events.inbox import Inbox
from shared.events.message import Message
from shared.events.messages.account_leaving import AccountLeaving
from shared.events.messages.billing_webhook_received import BillingWebhookReceived
from shared.events.messages.exercises_changed import ExercisesChanged
from shared.events.messages.export_requested import ExportRequested
from shared.events.messages.import_requested import ImportRequested
from shared.events.messages.merge_requested import MergeRequested
from shared.events.messages.subscription_changed import SubscriptionChanged
from shared.events.messages.texts_changed import TextsChanged
from shared.events.messages.week_closed import WeekClosed
from shared.imports.runs import Runs
from shared.live_billing import Bookkeeper
from shared.meaning.exercises import ExerciseIndex
from shared.meaning.indexing import Index
from shared.meaning.own import OwnTexts
from shared.meaning.texts import TextIndex
from shared.store.audit import FirestoreAudit
from shared.store.coach_preferences import FirestoreCoachPreferences
from shared.store.emails import FirestoreEmails
from shared.store.exports import FirestoreExports
from shared.store.imports import FirestoreImports
from shared.store.log import FirestoreLog
from shared.store.members import FirestoreMembers
from shared.store.merges import FirestoreMerges
from shared.store.merging import Mover
from shared.store.own_data.files import FirestoreOwnData
from shared.store.programs import FirestorePrograms
from shared.store.report_schedules import FirestoreSchedules
from shared.store.reports import FirestoreReports
from shared.store.training import FirestoreTraining
from shared.store.usage import FirestoreUsage
from shared.store.used_exercises import UsedExercises
from shared.store.vectors import FirestoreVectors
from shared.store.week_facts import WeekFactsReader
from shared.store.workouts import FirestoreWorkouts
from tests.delivering import Deliveries, reception
from tests.erasing import House
from tests.mailroom import Mailroom, recipients_of
from tests.modelled import Modelled
from tests.people import now
from tests.stocked import catalogue_of


@dataclass(frozen=True)
class Functions:
    house: House
    keeper: Bookkeeper
    room: Mailroom
    model: Modelled
    parked: list[str]
    """Why something could not be read."""

    def all(self) -> Mapping[str, Deliveries]:
        return {**self._of_subscriptions(), **self._of_people(), **self._of_meaning()}

    def _of_subscriptions(self) -> Mapping[str, Deliveries]:
        database, post = self.house.database, self.house.outbox
        return {
            "billing_events": self._to(
                billing_events, BillingWebhookReceived, billing_events.Deps(self.keeper)
            ),
            "subscription_audit": self._to(
                subscription_audit,
                SubscriptionChanged,
                subscription_audit.Deps(FirestoreAudit(database)),
            ),
            "subscription_receipts": self._to(
                subscription_receipts,
                SubscriptionChanged,
                subscription_receipts.Deps(post, FirestoreMembers(database)),
            ),
            "usage_resets": self._to(
                usage_resets, SubscriptionChanged, usage_resets.Deps(FirestoreUsage(database))
            ),
        }

    def _of_people(self) -> Mapping[str, Deliveries]:
        database, bucket, post = self.house.database, self.house.bucket, self.house.outbox
        accounts, log = self.house.people.accounts, FirestoreLog(self.house.database)
        catalogue, storage = catalogue_of(database), self.house.storage
        training, reports = FirestoreTraining(database), FirestoreReports(database)
        facts = WeekFactsReader(training, FirestorePrograms(database), catalogue)
        merges = FirestoreMerges(database, accounts, now)
        recipients = recipients_of(accounts, database, now)
        deps: Mapping[Any, tuple[type[Message], object]] = {
            emails: (
                WritableLetter,
                emails.Deps(
                    recipients,
                    FirestoreEmails(database, now),
                    self.room.client(),
                    "https://app.example",
                    now,
                ),
            ),
            erasure: (AccountLeaving, self.house.deps()),
            export_runs: (
                ExportRequested,
                export_runs.Deps(
                    FirestoreExports(database),
                    FirestoreOwnData(database),
                    catalogue,
                    storage,
                    bucket,
                    now,
                ),
            ),
            import_runs: (
                ImportRequested,
                import_runs.Deps(
                    Runs(FirestoreImports(database), log, catalogue, storage, bucket, now), post
                ),
            ),
            merge_runs: (
                MergeRequested,
                merge_runs.Deps(
                    Mover(database, merges, log, UsedExercises(database, catalogue)),
                    accounts,
                    reports,
                    facts,
                    text_of,
                    post,
                    now,
                ),
            ),
            weekly_report: (
                WeekClosed,
                weekly_report.Deps(
                    accounts,
                    FirestoreSchedules(database),
                    reports,
                    training,
                    facts,
                    text_of,
                    post,
                    now,
                ),
            ),
        }
        return {
            function.__name__.split(".")[1]: self._to(function, model, made)
            for function, (model, made) in deps.items()
        }

    def _of_meaning(self) -> Mapping[str, Deliveries]:
        database, embedder = self.house.database, self.model.embedder()
        catalogue = catalogue_of(database)
        programs = FirestorePrograms(database)
        own = OwnTexts(FirestoreWorkouts(database), programs, lambda _: (), catalogue)
        exercises = Index(FirestoreVectors(database, "exercise_embeddings"), embedder)
        texts = Index(FirestoreVectors(database, "text_embeddings"), embedder)
        preferences = FirestoreCoachPreferences(database)
        return {
            "embeddings": self._to(
                embeddings, ExercisesChanged, embeddings.Deps(ExerciseIndex(exercises, catalogue))
            ),
            "text_embeddings": self._to(
                text_embeddings,
                TextsChanged,
                text_embeddings.Deps(TextIndex(texts, own, preferences)),
            ),
        }

    def _to(self, function: Any, model: type[Message], deps: object) -> Deliveries:
        handle: Callable[..., None] = function.handle
        made: Callable[[], Any] = lambda: deps  # noqa: E731
        return Deliveries(Inbox("late", model, handle, made, reception(self.parked)).answer)
