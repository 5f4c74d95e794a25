"""What the provider says of numbers, by the exchange that plays it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from booking_core.admission import LineType
from booking_core.limits import PACKAGES, Package
from exchange.faults import Fault, FaultKind
from exchange.server import Exchange
from telephony.lookups import Away, Found, LookUps, NoAnswer
from tests.telephony.signing import ACCOUNT, TOKEN

NUMBER = "+12025550123"


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Exchange, LookUps]]:
    """One exchange for all of these tests, and look-ups there, with little patience."""
    exchange = Exchange(ACCOUNT, TOKEN)
    yield exchange, LookUps(ACCOUNT, TOKEN, exchange.start(), timeout_s=0.4)
    exchange.stop()


@pytest.fixture
def exchange(running: tuple[Exchange, LookUps]) -> Exchange:
    """The exchange as if nothing had been asked of it."""
    running[0].switch.reset()
    return running[0]


def ask(running: tuple[Exchange, LookUps], package: Package, **said: object) -> object:
    """What becomes of one package's answer."""
    names = {"line_type": "line_type_intelligence", "reassigned": "reassigned_number", "pumping": "sms_pumping_risk"}
    running[0].switch.lookups[NUMBER] = {names.get(package, package): said}
    found = running[1].ask(NUMBER, [package], None)
    return found if isinstance(found, Away) else found[package]


TYPES = {
    "mobile": LineType.MOBILE, "landline": LineType.LANDLINE, "fixedVoip": LineType.FIXED_VOIP,
    "nonFixedVoip": LineType.NON_FIXED_VOIP, "personal": LineType.PERSONAL, "tollFree": LineType.TOLL_FREE,
    "premium": LineType.PREMIUM, "sharedCost": LineType.SHARED_COST, "uan": LineType.UNIVERSAL,
    "voicemail": LineType.VOICEMAIL, "pager": LineType.PAGER, "unknown": LineType.UNKNOWN,
}  # fmt: skip
"""The provider's twelve words."""


@pytest.mark.usefixtures("exchange")
@pytest.mark.parametrize(("theirs", "ours"), [*TYPES.items(), (None, LineType.UNKNOWN), ("hologram", LineType.UNKNOWN)])
def test_types_of_line(running: tuple[Exchange, LookUps], theirs: str | None, ours: LineType) -> None:
    """Each of the provider's words has one of ours; whatever is new is not known."""
    found = ask(running, "line_type", type=theirs, carrier_name="Verizon")
    assert found == Found({"line_type": ours, "carrier": "Verizon"})


def test_every_type_of_ours_can_be_found() -> None:
    """No row of a policy's table waits for a word that no look-up says."""
    assert set(TYPES.values()) == set(LineType)


SWAPPED = {"last_sim_swap_date": "2026-11-20T08:00:00Z", "swapped_period": "PT72H", "swapped_in_period": True}


@pytest.mark.usefixtures("exchange")
@pytest.mark.parametrize(
    ("package", "said", "facts"),
    [
        ("sim_swap", {"last_sim_swap": SWAPPED}, {"swapped_at": "2026-11-20T08:00:00+00:00"}),
        ("sim_swap", {}, {"swapped_at": None}),
        ("sim_swap", {"last_sim_swap": None}, {"swapped_at": None}),
        ("reassigned", {"is_number_reassigned": "yes"}, {"reassigned": True}),
        ("reassigned", {"is_number_reassigned": "no"}, {"reassigned": False}),
        ("reassigned", {"is_number_reassigned": "no_data_available"}, {"reassigned": None}),
        ("pumping", {"sms_pumping_risk_score": 97, "number_blocked": True}, {"score": 97, "blocked": True}),
        ("line_status", {"status": "active"}, {"active": True}),
        ("line_status", {"status": "unreachable"}, {"active": True}),
        ("line_status", {"status": "inactive"}, {"active": False}),
        ("line_status", {"status": "unknown"}, {"active": None}),
    ],
)
def test_facts(running: tuple[Exchange, LookUps], package: Package, said: dict[str, object], facts: object) -> None:
    """Each package's words become facts; what nobody knows is null."""
    assert ask(running, package, **said) == Found(facts)  # type: ignore[arg-type]


