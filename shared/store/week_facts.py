"""All that the facts of somebody's weeks stand on, read for them."""

from dataclasses import dataclass

from shared.domain.accounts import Account
from shared.domain.reports.facts import Ground, WeekFacts, week_facts
from shared.domain.reports.weights import weight_in
from shared.domain.trained import exercises_of
from shared.domain.volume import weekly_volume
from shared.domain.weeks import IsoWeek, around
from shared.once import once
from shared.store.catalogue import FirestoreCatalogue, live_catalogue
from shared.store.programs import FirestorePrograms, live_programs
from shared.store.training import FirestoreTraining, live_training


@dataclass(frozen=True)
class WeekFactsReader:
    """Reads a person's whole log up to the week: totals, rows and best loads are about all of it,
    and a sum kept from the last report would be wrong after every correction or import."""

    training: FirestoreTraining
    programs: FirestorePrograms
    catalogue: FirestoreCatalogue

    def of(self, account: Account, week: IsoWeek) -> WeekFacts:
        _, ends = around(week, week)
        log = list(self.training.workouts(account.id, until=ends))
        program = self.programs.followed(account.id, account.organization_id)
        needed = exercises_of(log) | (program.exercise_ids if program else frozenset())
        catalogue = self.catalogue.covering(needed, account.organization_id)
        targets = account.profile.volume_targets
        ground = Ground(
            catalogue=catalogue,
            zones=account.zones,
            targets=targets,
            units=account.profile.units,
            plan=weekly_volume(program.plan, catalogue, targets) if program else None,
        )
        weights = self.training.weights(account.id, week.later(-1), week, account.zones)
        return week_facts(week, log, ground, weight_in(week, weights))


@once
def live_week_facts() -> WeekFactsReader:
    return WeekFactsReader(live_training(), live_programs(), live_catalogue())
