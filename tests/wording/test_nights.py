"""The nights in which the clocks change, in the offices' zones: what is said is what the wall clock shows."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from wording import moments
from wording.languages import CATALOGUES

NEW_YORK, BERLIN, LORD_HOWE, KATHMANDU = "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"

# Zone, instant (UTC), and the clock as it is told in English and Spanish. Rules of 2026: tz database.
SPRING = [
    (NEW_YORK, "2026-03-08 06:59", "1:59 in the morning", "la 1:59 de la madrugada"),
    (NEW_YORK, "2026-03-08 07:00", "3 o'clock in the morning", "las 3 de la madrugada"),
    (BERLIN, "2026-03-29 00:59", "1:59 in the morning", "la 1:59 de la madrugada"),
    (BERLIN, "2026-03-29 01:00", "3 o'clock in the morning", "las 3 de la madrugada"),
    (LORD_HOWE, "2026-10-03 15:29", "1:59 in the morning", "la 1:59 de la madrugada"),
    (LORD_HOWE, "2026-10-03 15:30", "2:30 in the morning", "las 2:30 de la madrugada"),  # by half an hour
    (KATHMANDU, "2026-03-28 20:15", "2 o'clock in the morning", "las 2 de la madrugada"),  # no summer time
]
AUTUMN = [
    (NEW_YORK, "2026-11-01 04:59", "12:59 in the morning", "las 12:59 de la madrugada"),
    (NEW_YORK, "2026-11-01 05:30", "1:30 in the morning, Eastern Daylight Time",
     "la 1:30 de la madrugada, hora de verano oriental"),
    (NEW_YORK, "2026-11-01 06:30", "1:30 in the morning, Eastern Standard Time",
     "la 1:30 de la madrugada, hora estándar oriental"),
    (NEW_YORK, "2026-11-01 07:00", "2 o'clock in the morning", "las 2 de la madrugada"),
    (BERLIN, "2026-10-25 00:30", "2:30 in the morning, Central European Summer Time",
     "las 2:30 de la madrugada, hora de verano de Europa central"),
    (BERLIN, "2026-10-25 01:30", "2:30 in the morning, Central European Standard Time",
     "las 2:30 de la madrugada, hora estándar de Europa central"),
    (BERLIN, "2026-10-25 02:00", "3 o'clock in the morning", "las 3 de la madrugada"),
    (LORD_HOWE, "2026-04-04 14:29", "1:29 in the morning", "la 1:29 de la madrugada"),
    (LORD_HOWE, "2026-04-04 14:45", "1:45 in the morning, Lord Howe Daylight Time",
     "la 1:45 de la madrugada, hora de verano de Lord Howe"),
    (LORD_HOWE, "2026-04-04 15:15", "1:45 in the morning, Lord Howe Standard Time",
     "la 1:45 de la madrugada, hora estándar de Lord Howe"),
    (LORD_HOWE, "2026-04-04 15:30", "2 o'clock in the morning", "las 2 de la madrugada"),
    (KATHMANDU, "2026-10-24 20:15", "2 o'clock in the morning", "las 2 de la madrugada"),
]  # fmt: skip
NOONS = [
    (NEW_YORK, "2026-11-01 04:00", "midnight", "la medianoche"),  # before the change
    (NEW_YORK, "2026-11-01 17:00", "noon", "las 12 del mediodía"),  # after it
    (NEW_YORK, "2026-03-08 16:00", "noon", "las 12 del mediodía"),
    (BERLIN, "2026-10-24 22:00", "midnight", "la medianoche"),
    (BERLIN, "2026-10-25 11:00", "noon", "las 12 del mediodía"),
    (LORD_HOWE, "2026-04-04 13:00", "midnight", "la medianoche"),
    (LORD_HOWE, "2026-04-05 01:30", "noon", "las 12 del mediodía"),
    (KATHMANDU, "2026-10-24 18:15", "midnight", "la medianoche"),  # 5:45 ahead
    (KATHMANDU, "2026-10-25 06:15", "noon", "las 12 del mediodía"),
]


def _at(instant: str, zone: str) -> datetime:
    return moments.in_zone(datetime.fromisoformat(instant).replace(tzinfo=UTC), zone)


@pytest.mark.parametrize(("zone", "instant", "english", "spanish"), [*SPRING, *AUTUMN, *NOONS])
def test_the_wall_clock_is_told(zone: str, instant: str, english: str, spanish: str) -> None:
    """Through both nights the office's clock is told; only a time that it shows twice says which of the two."""
    when = _at(instant, zone)
    assert moments.clock(CATALOGUES["en"].by_ear, when) == english
    assert moments.clock(CATALOGUES["es"].by_ear, when) == spanish


@pytest.mark.parametrize(
    ("zone", "day"),
    [(NEW_YORK, "2026-11-01"), (BERLIN, "2026-10-25"), (LORD_HOWE, "2026-04-05"), (KATHMANDU, "2026-10-25"),
     (NEW_YORK, "2026-03-08"), (BERLIN, "2026-03-29"), (LORD_HOWE, "2026-10-04")],
)  # fmt: skip
@pytest.mark.parametrize("language", CATALOGUES)
def test_no_two_instants_sound_the_same(zone: str, day: str, language: str) -> None:
    """Every quarter of an hour around the change has a sentence and a text of its own."""
    catalogue = CATALOGUES[language]
    midnight = datetime.fromisoformat(f"{day} 00:00").replace(tzinfo=ZoneInfo(zone))
    walls = [moments.in_zone(midnight.astimezone(UTC) + timedelta(minutes=15 * n), zone) for n in range(24)]
    for form in (catalogue.by_ear, catalogue.by_text):
        assert len({moments.moment(form, wall) for wall in walls}) == len(walls)


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_naive_wall_time_is_told_as_it_is(language: str) -> None:
    """A wall time without a zone names none, in that night too."""
    form = CATALOGUES[language].by_ear
    assert moments.clock(form, datetime(2026, 11, 1, 1, 30)) == moments.clock(form, datetime(2026, 11, 2, 1, 30))


def test_texts_tell_the_hours_apart() -> None:
    """In a text too, in the zone's short name where the language has one."""
    first, second = _at("2026-11-01 05:30", NEW_YORK), _at("2026-11-01 06:30", NEW_YORK)
    english, spanish = CATALOGUES["en"].by_text, CATALOGUES["es"].by_text
    assert [moments.clock(english, when) for when in (first, second)] == ["1:30am EDT", "1:30am EST"]
    assert [moments.clock(spanish, when) for when in (first, second)] == [
        "la 1:30 am (hora de verano oriental)",
        "la 1:30 am (hora estándar oriental)",
    ]
