from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from attack_range.report.page import page as report
from tests.attack_range.sample import about, whole
from tests.browser.test_every_page import faults

SOME = ("", "consecutive_bank", "pumper")
pytestmark = pytest.mark.browser


def test_the_report_of_the_range_can_be_used_by_everybody(page: Page, tmp_path: Path) -> None:
    """No fault by axe with all unfolded, in light and dark, on wide and narrow screens; and nothing is fetched."""
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    (tmp_path / "report.html").write_text(report(about(), [run for run in whole() if run.attack in SOME]))
    page.goto(f"file://{tmp_path / 'report.html'}")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert faults(page, "report.html") == []
    assert len(fetched) == 1
