import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import settings
from settings import Settings, SettingsWrong, Telephony, environment, load

CHECKOUT = Path(__file__).parents[2]
SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"
TOKEN = "9c8b7a6f5e4d3c2b1a0f9e8d7c6b5a49"
REAL = {
    "TELEPHONY": "twilio",
    "SECRET_KEY": SECRET,
    "PUBLIC_URL": "https://line.example/",
    "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
    "TWILIO_AUTH_TOKEN": TOKEN,
    "TWILIO_NUMBER": "+18005550199",
}


def _faults(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsWrong) as wrong:
        load(environ)
    return [fault.partition(":")[0] for fault in wrong.value.faults]


def test_one_secret_is_enough_to_try_it() -> None:
    """With simulated telephony everything but the secret has a default, and the line is reached on loopback only."""
    tried = load({"SECRET_KEY": SECRET})
    assert tried.telephony is Telephony.SIMULATED
    assert (tried.host, tried.public_url, tried.exchange_url) == (
        "127.0.0.1",
        "http://127.0.0.1:8000",
        "http://127.0.0.1:8001",
    )
    assert (tried.twilio_number, tried.text_sender, tried.text_two_way) == ("+18005550199", "+18005550199", True)
    assert tried.fairline_var == CHECKOUT / "var"


def test_real_telephony_is_reached_from_outside() -> None:
    """With the provider the web process listens for everybody and its address has no slash at the end."""
    real = load(REAL)
    assert (real.simulated, real.host, real.public_url) == (False, "0.0.0.0", "https://line.example")


@pytest.mark.parametrize(
    ("environ", "faulty"),
    [
        ({}, ["SECRET_KEY"]),
        ({"SECRET_KEY": "a" * 64}, ["SECRET_KEY"]),
        ({"SECRET_KEY": SECRET[:31]}, ["SECRET_KEY"]),
        ({"SECRET_KEY": "please-change-this-to-something-long-0123456789"}, ["SECRET_KEY"]),
        ({"SECRET_KEY": SECRET, "SECRET_KEY_NEXT": SECRET}, ["SECRET_KEY_NEXT"]),
        ({"SECRET_KEY": SECRET, "PUBLIC_URL": "https://line.example"}, ["PUBLIC_URL"]),
        ({"SECRET_KEY": SECRET, "PUBLIC_URL": "http://127.0.0.1.line.example"}, ["PUBLIC_URL"]),
        ({"SECRET_KEY": SECRET, "PUBLIC_URL": "http://user@localhost"}, ["PUBLIC_URL"]),
        ({"SECRET_KEY": SECRET, "DATABASE_URL": "mysql://host/name"}, ["DATABASE_URL"]),
        ({"SECRET_KEY": SECRET, "DATABASE_URL_DIRECT": "postgresql://host/name"}, ["DATABASE_URL_DIRECT"]),
        ({"SECRET_KEY": SECRET, "DATABASE_PREPARED": "perhaps"}, ["DATABASE_PREPARED"]),
        ({"SECRET_KEY": SECRET, "PORT": "65535"}, ["PORT"]),
        ({"SECRET_KEY": SECRET, "REGIONS": "us"}, ["REGIONS"]),
        ({"SECRET_KEY": SECRET, "REGIONS": ","}, ["REGIONS"]),
        ({"SECRET_KEY": SECRET, "TEXTS_PER_SECOND": "0"}, ["TEXTS_PER_SECOND"]),
        ({"SECRET_KEY": SECRET, "TEXTS_PER_DAY": "0"}, ["TEXTS_PER_DAY"]),
        ({"SECRET_KEY": SECRET, "REDIS_URL": "127.0.0.1:6379"}, ["REDIS_URL"]),
        ({"SECRET_KEY": SECRET, "FAILPOINT": "at-lunch"}, ["FAILPOINT"]),
        ({**REAL, "FAILPOINT": "after-post"}, ["FAILPOINT"]),
        ({"SECRET_KEY": SECRET, "TWILIO_NUMBER": "800 555 0199"}, ["TWILIO_NUMBER"]),
        ({"SECRET_KEY": SECRET, "TEXT_SENDER": "a name that is too long"}, ["TEXT_SENDER"]),
        ({"SECRET_KEY": SECRET, "TEXT_SENDER": "Passports", "TEXT_TWO_WAY": "true"}, ["TEXT_TWO_WAY"]),
        ({"SECRET_KEY": SECRET, "TELEPHONY": "twillio"}, ["TELEPHONY"]),
        ({**REAL, "PUBLIC_URL": "http://line.example"}, ["PUBLIC_URL"]),
        ({**REAL, "PUBLIC_URL": "https://localhost"}, ["PUBLIC_URL"]),
        ({**REAL, "PUBLIC_URL": "https://line.example/?a=b"}, ["PUBLIC_URL"]),
        ({**REAL, "TWILIO_AUTH_TOKEN": "short"}, ["TWILIO_AUTH_TOKEN"]),
        ({**REAL, "TWILIO_AUTH_TOKEN_NEXT": TOKEN}, ["TWILIO_AUTH_TOKEN_NEXT"]),
        ({**REAL, "TWILIO_ACCOUNT_SID": "SK" + "1" * 32}, ["TWILIO_ACCOUNT_SID"]),
        ({**REAL, "TWILIO_NUMBER": ""}, ["TWILIO_NUMBER"]),
        ({**REAL, "SECRET_KEY_FILE": "/nowhere"}, ["SECRET_KEY"]),
    ],
)
def test_a_wrong_variable_is_named_and_nothing_else(environ: dict[str, str], faulty: list[str]) -> None:
    """Every unusable value stops the start under its own name, without naming what merely follows from it."""
    assert _faults(environ) == faulty


