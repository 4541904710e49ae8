"""Files as the apps write them, with made-up trainings, and what reading one finds."""

# ruff: noqa: E501 (their lines are as long as they are)

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from shared.domain.imports.found import Ground, Past, PastWorkout, Problem, Source
from shared.domain.imports.reading import opened
from shared.domain.log.workouts import LoadUnit

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def read(
    source: Source, text: str, unit: LoadUnit | None = None, zone: ZoneInfo = BERLIN
) -> list[Past | Problem]:
    file = opened(source, io.StringIO(text, newline=""))
    return list(file.read(Ground(zone, NOW, unit)))


def workouts(source: Source, text: str, unit: LoadUnit | None = None) -> list[PastWorkout]:
    found = read(source, text, unit)
    assert not [one for one in found if isinstance(one, Problem)], found
    return [one for one in found if isinstance(one, PastWorkout)]


def problems(source: Source, text: str) -> list[tuple[int, str]]:
    found = read(source, text)
    return [(one.line, one.column) for one in found if isinstance(one, Problem)]


STRONG = {
    "iOS classic": """\
Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE
2020-05-14 08:30:22,"Push, heavy",1h 5m,"Bench Press (Barbell)",1,62.5,8,0,0.0,"touch, go","good",8
2020-05-14 08:30:22,"Push, heavy",1h 5m,"Plank",1,0.0,0,0,60.0,"","good",
""",
    "iOS without notes": """\
Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE
2020-05-14 08:30:22,"Push, heavy",65m,"Bench Press (Barbell)",1,62.5,8,0,0,8
2020-05-14 08:30:22,"Push, heavy",65m,"Plank",1,0,0,0,60,
""",
    "iOS with units": """\
Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Weight Unit,Reps,RPE,Distance,Distance Unit,Seconds,Notes,Workout Notes
2020-05-14 08:30:22,"Push, heavy",1h 5m,"Bench Press (Barbell)",1,62.5,kg,8,8,,,0,"touch, go","good"
2020-05-14 08:30:22,"Push, heavy",1h 5m,"Plank",1,,,,,,,60,"","good"
""",
    "Android": """\
Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes;Workout Notes;Workout Duration
2020-05-14 08:30:22;"Push, heavy";"Bench Press (Barbell)";1;62,5;kg;8;8;;;0;"touch, go";"good";1h 5m
2020-05-14 08:30:22;"Push, heavy";"Plank";1;;;;;;;60;"";"good";1h 5m
""",
    "version 6": """\
"Workout #";"Date";"Workout Name";"Duration (sec)";"Exercise Name";"Set Order";"Weight (kg)";"Reps";"RPE";"Distance (meters)";"Seconds";"Notes";"Workout Notes"
"1";"2020-05-14 08:30:22";"Push, heavy";"3900";"Bench Press (Barbell)";"1";"62.5";"8";"8";"";"";"touch, go";"good"
"1";"2020-05-14 08:30:22";"Push, heavy";"3900";"Bench Press (Barbell)";"Rest Timer";"";"";"";"";"90";"";"good"
"1";"2020-05-14 08:30:22";"Push, heavy";"3900";"Plank";"1";"";"";"";"";"60";"";"good"
""",
    "German": """\
Datum;Workout-Name;Dauer;Name der Übung;Reihenfolge festlegen;Gewicht (kg);Wiederh.;RPE;Entfernung;Sekunden;Notizen;Workout-Notizen
2020-05-14 08:30:22;"Push, heavy";1h 5m;"Bench Press (Barbell)";1;62,5;8;8;;0;"touch, go";"good"
2020-05-14 08:30:22;"Push, heavy";1h 5m;"Bench Press (Barbell)";Ruhe-Timer;;;;;90;"";"good"
2020-05-14 08:30:22;"Push, heavy";1h 5m;"Plank";1;;;;;60;"";"good"
""",
}
HEVY_HEADER = (
    '"title","start_time","end_time","description","exercise_title","superset_id",'
    '"exercise_notes","set_index","set_type","weight_kg","reps","distance_km","duration_seconds",'
    '"rpe"\n'
)
HEVY = (
    HEVY_HEADER
    + """\
"Legs","28 Mar 2025, 17:29","28 Mar 2025, 18:40","tired","Squat (Barbell)",0,"deep",0,"warmup",60,5,,,
"Legs","28 Mar 2025, 17:29","28 Mar 2025, 18:40","tired","Leg Curl (Machine)",0,"",0,"failure",40,12,,,
"Legs","28 Mar 2025, 17:29","28 Mar 2025, 18:40","tired","Squat (Barbell)",0,"deep",0,"normal",100,5,,,8.5
"Legs","28 Mar 2025, 17:29","28 Mar 2025, 18:40","tired","Squat (Barbell)",0,"deep",1,"dropset",80,8,,,
"Run","27 Mar 2025, 07:00","27 Mar 2025, 07:30","","Jump Rope",,"",0,"normal",,,5.2,1800,
"""
)
FITNOTES = {
    "old": """\
Date,Exercise,Category,Weight (lbs),Reps,Distance,Distance Unit,Time
2021-02-03,Overhead Press (Each Side, Dumbbells),Shoulders,45.0,10,,,
2021-02-03,Side Plank,Abs,,,0.0,kg,0:01:30
""",
    "new": """\
Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment
2021-02-03,Overhead Press (Each Side, Dumbbells),Shoulders,45.0,lbs,10,,,,easy, for once
2021-02-03,Side Plank,Abs,,,,0.0,kg,0:01:30,
""",
    "of iOS": """\
Date,Exercise,Category,Weight (kg),Weight (lbs),Reps,Distance,Distance Unit,Time,Notes,Kind
2021-02-03,"Overhead Press (Each Side, Dumbbells)",Shoulders,,45.0,10,,,,,Warmup
2021-02-03,Side Plank,Abs,,,,,,0:01:30,,
""",
}
LIFTOSAUR = """\
Workout DateTime,Program,Day Name,Exercise,Is Warmup Set?,Required Reps,Completed Reps,Is AMRAP?,Required RPE,Completed RPE,Log RPE?,Required Weight Value,Required Weight Unit,Completed Weight Value,Completed Weight Unit,Ask Weight?,Completed Reps Time,Target Muscles,Synergist Muscles,Notes
2024-03-01T10:00:00.000Z,GZCLP,Day 1,Squat,1,5,5,0,,,0,95,lb,45,lb,0,2024-03-01T10:03:00.000Z,Quads,Glutes,belt
2024-03-01T10:00:00.000Z,GZCLP,Day 1,Squat,0,5,6,1,,9,0,135,lb,140,lb,0,2024-03-01T10:09:00.000Z,Quads,Glutes,belt
2024-03-01T10:00:00.000Z,GZCLP,Day 1,Squat,0,5,,1,,,0,135,lb,135,lb,0,,Quads,Glutes,belt
2024-03-01T10:00:00.000Z,GZCLP,Day 1,Bench Press,0,5,5,0,,,0,100,lb,100,lb,0,,Chest,Triceps,
"""
BODY = """\
Date,Time,Measurement,Value,Unit
2022-01-01,08:00:00,Bodyweight,176.4,lbs
2022-01-01,08:00:00,Waist,33.0,in
2022-01-01,08:00:00,Left Bicep,38.5,cm
2022-01-01,08:00:00,Body Fat,18.5,%
2022-01-01,08:00:00,Mood,7,
2022-01-08,08:00:00,Bodyweight,175.0,lbs
"""
WGER = "Date,Weight\n2022-01-01,80.5\n2022-01-08,0\n"