@pytest.mark.usefixtures("exchange")
def test_a_change_of_unknown_hour_may_have_been_now(running: tuple[Exchange, LookUps]) -> None:
    """Some carriers only say that a card was changed within a day: the stricter reading counts."""
    found = ask(running, "sim_swap", last_sim_swap=SWAPPED | {"last_sim_swap_date": None})
    assert isinstance(found, Found)
    assert datetime.now(UTC) - datetime.fromisoformat(found.facts["swapped_at"]) < timedelta(minutes=1)


@pytest.mark.usefixtures("exchange")
@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_fails_by_itself(running: tuple[Exchange, LookUps], package: Package) -> None:
    """An approval that is missing, or a country that is not covered, is this package's alone."""
    assert ask(running, package, error_code=60606) == NoAnswer("60606")
    names = [each for each in PACKAGES if each != package]
    others = running[1].ask(NUMBER, names, None)
    assert isinstance(others, dict)
    assert all(isinstance(others[each], Found) for each in names)


@pytest.mark.usefixtures("exchange")
@pytest.mark.parametrize(("package", "said"), [("pumping", {"sms_pumping_risk_score": None}),
                                               ("sim_swap", {"last_sim_swap": "yesterday"})])  # fmt: skip
def test_what_is_not_as_documented_is_no_fact(
    running: tuple[Exchange, LookUps], package: Package, said: dict[str, object]
) -> None:
    """And no fault of ours."""
    assert ask(running, package, **said) == NoAnswer("unreadable")


@pytest.mark.usefixtures("exchange")
def test_an_impossible_number_is_an_answer(running: tuple[Exchange, LookUps]) -> None:
    """HTTP says 200 to it."""
    assert running[1].ask("+123", ["line_type"], None) == {"line_type": NoAnswer("invalid")}


@pytest.mark.parametrize(("kind", "seconds", "reason"), [(FaultKind.NO_LOOKUP, 0.0, "20503"),
                                                         (FaultKind.SLOW_LOOKUP, 2.0, "no_answer")])  # fmt: skip
def test_away(
    running: tuple[Exchange, LookUps], exchange: Exchange, kind: FaultKind, seconds: float, reason: str
) -> None:
    """A server that is out, or takes too long, is asked again later; the next answer is an answer."""
    exchange.switch.faults.add(Fault(kind, seconds=seconds))
    assert running[1].ask(NUMBER, ["line_type"], None) == Away(reason)
    assert isinstance(running[1].ask(NUMBER, ["line_type"], None), dict)


def test_nobody_there() -> None:
    """A server that is gone is away."""
    assert LookUps(ACCOUNT, TOKEN, "http://127.0.0.1:9", 0.2).ask(NUMBER, ["line_type"], None) == Away("no_answer")


def test_a_wrong_token_is_a_matter_of_time(running: tuple[Exchange, LookUps]) -> None:
    """An operator mends it: the number is not to blame."""
    wrong = LookUps(ACCOUNT, "0" * 32, running[1]._client.http_client._api_url, 0.4)
    assert wrong.ask(NUMBER, ["line_type"], None) == Away("20003")


@pytest.mark.usefixtures("exchange")
def test_one_request_for_all_and_no_number_in_logs(
    running: tuple[Exchange, LookUps], caplog: pytest.LogCaptureFixture
) -> None:
    """What is asked together is one request, and nothing of it is logged."""
    caplog.set_level(logging.DEBUG)
    running[1].ask(NUMBER, PACKAGES, date(2026, 5, 1))
    assert running[0].switch.looked_up == [NUMBER]
    assert NUMBER[1:] not in caplog.text
