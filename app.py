"""The composition root: the only file that knows all rooms."""

from __future__ import annotations

import dataclasses
import functools
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask

import clock
import policy_file
import webhooks
from booking_core import bulletins, floods, gauges, institution, schema, sealing, suspensions, turned_away
from booking_core.core import Core
from booking_core.db import Database, Unavailable, Unknown
from booking_core.desk_commands import ReadNotices
from booking_core.desk_outcomes import Published
from booking_core.doorstep import Doorkeeper, Nobody
from booking_core.keys import Keys
from booking_core.lines import Line
from booking_core.notices import Notices
from booking_core.numbers import Number, Refused, check, warm
from booking_core.transaction import Transaction
from counters import Counters
from desk import door as desk_door
from desk.elsewhere import Elsewhere
from desk.pages import Desk
from door_book import DoorBook
from doorkeeper import Keeper
from ivr.turn import Dialogue
from metrics import Metrics
from public import routes
from recent import Recent
from recordings import Recordings
from settings import Settings, environment, load_or_exit
from sms.turn import Thread
from telephony.door import Door
from telephony.lookups import LookUps
from telephony.provider import Provider
from unknowns import Unknowns
from wakeups import Wakeups
from wording.languages import CATALOGUES

LINES_KEPT_S = 60
"""How long a process believes what it has read of a line."""
NOTICES_KEPT_S = 5
"""How long it believes what it has read of suspensions and bulletins; the claim reads the rows all the same."""
EXCHANGE_BLOCK_A_DAY = 200.0
"""The exchange's telephones are all of one block: whoever tries the line with several is not to be taken for a bank."""


def build_core(settings: Settings, *, size: int = 16) -> Core:
    """The booking core on the configured database."""
    if settings.database_url is None:
        raise ValueError("the database is not named; `fairline up` starts one")
    keys = Keys(
        settings.secret_key.get_secret_value().encode(),
        None if settings.secret_key_next is None else settings.secret_key_next.get_secret_value().encode(),
    )
    url = settings.database_url.get_secret_value()
    database = Database(url, prepared=settings.database_prepared, size=size)
    policy = policy_file.load(settings.policy)
    if settings.simulated:
        policy = dataclasses.replace(policy, block_a_day=max(policy.block_a_day, EXCHANGE_BLOCK_A_DAY))
    return Core(database, keys, policy=policy)


def checker(settings: Settings) -> Callable[[str], Number | Refused]:
    """The number check for the regions served, its metadata warm: the first check of a country costs a hundred."""
    regions = frozenset(settings.regions)
    warm(regions)
    return functools.partial(check, regions=regions)


