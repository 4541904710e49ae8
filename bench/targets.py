"""The requests that are measured."""

from collections.abc import Mapping

from bench.load import Target
from bench.world import World

FLOOR_READ = "floor: one Firestore read"
PROGRAM, VOLUME = "GET program", "GET volume of a program"
FIRST_PROGRAM, FIRST_VOLUME = f"{PROGRAM}, not read lately", f"{VOLUME}, not read lately"
PEER = "peer: "


def floor_targets(hello_port: int, read_port: int) -> list[Target]:
    return [Target("floor: hello", hello_port, "/"), Target(FLOOR_READ, read_port, "/")]


def product_targets(world: World) -> list[Target]:
    # Signed in: the open routes' own limit would end the measurement.
    ports, bearer = world.ports, world.bearer
    analyze = "/api/v1/volume/analyze"
    spelled = "POST analyze, exercises written out"
    search = "/api/v1/exercises?search=bench%20pres"
    return [
        *reading(ports["programs"], ports["volume"], world.program["id"], bearer),
        _in_turn(FIRST_PROGRAM, ports["programs"], "programs", world),
        _in_turn(FIRST_VOLUME, ports["volume"], "volume/programs", world),
        Target("POST analyze", ports["volume"], analyze, "POST", bearer, world.draft),
        Target(spelled, ports["volume"], analyze, "POST", bearer, world.inline_draft),
        Target("GET exercises?search=", ports["exercises"], search, headers=bearer),
    ]


def _in_turn(name: str, port: int, below: str, world: World) -> Target:
    """One program after the other, so that none is remembered when its turn comes again."""
    first, *more = [f"/api/v1/{below}/{program_id}" for program_id in world.program_ids]
    return Target(name, port, first, headers=world.bearer, more_paths=more)


def reading(
    program_port: int,
    volume_port: int,
    program_id: str,
    bearer: Mapping[str, str],
    whose: str = "",
) -> list[Target]:
    program, volume = f"/api/v1/programs/{program_id}", f"/api/v1/volume/programs/{program_id}"
    return [
        Target(f"{whose}{PROGRAM}", program_port, program, headers=bearer),
        Target(f"{whose}{VOLUME}", volume_port, volume, headers=bearer),
    ]