def test_all_faults_stand_in_one_message_without_values() -> None:
    """One start tells everything that is wrong, and never repeats a value, which may be a secret."""
    environ = {
        "TELEPHONY": "twilio",
        "SECRET_KEY": "hunter2",
        "DATABASE_URL": "oracle://u:hunter2@h/n",
        "TWILIO_AUTH_TOKEN": "hunter2",
        "PORT": "eighty",
        "PUBLIC_URL": "ftp://hunter2",
    }
    with pytest.raises(SettingsWrong) as wrong:
        load(environ)
    named = {fault.partition(":")[0] for fault in wrong.value.faults}
    assert named == set(environ) - {"TELEPHONY"} | {"TWILIO_ACCOUNT_SID", "TWILIO_NUMBER"}
    assert all(fault in str(wrong.value) for fault in wrong.value.faults)
    assert "hunter2" not in str(wrong.value)


def test_secrets_do_not_show() -> None:
    """Printing the settings shows no secret: no root secret, no token, no password of the database."""
    shown = repr(load({**REAL, "DATABASE_URL": "postgres://u:hunter2@host/name", "SECRET_KEY_NEXT": f"next{SECRET}"}))
    assert not any(secret in shown for secret in (SECRET, TOKEN, "hunter2"))


def test_children_get_the_same_settings() -> None:
    """What is handed to child processes loads as the very same settings, derived values included."""
    for environ in ({"SECRET_KEY": SECRET, "PORT": "9000", "REGIONS": "US,CA"}, {**REAL, "TEXT_SENDER": "Passports"}):
        assert load(load(environ).as_environment()) == load(environ)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_usual_address_of_postgresql_is_accepted(scheme: str) -> None:
    """`postgres://`, as platforms hand it out, names the same driver as the others."""
    url = load({"SECRET_KEY": SECRET, "DATABASE_URL": f"{scheme}://u:p@host/name?sslmode=require"}).database_url
    assert url
    assert url.get_secret_value() == "postgresql+psycopg://u:p@host/name?sslmode=require"


def test_a_file_may_hold_a_value(tmp_path: Path) -> None:
    """`X_FILE` is read without its line end, and refused beside `X`."""
    (tmp_path / "secret").write_text(SECRET + "\n")
    environ = {"SECRET_KEY_FILE": str(tmp_path / "secret")}
    assert load(environ).secret_key.get_secret_value() == SECRET
    assert _faults({**environ, "SECRET_KEY": SECRET}) == ["SECRET_KEY"]


def test_the_checkout_has_a_file_and_a_secret_of_its_own(tmp_path: Path) -> None:
    """`.env` is read below the environment, and a secret is made once, for its owner only."""
    (tmp_path / ".env").write_text("# ours\nexport PORT = '9000'\nREGIONS=US\n\nFAIRLINE_VAR=data here\n")
    first = environment({"REGIONS": "CA"}, tmp_path)
    assert (first["PORT"], first["REGIONS"]) == ("9000", "CA")
    secret = tmp_path / "data here" / "secret_key"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert environment({}, tmp_path)["SECRET_KEY"] == first["SECRET_KEY"]
    assert load(first).port == 9000
    assert [path.name for path in secret.parent.iterdir()] == ["secret_key"]


def test_no_secret_is_made_for_real_telephony(tmp_path: Path) -> None:
    """With the provider the root secret must be given: losing a made one would lose every number."""
    assert "SECRET_KEY" not in environment({"TELEPHONY": "twilio"}, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_wrong_settings_end_with_code_78(tmp_path: Path) -> None:
    """The web server does not start with wrong settings: all faults on stderr, exit code 78."""
    environ = {"PATH": os.environ["PATH"], "PORT": "x", "TEXTS_PER_SECOND": "y", "FAIRLINE_VAR": str(tmp_path)}
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "app:create_web()"]
    ended = subprocess.run(command, env=environ, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert ended.returncode == 78
    assert ended.stderr.splitlines()[0] == "the settings are wrong:"
    assert [line.split(":")[0].strip() for line in ended.stderr.splitlines()[1:]] == ["PORT", "TEXTS_PER_SECOND"]


def test_the_example_is_what_the_settings_say() -> None:
    """`.env.example` is up to date (`python settings.py > .env.example`) and names every variable."""
    text = (CHECKOUT / ".env.example").read_text()
    assert text == settings.example()
    named = [
        line[1:].partition("=")[0] for line in text.splitlines() if line.startswith("#") and "=" in line.split()[0]
    ]
    assert named == [name.upper() for name in Settings.model_fields]


def test_the_example_holds_the_defaults(tmp_path: Path) -> None:
    """Taking every default of the example for real changes nothing."""
    lines = (CHECKOUT / ".env.example").read_text().splitlines()
    told = [line[1:] for line in lines if line.startswith("#") and "=" in line.split()[0]]
    (tmp_path / ".env").write_text("\n".join(told))
    given = environment({"SECRET_KEY": SECRET}, tmp_path)
    assert load(given) == load({"SECRET_KEY": SECRET})