class KnownLines:
    """Lines as last read, for a minute, so a menu turn asks the database nothing.

    A stale line is told as it is and read anew beside the turn: a turn never waits twice for a database that is away.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, tuple[float, Line | None]] = {}
        self._reading = threading.Lock()

    def __call__(self, dialled: str) -> Line | None:
        """The line behind a dialled number. Raises db.Unavailable or db.Unknown for one never read."""
        known = self._known.get(dialled)
        if known is None:
            return self._read(dialled)
        if time.monotonic() - known[0] > LINES_KEPT_S and self._reading.acquire(blocking=False):
            threading.Thread(target=self._refresh, args=(dialled,), daemon=True).start()
        return known[1]

    def _refresh(self, dialled: str) -> None:
        try:
            self._read(dialled)
        except (Unavailable, Unknown):
            self._known[dialled] = (time.monotonic(), self._known[dialled][1])
        finally:
            self._reading.release()

    def _read(self, dialled: str) -> Line | None:
        line = self._database.transact(lambda connection: institution.read_line(connection, dialled))
        self._known[dialled] = (time.monotonic(), line)
        return line

    def of_text(self, dialled: str) -> Line | None:
        """The line a text was sent to. Texts may have a sender of their own, which is no dialled number."""
        return self(dialled) or self(institution.ANY)


def known_notices(core: Core, seconds: Callable[[], float] = time.monotonic) -> Recent[Notices]:
    """What is suspended, announced and declared, for the dialogues."""

    def read(t: Transaction) -> Notices:
        return Notices(tuple(suspensions.read(t)), tuple(bulletins.read(t)), tuple(floods.read(t)))

    return Recent(lambda: core.transact(read), NOTICES_KEPT_S, Notices(), seconds)


def published_notices(core: Core) -> Recent[Published | None]:
    """The same for the public pages."""
    return Recent(lambda: core.ask(ReadNotices()), NOTICES_KEPT_S, None)


def audit_head(core: Core) -> Recent[str | None]:
    """What the audit was last sealed to, for the feeds: every reader has a copy that nobody here can change."""
    return Recent(lambda: core.transact(sealing.head_word), NOTICES_KEPT_S, None)


def build_web(
    settings: Settings,
    core: Core,
    now: Callable[[], datetime] | None = None,
    seconds: Callable[[], float] | None = None,
) -> Flask:
    """The web process around a core. `now`: tests move it; durations that matter are the database's all the same.

    `seconds`: by which notices are read anew and calls at the door are over, where that is not the machine's clock.
    """
    clock = now or (lambda: datetime.now(UTC))
    check_number, lines = checker(settings), KnownLines(core.database)
    notices = known_notices(core, seconds or time.monotonic)
    voice_url = f"{settings.public_url}/voice"
    lost = Unknowns(settings.fairline_var).note
    staffed = settings.staffed_number or ""
    metrics = build_metrics(settings, core)
    keeper = doorkeeper(settings, core, notices, check_number, metrics, seconds or time.time)
    recordings = Recordings(settings.recordings, CATALOGUES, settings.public_url)
    dialogue = Dialogue(
        core, lines, check_number, clock, voice_url, staffed, settings.languages, lost, recordings.address, notices,
        keeper,
    )  # fmt: skip
    thread = Thread(core, lines.of_text, check_number, clock, lost, notices, keeper)
    tokens = tuple(
        token.get_secret_value()
        for token in (settings.twilio_auth_token, settings.twilio_auth_token_next)
        if token is not None
    )
    door = Door(settings.public_url, tokens, settings.twilio_account_sid)
    ready = functools.partial(_ready, core)
    telephones = settings.exchange_url if settings.simulated else None
    web = webhooks.create(webhooks.Doors(door, dialogue, thread, core))
    routes.add(
        web,
        routes.Answers(
            ready,
            recordings.file,
            metrics.page,
            published_notices(core),
            settings.public_url,
            audit_head(core),
            telephones,
        ),
    )
    given = Desk(core, check_number, settings.public_url, own_sign_in(settings))
    desk_door.add(web, given, secure=settings.public_url.startswith("https:"))
    rules = [rule.rule for rule in web.url_map.iter_rules()]
    web.wsgi_app = metrics.around(web.wsgi_app, rules)  # type: ignore[assignment, method-assign]  # as Flask has it done
    return web


def doorkeeper(
    settings: Settings,
    core: Core,
    notices: Callable[[], Notices],
    check_number: Callable[[str], Number | Refused],
    metrics: Metrics,
    seconds: Callable[[], float],
) -> Doorkeeper:
    """Who looks at calls and texts before they are answered, where the policy says so."""
    rules = core.policy.doorstep
    if rules is None:
        return Nobody()
    url = None if settings.redis_url is None else settings.redis_url.get_secret_value()
    counters = Counters(core.keys.present.flood, url, seconds)
    book = DoorBook(lambda counted: core.transact(lambda t: turned_away.add(t, counted)), metrics.turned_away)
    return Keeper(core, rules, counters, notices, check_number, book)


def own_sign_in(settings: Settings) -> Elsewhere | None:
    """The institution's own sign-in, where it is configured; else its library is not even loaded."""
    if settings.oidc_issuer is None or settings.oidc_client_id is None or settings.oidc_client_secret is None:
        return None
    from openid import OpenId

    secret = settings.oidc_client_secret.get_secret_value()
    return OpenId(settings.oidc_issuer, settings.oidc_client_id, secret, f"{settings.public_url}/desk/sign-in/returned")


def build_metrics(settings: Settings, core: Core) -> Metrics:
    """The figures; unguarded while only this machine can ask for them."""
    token = None if settings.metrics_token is None else settings.metrics_token.get_secret_value()
    read = functools.partial(core.transact, lambda t: gauges.read(t, clock.LEASE))
    return Metrics(read, token, unguarded=settings.simulated)


def _ready(core: Core) -> list[str]:
    """Why this process should get no traffic; empty: it is ready."""
    try:
        current = core.database.transact(schema.is_current)
    except Exception as fault:
        return [f"database: {type(fault).__name__}"]
    return [] if current else ["database: not at this version's migration"]


def create_web() -> Flask:
    """What gunicorn calls, once a worker process."""
    settings = load_or_exit(environment())
    core = build_core(settings)
    if settings.redis_url is not None:
        core.wake = Wakeups(settings.redis_url.get_secret_value())
    return build_web(settings, core)


def build_provider(settings: Settings, exchange_url: str | None = None) -> Provider:
    """The provider's interface: the real one, or the exchange that plays it (perhaps at an address of its own)."""
    simulated = (exchange_url or settings.exchange_url) if settings.simulated else None
    return Provider(settings.twilio_account_sid, settings.twilio_auth_token.get_secret_value(), simulated)


def build_look_ups(settings: Settings, exchange_url: str | None = None) -> LookUps:
    """The same for its look-ups."""
    simulated = (exchange_url or settings.exchange_url) if settings.simulated else None
    return LookUps(settings.twilio_account_sid, settings.twilio_auth_token.get_secret_value(), simulated)
