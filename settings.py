"""Everything the environment may say, read once and frozen.

One variable is one field of `Settings`, named in small letters. `X_FILE` names a file that holds the value of `X` (how
containers hand over secrets), an empty value counts as unset, and every fault is reported in one message. `python
settings.py` prints `.env.example`.
"""

import enum
import hmac
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

import policy_file
import setting_rules as rules
from setting_rules import SettingsWrong
from setting_sources import environment, read

__all__ = ["Settings", "SettingsWrong", "Telephony", "environment", "example", "load", "load_or_exit"]

EXIT_CONFIGURATION: Final = 78  # EX_CONFIG of sysexits.h


class Telephony(enum.StrEnum):
    """Who carries calls and texts: the exchange on this machine, or the provider."""

    SIMULATED = "simulated"
    TWILIO = "twilio"


class Failpoint(enum.StrEnum):
    """Where a worker kills itself, so that tests can see what becomes of the message in its hands."""

    BEFORE_POST = "before-post"
    AFTER_POST = "after-post"


DatabaseUrl = Annotated[SecretStr, AfterValidator(rules.database_url)]
RedisUrl = Annotated[SecretStr, AfterValidator(rules.redis_url)]
RootSecret = Annotated[SecretStr, AfterValidator(rules.root_secret)]
AuditKey = Annotated[SecretStr, AfterValidator(rules.audit_key)]
Token = Annotated[SecretStr, AfterValidator(rules.token)]
Telephone = Annotated[str, Field(pattern=rules.E164)]
Codes = Annotated[tuple[str, ...], BeforeValidator(rules.split)]


class Settings(BaseModel):
    """The settings, checked. Secrets show as asterisks; `get_secret_value()` reads them."""

    model_config = ConfigDict(frozen=True, validate_default=True, extra="ignore", alias_generator=str.upper)

    database_url: DatabaseUrl | None = Field(
        None, description="PostgreSQL, as postgresql://user:password@host/name. Unset: an embedded server."
    )
    database_url_direct: DatabaseUrl | None = Field(
        None, description="The way around a pooler, for migrations. Unset: DATABASE_URL."
    )
    database_prepared: bool = Field(
        True, description="Prepared statements; false behind PgBouncer before 1.21 in transaction mode."
    )
    redis_url: RedisUrl | None = Field(
        None,
        description="Redis or Valkey, as redis://host:6379/0: wakes the worker and counts floods; nothing is kept "
        "there. Unset: ./run starts one of its own; without any, the worker looks twice a second.",
    )
    secret_key: RootSecret = Field(
        description="Root secret, 32 bytes or more (openssl rand -hex 32). With simulated telephony ./run makes one."
    )
    secret_key_next: RootSecret | None = Field(
        None, description="The root secret that is to follow (fairline db rekey)."
    )
    audit_key: AuditKey | None = Field(
        None,
        description="Seals the audit (Ed25519): 64 hex digits (openssl rand -hex 32), for nodes with a worker only. "
        "Unset: derived from SECRET_KEY, so whoever has that can seal.",
    )
    fairline_var: Annotated[Path, AfterValidator(rules.below_checkout)] = Field(
        Path("var"), description="Where data is kept; a relative path starts at the checkout."
    )
    recordings: Annotated[Path, AfterValidator(rules.below_checkout)] = Field(
        description="Folder of recorded phrases, as en/goodbye.mp3. Unset: recordings in FAIRLINE_VAR."
    )
    public_url: Annotated[str, AfterValidator(rules.origin)] = Field(
        description="What the provider calls and signs, as https://line.example. Simulated: http://127.0.0.1:PORT."
    )
    port: int = Field(8000, ge=1, le=65534, description="Port of the web process; the exchange takes the one above.")
    web_concurrency: int = Field(2, ge=1, le=64, description="Processes of the web server, eight threads each.")
    telephony: Telephony = Field(
        Telephony.SIMULATED, description="simulated (an exchange on this machine, loopback only) or twilio."
    )
    twilio_account_sid: str = Field(
        pattern=r"^AC[0-9a-f]{32}$", description="The account (AC...). Simulated: one of the exchange."
    )
    twilio_auth_token: Token = Field(
        description="Its token: signs webhooks, opens the provider's interface. Simulated: derived from SECRET_KEY."
    )
    twilio_auth_token_next: Token | None = Field(None, description="A second token accepted while tokens are changed.")
    twilio_number: Telephone = Field(description="The line's number for calls. Simulated: +18005550199.")
    text_sender: Annotated[str, AfterValidator(rules.text_sender)] = Field(
        description="Who texts come from: a number, a messaging service (MG...) or a name. Unset: TWILIO_NUMBER."
    )
    text_two_way: bool = Field(description="Whether texts can be answered. Unset: true, unless a name sends them.")
    staffed_number: Telephone | None = Field(
        None, description="A number with people, said when the line itself is in trouble, as +14155550123."
    )
    calls_per_second: float = Field(
        gt=0, le=1000, description="Calls of ours the provider takes a second. Unset: 1; simulated: 1000."
    )
    texts_per_second: float = Field(
        gt=0, le=1000, description="Texts the provider takes a second. Unset: 1; simulated: 1000."
    )
    texts_per_day: int | None = Field(
        None, ge=1, description="Texts a day (UTC) after which only codes and answers leave. Unset: any number."
    )
    regions: Annotated[Codes, AfterValidator(rules.regions)] = Field(
        ("US", "AS", "GU", "MP", "PR", "VI"), description="Whose numbers may book (ISO 3166), with commas."
    )
    languages: Annotated[Codes, AfterValidator(rules.languages)] = Field(
        ("en", "es"), description="Languages of an apology while nobody knows the call's, with commas."
    )

    policy: Annotated[Path, AfterValidator(rules.policy)] = Field(
        policy_file.SHIPPED.relative_to(rules.CHECKOUT),
        description="Who is offered places at once, and who has to show more first (docs/reference/policy.md).",
    )
    prices: Annotated[Path, AfterValidator(rules.price_table)] | None = Field(
        None, description="What texts and calls cost: a CSV table. Unset: costs are counted without money."
    )
    spend_per_month: Decimal | None = Field(
        None, gt=0, description="Beyond it, in the table's currency, only codes and what is about a booking are sent."
    )
    metrics_token: Token | None = Field(
        None, description="Who asks for /metrics must bear it. Unset: only while telephony is simulated."
    )
    oidc_issuer: Annotated[str, AfterValidator(rules.issuer)] | None = Field(
        None, description="The institution's own sign-in (OpenID Connect), as https://id.example. Unset: only here."
    )
    oidc_client_id: str | None = Field(None, description="What it knows the desk as.")
    oidc_client_secret: SecretStr | None = Field(None, description="The secret that goes with it.")
    failpoint: Failpoint | None = Field(
        None, description="For tests, simulated only: the worker dies before-post or after-post."
    )

    @property
    def simulated(self) -> bool:
        """Whether the exchange plays the provider."""
        return self.telephony is Telephony.SIMULATED

    @property
    def host(self) -> str:
        """The address the web process binds: loopback only while telephony is simulated."""
        return "127.0.0.1" if self.simulated else "0.0.0.0"  # noqa: S104  real telephony is reached from outside

    @property
    def exchange_url(self) -> str:
        """Where the exchange listens while telephony is simulated."""
        return f"http://127.0.0.1:{self.port + 1}"

    def as_environment(self) -> dict[str, str]:
        """The variables from which `load` makes these very settings again, secrets in clear: for child processes."""
        fields = ((name.upper(), getattr(self, name)) for name in type(self).model_fields)
        return {name: _plain(value) for name, value in fields if value is not None}


