"""A supervisor plans a release, sees what it would do, and does it."""

from __future__ import annotations

from datetime import timedelta

from tests.core.stage import Stage
from tests.core.test_releases import monday
from tests.desk.conftest import SignedIn


def form(stage: Stage, **more: str) -> dict[str, str]:
    """Two places a slot at the first office on a Monday."""
    day = f"{monday(stage)}"
    line = stage.line
    return {"office": str(line.offices[0].id), "service": str(line.services[0].id), "first": day, "every": "30",
            "seats": "2", **more}  # fmt: skip


def test_a_release_is_previewed_and_done(signed: SignedIn, stage: Stage) -> None:
    """The preview changes nothing; the form sent twice releases once; the list says who and from when."""
    ana, wish = signed("supervisor:ana"), form(stage, opens=f"{stage.now + timedelta(days=1):%Y-%m-%dT09:00}")
    rows = stage.one("SELECT count(*) FROM releases")
    page = ana.post("/desk/releases/preview", data=wish).text
    assert "28 places on sale in 14 slots; 7 of them stand already" in page
    assert stage.one("SELECT count(*) FROM releases") == rows
    for _ in range(2):
        assert "28 places are released" in ana.post("/desk/releases", data={**wish, "nonce": "one"}).text
    assert stage.one("SELECT count(*) FROM releases") == rows + 1
    page = ana.get("/desk/releases").text
    assert "<td>agent:ana</td><td>San Francisco</td><td>urgent travel</td>" in page
    assert f"{stage.now + timedelta(days=1):%Y-%m-%d} 09:00" in page


def test_what_cannot_be_released_is_said(signed: SignedIn, stage: Stage) -> None:
    """Closed days, and forms that cannot be read."""
    ana = signed("supervisor:ana")
    sunday = f"{monday(stage) - timedelta(days=1)}"
    assert "nothing to release" in ana.post("/desk/releases/preview", data=form(stage, first=sunday)).text
    for wrong in ({"seats": "0"}, {"seats": "many"}, {"first": "soon"}, {"last": "2020-01-01"}, {"office": "x"},
                  {"opens": "later"}):  # fmt: skip
        page = ana.post("/desk/releases/preview", data=form(stage, **wrong)).text
        assert "cannot be read" in page, wrong
        assert ana.post("/desk/releases", data=form(stage, **wrong)).status_code == 400


def test_only_supervisors_release(signed: SignedIn) -> None:
    """Agents, clerks and auditors may not."""
    assert [signed(role).get("/desk/releases").status_code for role in ("agent", "clerk", "auditor")] == [403] * 3
