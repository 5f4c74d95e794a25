"""The auditors' page and its file."""

from __future__ import annotations

import csv
import io

from booking_core.actors import Staff
from booking_core.core import Core
from booking_core.transaction import Transaction
from tests.audit.conftest import Trail
from tests.core.stage import Stage
from tests.desk.conftest import SignedIn


def write(core: Core, *acts: tuple[str, str, str | None]) -> None:
    """Rows of the audit: who, what and why."""

    def wrote(t: Transaction) -> None:
        for login, action, why in acts:
            t.trail(Staff(login), action, None, t.now(), why)

    core.transact(wrote)


def test_auditors_see_who_did_what(signed: SignedIn, core: Core) -> None:
    """By action and by whoever begins so; who is no auditor and no supervisor sees nothing."""
    write(core, ("kim", "waive", "family of two"), ("ana", "look_up", "caller asked"))
    page = signed("auditor").post("/desk/audit", data={"actor": "agent:kim"}).text
    assert "family of two" in page
    assert "caller asked" not in page
    assert "caller asked" in signed("supervisor").post("/desk/audit", data={"action": "look_up"}).text
    assert "No change fits" in signed("auditor:eve").post("/desk/audit", data={"since": "2099-01-01"}).text
    assert [signed(role).get("/desk/audit").status_code for role in ("agent", "clerk", "surge")] == [403] * 3


def test_older_rows_are_a_page_further(signed: SignedIn, core: Core) -> None:
    """Thirty at a time."""
    write(core, *(("kim", f"act{nth:03}", None) for nth in range(60)))
    auditor = signed("auditor")
    first = auditor.get("/desk/audit").text
    assert "act059" in first
    assert "act010" not in first
    before = first.split('name="before" value="')[1].split('"')[0]
    assert "act010" in auditor.post("/desk/audit", data={"before": before}).text


def test_the_page_shows_the_head(signed: SignedIn, core: Core, stage: Stage) -> None:
    """The newest seal in one word, since when rows wait, and the last check."""
    trail = Trail(stage)
    trail.sealed(2)
    page = signed("auditor").get("/desk/audit").text
    assert str(trail.head()) in page
    assert "Not sealed yet, since" in page
    assert "Never" in page


def test_only_auditors_take_a_file_and_it_is_known(signed: SignedIn, core: Core) -> None:
    """A spreadsheet of texts: nothing in it is a formula, and whoever took it stands in the audit."""
    write(core, ("kim", "waive", '=HYPERLINK("http://x";"y")'), ("kim", "waive", 'a "quoted", reason\nin two lines'))
    answer = signed("auditor").post("/desk/audit.csv", data={"action": "waive"})
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True), newline="")))
    assert [row[5] for row in rows] == ["why", 'a "quoted", reason\nin two lines', '\'=HYPERLINK("http://x";"y")']
    assert signed("supervisor").post("/desk/audit.csv").status_code == 403
    found = core.transact(
        lambda t: t.connection.exec_driver_sql("SELECT actor, why FROM audit WHERE action = 'audit_export'").all()
    )
    assert [tuple(row) for row in found] == [("agent:auditor", "2 rows")]