def _plain(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return ",".join(value) if isinstance(value, tuple) else str(value)


def load(environ: Mapping[str, str]) -> Settings:
    """The settings that `environ` holds; raises `SettingsWrong` with all that is wrong in it."""
    values, faults = read(environ, [name.upper() for name in Settings.model_fields])
    faults |= rules.across(values)
    settings = None
    try:
        settings = Settings.model_validate(_derived(values) | values)
    except ValidationError as wrong:
        faults = _faults_within(wrong, values) | faults
    if settings is None or faults:
        raise SettingsWrong([f"{name}: {fault}" for name, fault in faults.items()])  # no cause: it shows the values
    return settings


def _faults_within(wrong: ValidationError, values: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with each variable; a derived value is never to blame, what it was derived from is."""
    faults: dict[str, str] = {}
    for error in wrong.errors():
        name = str(error["loc"][0])
        if name in values:
            faults[name] = error["msg"].removeprefix("Value error, ")
        elif error["type"] == "missing":
            faults[name] = f"is missing. {Settings.model_fields[name.lower()].description}"
    return faults


def _derived(values: Mapping[str, str]) -> dict[str, str]:
    """The defaults that follow from other variables."""
    derived: dict[str, str] = {}
    if rules.is_simulated(values):
        # Web, worker and exchange must agree on a token without being told one.
        token = hmac.digest(values.get("SECRET_KEY", "").encode(), b"token of the simulated telephony", "sha256")
        derived = {
            "PUBLIC_URL": f"http://127.0.0.1:{values.get('PORT', '8000')}",
            "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
            "TWILIO_AUTH_TOKEN": token.hex()[:32],
            "TWILIO_NUMBER": "+18005550199",
        }
    number = values.get("TWILIO_NUMBER") or derived.get("TWILIO_NUMBER", "")  # a missing one is its own fault
    sender = values.get("TEXT_SENDER") or number
    recordings = Path(values.get("FAIRLINE_VAR", "var")) / "recordings"
    # The exchange takes what comes; a tester has no second to wait.
    rate = "1000" if derived else "1"
    return derived | {
        "TEXTS_PER_SECOND": rate, "CALLS_PER_SECOND": rate,
        "TEXT_SENDER": sender, "TEXT_TWO_WAY": str(not rules.is_name(sender)), "RECORDINGS": str(recordings),
    }  # fmt: skip


def load_or_exit(environ: Mapping[str, str]) -> Settings:
    """`load`, or all faults on stderr and exit 78."""
    try:
        return load(environ)
    except SettingsWrong as wrong:
        print(wrong, file=sys.stderr)
        raise SystemExit(EXIT_CONFIGURATION) from None


def example() -> str:
    """The text of `.env.example`: every variable with what it is for and its default."""
    lines = [
        "# Fairline's settings; `python settings.py > .env.example` writes this file. ./run reads a copy named .env."
    ]
    lines.append("# Any NAME may be given as NAME_FILE instead: the path of a file that holds the value.")
    for name, field in Settings.model_fields.items():
        default = "" if field.is_required() or field.default is None else _plain(field.default)
        lines += ["", f"# {field.description}", f"#{name.upper()}={default.lower() if default == 'True' else default}"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(example())
