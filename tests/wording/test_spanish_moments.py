from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wording import moments
from wording.segments import encoding, unaccented
from wording.spanish import EAR, PRINT


@pytest.mark.parametrize(
    ("hour", "minute", "spoken", "written"),
    [
        (0, 0, "la medianoche", "la medianoche"),
        (0, 5, "las 12:05 de la madrugada", "las 12:05 am"),
        (1, 20, "la 1:20 de la madrugada", "la 1:20 am"),
        (2, 0, "las 2 de la madrugada", "las 2 am"),
        (6, 0, "las 6 de la mañana", "las 6 am"),
        (9, 5, "las 9:05 de la mañana", "las 9:05 am"),
        (11, 59, "las 11:59 de la mañana", "las 11:59 am"),
        (12, 0, "las 12 del mediodía", "las 12 del mediodía"),
        (12, 1, "las 12:01 de la tarde", "las 12:01 pm"),
        (13, 0, "la 1 de la tarde", "la 1 pm"),
        (18, 59, "las 6:59 de la tarde", "las 6:59 pm"),
        (19, 0, "las 7 de la noche", "las 7 pm"),
        (23, 59, "las 11:59 de la noche", "las 11:59 pm"),
    ],
)
def test_clock(hour: int, minute: int, spoken: str, written: str) -> None:
    """The article goes with the hour, and noon is never 12 am or pm."""
    when = datetime(2026, 11, 24, hour, minute, 59)
    assert moments.clock(EAR, when) == spoken
    assert moments.clock(PRINT, when) == written


@pytest.mark.parametrize(
    ("when", "spoken", "written"),
    [
        (datetime(2026, 11, 24, 9, 20), "martes 24 de noviembre, a las 9:20 de la mañana", "mar 24 nov a las 9:20 am"),
        (datetime(2026, 8, 1, 13, 5), "sábado primero de agosto, a la 1:05 de la tarde", "sáb 1 ago a la 1:05 pm"),
        (datetime(2026, 3, 11, 12), "miércoles 11 de marzo, a las 12 del mediodía", "mié 11 mar a las 12 del mediodía"),
        (datetime(2026, 1, 31, 0), "sábado 31 de enero, a la medianoche", "sáb 31 ene a la medianoche"),
    ],
)
def test_moment(when: datetime, spoken: str, written: str) -> None:
    """A moment is its day and its time; by ear the first of a month is "primero"."""
    assert moments.moment(EAR, when) == spoken
    assert moments.moment(PRINT, when) == written


@pytest.mark.parametrize(
    ("born", "spoken", "written"),
    [
        ("1985-03-04", "4 de marzo de 1985", "4 mar 1985"),
        ("2001-01-01", "primero de enero de 2001", "1 ene 2001"),
        ("1985-03-00", "marzo de 1985, día desconocido", "mar 1985, día desconocido"),
        ("1985-00-00", "día y mes desconocidos, 1985", "día y mes desconocidos, 1985"),
    ],
)
def test_birth_dates(born: str, spoken: str, written: str) -> None:
    """Birth dates are read back with the month's name, and what is unknown is said to be."""
    assert moments.birth_date(EAR, born) == spoken
    assert moments.birth_date(PRINT, born) == written


@pytest.mark.parametrize(
    ("seconds", "exactly", "about"),
    [
        (45, "45 segundos", "cerca de 1 minuto"),
        (3_600, "1 hora", "cerca de 1 hora"),
        (5_400, "1 hora 30 minutos", "cerca de 1 hora 30 minutos"),
        (90_000, "1 día 1 hora", "cerca de 2 días"),
    ],
)
def test_durations(seconds: int, exactly: str, about: str) -> None:
    """Durations are said in full, in a text too: CLDR's short form has "1 horas"."""
    assert moments.duration(EAR, seconds) == moments.duration(PRINT, seconds) == exactly
    assert moments.about(EAR, seconds) == about


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)))
def test_moments_fit_in_a_text(when: datetime) -> None:
    """No moment of a Spanish text needs more than GSM-7 once its accents are shed, or more than 34 characters."""
    written = unaccented(moments.moment(PRINT, when))
    assert encoding(written) == "GSM-7"
    assert len(written) <= len("mié 24 sept a las 12 del mediodía")


def test_days() -> None:
    """Days alone, as "a partir del …" needs them."""
    assert moments.day(EAR, date(2026, 11, 1)) == "domingo primero de noviembre"
    assert moments.day(PRINT, date(2026, 11, 1)) == "dom 1 nov"


@pytest.mark.parametrize("form", [EAR, PRINT])
def test_parts_of_the_day_rise_from_midnight(form: moments.Form) -> None:
    """Every time of the day has its words."""
    starts = [start for start, _ in form.clock.parts]
    assert starts == sorted(starts)
    assert starts[0] == time(0)
