"""Seeding: bring what is stored to what the files say, and tell what changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.exercises import Exercise
from shared.store.catalogue import Curated as CuratedExercise
from shared.store.catalogue import FirestoreCatalogue
from shared.store.programs import Curated, FirestorePrograms
from tools.seed.catalogue import load_catalogue
from tools.seed.changes import Change, Stored, Verdict, Wanted, fingerprint, plan_changes
from tools.seed.exercises import curated_exercises, exercise_changes
from tools.seed.facts import facts_of_plan, facts_of_template
from tools.seed.templates import Template, load_templates


@dataclass(frozen=True)
class Report:
    exercises: tuple[Change, ...]
    templates: tuple[Change, ...]


@dataclass(frozen=True)
class Seeder:
    """`force` writes over what was edited since the last seeding too."""

    catalogue: FirestoreCatalogue
    programs: FirestorePrograms
    now: datetime
    force: bool = False

    def seed(self, *, dry_run: bool = False) -> Report:
        """Raises `Flaw` before anything is written when a file is wrong, and `Changed` when
        somebody wrote a template meanwhile: run it again."""
        exercises = load_catalogue()
        templates = load_templates(exercises=exercises)
        return Report(
            self.seed_exercises(exercises, dry_run=dry_run),
            self.seed_templates(templates, dry_run=dry_run),
        )

    def seed_exercises(
        self, wanted: Sequence[Exercise], *, dry_run: bool = False
    ) -> tuple[Change, ...]:
        planned = exercise_changes(self.catalogue.curated(), wanted, force=self.force)
        if dry_run:
            return planned

        def change(stored: Mapping[str, CuratedExercise]) -> Iterable[CuratedExercise]:
            nonlocal planned
            planned = exercise_changes(stored, wanted, force=self.force)
            return curated_exercises(stored, wanted, planned, self.now)

        self.catalogue.curate(change)
        return planned

    def seed_templates(
        self, wanted: Sequence[Template], *, dry_run: bool = False
    ) -> tuple[Change, ...]:
        stored = self.programs.curated_templates()
        planned = template_changes(stored, wanted, force=self.force)
        if not dry_run:
            by_id = {template.id: template for template in wanted}
            for one in planned:
                if one.verdict is not Verdict.KEPT:
                    self._put(by_id[one.id], stored.get(one.id), one.verdict)
        return planned

    def _put(self, template: Template, stored: Curated | None, verdict: Verdict) -> None:
        program, seeded = template.program(self.now), fingerprint(facts_of_plan(template.plan))
        if stored is None:
            self.programs.put_template(program, seeded)
            return
        if verdict is Verdict.UNCHANGED and stored.fingerprint == seeded:
            return
        before = stored.kept.program
        if verdict is Verdict.CHANGED:
            before = replace(
                before,
                plan=template.plan,
                version=before.version + 1,
                updated_at=self.now,
                is_archived=False,
            )
        self.programs.put_template(before, seeded, stored.kept)


def template_changes(
    stored: Mapping[str, Curated], wanted: Sequence[Template], *, force: bool = False
) -> tuple[Change, ...]:
    """People may be following a template that left the files: it is kept, and an admin decides."""
    planned = plan_changes(
        {
            one.kept.program.id: Stored(
                one.kept.program.id,
                one.kept.program.plan.name,
                facts_of_template(one.kept.program),
                one.fingerprint,
            )
            for one in stored.values()
        },
        [Wanted(one.id, one.plan.name, facts_of_plan(one.plan)) for one in wanted],
        force=force,
    )
    return tuple(
        replace(one, verdict=Verdict.KEPT) if one.verdict is Verdict.ARCHIVED else one
        for one in planned
    )
