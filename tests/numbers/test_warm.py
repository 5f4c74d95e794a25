import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# What the library has loaded, exactly: one module for each region's metadata, one entry for each compiled pattern.
SCRIPT = """
import sys
import phonenumbers
from booking_core.numbers import check, warm

def loaded():
    data = [name for name in sys.modules if name.startswith(("phonenumbers.data.", "phonenumbers.shortdata."))]
    return {*data, *phonenumbers.re_util._COMPILED_PATTERNS}

regions, numbers = frozenset(sys.argv[1].split(",")), sys.argv[2:]
if regions == {""}:
    phonenumbers.enable_pattern_cache()
else:
    warm(regions)
before = loaded()
for number in numbers:
    check(number, regions)
print(len(loaded() - before))
"""

IN_THE_US = [
    "+12025550123",
    "2025550123",
    "(415) 555-0100",
    "+1 202 111 1111",
    "5550123",
    "911",
    "72975",
    "1-800-FLOWERS",
]


def newly_loaded(regions: str, numbers: list[str]) -> int:
    """Return how many pieces a fresh process still loads for `numbers`, after warming `regions` if there are any."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, regions, *numbers],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )
    return int(done.stdout)


@pytest.mark.parametrize(
    ("regions", "numbers"),
    [
        ("US", IN_THE_US),
        ("US", ["+18765550123"]),  # refused, and still free: Jamaica shares the code
        ("PR", ["+17875550123", "787 555 0123", "911"]),
        ("US,MX,GB", ["+5215512345678", "+525512345678", "+442079460018", "+442890123456", "+353 48 9012 3456"]),
        ("DE", ["+4930123456", "+4915123456789", "2025550123"]),  # home is the US, whether served or not
        ("AR,BR", ["+541123456789", "+5491123456789", "+556181234567", "+551132345678", "+54 11 15 2345 6789"]),
        ("PS,SM", ["+970592345678", "+972592345678", "+3780549886377", "+390549886377"]),
    ],
)
def test_warm_loads_all(regions: str, numbers: list[str]) -> None:
    """After warming at boot the first number of a served region loads no metadata and compiles no pattern."""
    assert newly_loaded(regions, numbers) == 0


def test_cold_loads_something() -> None:
    """Without warming the first number loads metadata: the count above can fail."""
    assert newly_loaded("", IN_THE_US) > 0


def test_other_regions_stay_cold() -> None:
    """Warming one country does not load the rest of the world."""
    assert newly_loaded("US", ["+4930123456"]) > 0
