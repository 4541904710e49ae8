from datetime import date

import pytest

from shared.domain.profiles import is_birth_date, is_time_zone


@pytest.mark.parametrize("name", ["UTC", "Europe/Berlin", "America/Argentina/Ushuaia", "Etc/GMT-5"])
def test_time_zones_have_iana_names(name: str) -> None:
    assert is_time_zone(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Europe/Atlantis",
        "Europe",
        "+02:00",
        "../UTC",
        "/etc/passwd",
        "posixrules",
        "posix/UTC",
        "right/UTC",
        "localtime",
        "Factory",
        "UTC\0",
        "\ud800",
        "x" * 5000,
    ],
)
def test_anything_else_is_no_time_zone(name: str) -> None:
    assert not is_time_zone(name)


def test_people_were_born_in_the_past_and_not_before_1900() -> None:
    today = date(2026, 3, 1)
    assert is_birth_date(date(1900, 1, 1), today)
    assert is_birth_date(date(2026, 2, 28), today)
    assert not is_birth_date(date(1899, 12, 31), today)
    assert not is_birth_date(today, today)
