"""`fairline vouchers`: batches by the command line, in the name of the account that gives it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from booking_core.core import Core
from booking_core.identifiers import is_voucher
from tests.command import run
from tests.house import SECRET


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """The command works on the test's database."""
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("SECRET_KEY", SECRET)


def test_a_batch_is_made_listed_and_revoked(
    core: Core, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The digits are printed once, a line each; the list has none of them; both acts are in the audit."""
    today = datetime.now(UTC).date()
    days = ("--from", str(today), "--until", str(today + timedelta(days=9)))
    assert run(monkeypatch, "vouchers", "make", "--partner", "North shelter", *days, "3") == 0
    digits = capsys.readouterr().out.split()
    assert len(digits) == 3
    assert all(is_voucher(each) for each in digits)
    assert run(monkeypatch, "vouchers") == 0
    listed = capsys.readouterr().out
    assert "3 vouchers, 0 booked" in listed
    assert "North shelter" in listed
    assert not [each for each in digits if each in listed]
    batch = listed.split()[0]
    assert run(monkeypatch, "vouchers", "revoke", batch) == 0
    assert run(monkeypatch, "vouchers", "revoke", batch) == 64
    assert run(monkeypatch, "vouchers", "make", "--partner", " ", *days, "3") == 64
    assert "partner" in capsys.readouterr().err
    told = core.transact(
        lambda t: t.connection.exec_driver_sql(
            "SELECT action, actor LIKE 'operator:%%' FROM audit WHERE action LIKE '%%vouchers' ORDER BY id"
        ).all()
    )
    assert [tuple(row) for row in told] == [("make_vouchers", True), ("revoke_vouchers", True)]
