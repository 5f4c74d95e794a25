"""The law of the data on one page: every table, constraint and index of the booking core.

Migrations build exactly this (a test compares the two). Three rules carry the invariants of the line:

* a place names its one owner (`places.booking`) and the instant it is free again (`places.free_at`):
  hold, cool-down and undo are values of that instant, booked is infinity;
* a live booking of a proven number owns one allowance (`bookings_allowance_live`), and a number has at
  most one live unproven hold (`bookings_unproven_one`): the limit is these two indexes, not a count;
* `live_until` ends a booking by the clock: a lapsed hold and a visit day that is over stop counting
  whether or not a sweeper runs, because the claim retires them before it looks.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Float,
    ForeignKey,
    FromClause,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    PrimaryKeyConstraint,
    Sequence,
    SmallInteger,
    Table,
    Text,
    Time,
    UniqueConstraint,
    Uuid,
    column,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s",
    }
)

LIVE = "status IN ('held', 'booked', 'checked_in')"

ASKED = """starts_with(outcome, '{"is":"Asked"')"""
"""Answers that are whole only together with the nonces of their questions."""

PROOF_CALL = "proof_call"
"""The kind of an outbox row whose call proves a number for whoever waits for a code."""

ADMISSION_CALL = "admission"
"""The kind of an outbox row whose call lets somebody go on who had to wait for it (see `admissions`)."""

OFFER = "offer"
"""The kind of an outbox row, text or call, that tells of a place on offer."""


def _id() -> Column[Any]:
    return Column("id", Uuid, primary_key=True)


def _ref(name: str, target: str, *, null: bool = False) -> Column[Any]:
    return Column(name, Uuid, ForeignKey(f"{target}.id"), nullable=null)


def _instant(name: str, *, null: bool = False) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=null)


# ── What the institution offers ──────────────────────────────────────────────────────────────────────

lines = Table(
    "lines",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("number", Text, nullable=False, unique=True, comment="the dialled number, E.164; public"),
    Column("twin", Text, unique=True, comment="a second dialled number of the same line"),
    Column("languages", ARRAY(Text), nullable=False),
)

offices = Table(
    "offices",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    Column("zone", Text, nullable=False, comment="IANA zone"),
    Column("areas", ARRAY(Text), nullable=False, server_default="{}", comment="first digits of postal codes"),
)

line_offices = Table(
    "line_offices",
    metadata,
    _ref("line", "lines"),
    _ref("office", "offices"),
    Column("nth", SmallInteger, nullable=False, comment="order in the menu"),
    PrimaryKeyConstraint("line", "office"),
)

office_hours = Table(
    "office_hours",
    metadata,
    _ref("office", "offices"),
    Column("weekday", SmallInteger, CheckConstraint("weekday BETWEEN 1 AND 7", "iso_weekday"), nullable=False),
    Column("opens", Time, nullable=False),
    Column("closes", Time, nullable=False),
    PrimaryKeyConstraint("office", "weekday", "opens"),
    CheckConstraint("opens < closes", "opens_before_closes"),
)

holidays = Table(
    "holidays",
    metadata,
    _ref("office", "offices"),
    Column("day", Date, nullable=False),
    Column("name", Text, nullable=False),
    PrimaryKeyConstraint("office", "day"),
)

people_hours = Table(
    "people_hours",
    metadata,
    _ref("line", "lines"),
    Column("weekday", SmallInteger, CheckConstraint("weekday BETWEEN 1 AND 7", "iso_weekday"), nullable=False),
    Column("opens", Time, nullable=False),
    Column("closes", Time, nullable=False),
    PrimaryKeyConstraint("line", "weekday", "opens"),
    CheckConstraint("opens < closes", "opens_before_closes"),
    comment="when people answer on a line, by its first office's clock; none: at any time",
)

people_holidays = Table(
    "people_holidays",
    metadata,
    _ref("line", "lines"),
    Column("day", Date, nullable=False),
    Column("name", Text, nullable=False),
    PrimaryKeyConstraint("line", "day"),
)

limit_groups = Table(
    "limit_groups",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    Column("allowed", SmallInteger, nullable=False, server_default="1", comment="live bookings per number"),
)

services = Table(
    "services",
    metadata,
    _id(),
    Column("names", JSONB, nullable=False, comment="language → name as it is said"),
    Column("nth", SmallInteger, nullable=False, comment="order in the menu"),
    _ref("limit_group", "limit_groups"),
    Column("party_max", SmallInteger, CheckConstraint("party_max BETWEEN 1 AND 4", "party"), nullable=False),
    Column("horizon_days", SmallInteger, nullable=False),
    Column("lead_minutes", Integer, nullable=False),
    Column("travel_days", SmallInteger, comment="asks the travel date, at most so many days ahead; null: not asked"),
    Column("bring", JSONB, nullable=False, server_default="{}", comment="language → what to bring, in one clause"),
)

slots = Table(
    "slots",
    metadata,
    _id(),
    _ref("office", "offices"),
    _ref("service", "services"),
    Column("wall", DateTime, nullable=False, comment="wall time in `zone`: the truth"),
    Column("zone", Text, nullable=False),
    Column("starts", DateTime(timezone=True), nullable=False, comment="the instant, derived from wall and zone"),
    Column("day_ends", DateTime(timezone=True), nullable=False, comment="end of the slot's local day"),
    UniqueConstraint("office", "service", "starts"),
)

releases = Table(
    "releases",
    metadata,
    _id(),
    _ref("office", "offices"),
    _ref("service", "services"),
    Column("by", Text, nullable=False, comment="who, as the audit names them"),
    _instant("at"),
    _instant("opens_at"),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("places", Integer, CheckConstraint("places > 0", "some"), nullable=False, comment="how many"),
    Index("releases_at", "at"),
    comment="places go on sale by one of these: who released how many, when, and from when they can be had",
)

places = Table(
    "places",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    _ref("slot", "slots"),
    Column("office", Uuid, nullable=False),
    Column("service", Uuid, nullable=False),
    Column("starts", DateTime(timezone=True), nullable=False),
    Column("pool", Text, CheckConstraint("pool IN ('public', 'reserve', 'offer', 'batch')", "pool"), nullable=False),
    Column("open_from", DateTime(timezone=True), nullable=False, server_default=text("'-infinity'")),
    _ref("release", "releases", null=True),
    CheckConstraint("pool <> 'public' OR release IS NOT NULL", "public_released"),
    Column("free_at", DateTime(timezone=True), nullable=False, server_default=text("'-infinity'")),
    Column("booking", Uuid, comment="the owner while free_at lies ahead; one column, so never two owners"),
    # Held places stay in it until they are booked; `free_at` keeps them out of the way of whoever looks for a free one:
    # on a slot with 40,000 places the claim ran at 0.4 of its ordinary rate without it.
    Index("places_open", "office", "service", "starts", "free_at", "id", postgresql_where=text("free_at < 'infinity'")),
    Index("places_offer", "open_from", postgresql_where=text("pool = 'offer' AND free_at < 'infinity'")),
    postgresql_with={"fillfactor": 80},
)

# ── Who calls ────────────────────────────────────────────────────────────────────────────────────────

numbers = Table(
    "numbers",
    metadata,
    _id(),
    Column("kind", Text, CheckConstraint("kind IN ('telephone', 'voucher')", "kind"), nullable=False),
    Column("digits", LargeBinary, comment="the E.164 number, sealed; null: erased, and its keyed hashes with it"),
    Column(
        "zones", ARRAY(Text), nullable=False, server_default="{}", comment="IANA zones it may be in; none: nobody knows"
    ),
    Column("region", Text, nullable=False),
    Column("line_kind", Text, nullable=False),
    Column("refused", Text, comment="the verdict's reason code; null: may book"),
    _instant("opted_out_at", null=True),
    Column("judged_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("lapses", ARRAY(DateTime(timezone=True)), nullable=False, server_default="{}"),
    Column("told", ARRAY(DateTime(timezone=True)), nullable=False, server_default="{}"),
    Column(
        "look_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=text("now() + interval '30 days'"),
        comment="when it is next asked whether anything still needs the digits",
    ),
    Column("block", LargeBinary, comment="keyed hash of the number without its last four digits; null: erased"),
    Column("made_at", DateTime(timezone=True), nullable=False, server_default=func.now(), comment="first heard of"),
    Column("seen_at", DateTime(timezone=True), comment="when it last asked for places, to a day; null: never"),
    Column("line_type", Text, comment="what a look-up found (admission.LineType); null: nobody looked"),
    Column("carrier", Text, comment="what a look-up named; null: not known"),
    Column(
        "new_holder_at",
        DateTime(timezone=True),
        comment="when a look-up last said that the number had gone to somebody else; null: none did",
    ),
    Index("numbers_look", "look_at", postgresql_where=text("digits IS NOT NULL")),
    Index("numbers_block", "block", "made_at"),
    comment="the only table that knows a telephone number; lapses: unproven holds left to lapse; told: asked by text",
)

number_keys = Table(
    "number_keys",
    metadata,
    Column("keyed_hash", LargeBinary, primary_key=True, comment="HMAC of the number under key `kid`"),
    Column("kid", SmallInteger, nullable=False),
    _ref("number", "numbers"),
    Index("number_keys_number", "number"),
    comment="a number has one keyed hash per root secret in use, so secrets change while the line is up",
)

consents = Table(
    "consents",
    metadata,
    _id(),
    _ref("number", "numbers"),
    _instant("at"),
    Column("what", Text, CheckConstraint("what IN ('out', 'in')", "what"), nullable=False),
    Column("source", Text, nullable=False, comment="how it was said: by word, flag, or a report of the provider"),
    Index("consents_number", "number", "at"),
    Index("consents_at", "at"),
    comment="who turned our texts and calls off or on again; what holds now is numbers.opted_out_at",
)

calls = Table(
    "calls",
    metadata,
    _id(),
    Column("sid", Text, nullable=False, unique=True, comment="the provider's id of the call"),
    _ref("line", "lines"),
    _ref("number", "numbers", null=True),
    Column("withheld", Boolean, nullable=False, comment="the caller ID is no number that may book"),
    Column(
        "keyed", SmallInteger, nullable=False, server_default="0", comment="numbers keyed in; 0: it is the one shown"
    ),
    Column("delivery", Uuid, comment="the outbox row that this call of ours carries; null: somebody called us"),
    Column("language", Text, nullable=False),
    Column("step", Text, nullable=False, comment="the step reached"),
    Column("turn", SmallInteger, nullable=False, server_default="0", comment="how far the call was when it reached it"),
    Column("answer", Uuid, comment="key of the last stored answer"),
    Column("reason", Text, comment="why the caller ID is no number that may book"),
    Column(
        "stir",
        Text,
        CheckConstraint("stir IN ('A', 'B', 'C', 'failed')", "stir"),
        comment="attestation of the caller ID; null: nobody vouches",
    ),
    Column("travel_date", Date),
    _instant("started_at"),
    _instant("ended_at", null=True),
    Index("calls_number", "number", "started_at", postgresql_where=text("number IS NOT NULL")),
    Index("calls_started", "started_at"),
)

callbacks = Table(
    "callbacks",
    metadata,
    _id(),
    _ref("number", "numbers"),
    # No foreign key, here and below: a call's row goes after its time, whoever still waits because of it.
    Column("call", Uuid),
    Column("reason", Text, nullable=False),
    Column("language", Text, nullable=False),
    _instant("asked_at"),
    _instant("done_at", null=True),
    Column("booking", Uuid, comment="the booking that a follow-up is about; null: somebody asked to be called"),
    Column("rank", SmallInteger, nullable=False, server_default="0", comment="calling order: low ones first"),
    Column("attempts", ARRAY(DateTime(timezone=True)), nullable=False, server_default="{}"),
    _instant("called_at", null=True),
    Column("outcome", Text, comment="what came of it: reached, keeps, gives_up, answered, over"),
    Index("callbacks_waiting", "asked_at", postgresql_where=text("done_at IS NULL")),
    # Whoever asked to be called keeps that place, whatever else there is to talk about.
    Index("callbacks_one", "number", unique=True, postgresql_where=text("done_at IS NULL AND booking IS NULL")),
    Index("callbacks_booking", "booking", unique=True, postgresql_where=text("done_at IS NULL")),
    Index("callbacks_call", "call", unique=True, postgresql_where=text("done_at IS NULL AND call IS NOT NULL")),
    Index("callbacks_number", "number"),
    Index("callbacks_done", "done_at", postgresql_where=text("done_at IS NOT NULL")),
    Index("callbacks_called", "called_at", postgresql_where=text("called_at IS NOT NULL")),
    comment="the call list: whom a person calls; attempts: when a person did; called_at: the last of them",
)

allowances = Table(
    "allowances",
    metadata,
    _id(),
    _ref("number", "numbers"),
    _ref("limit_group", "limit_groups"),
    Column("nth", SmallInteger, nullable=False),
    Column("waiver", Text, comment="reason of a waiver; null: within the ordinary limit"),
    _instant("expires_at", null=True),
    Column("granted_by", Text, comment="of a waiver: the login of who gave it"),
    _instant("granted_at", null=True),
    _instant("revoked_at", null=True),
    UniqueConstraint("number", "limit_group", "nth"),
    Index("allowances_granted", "granted_at", postgresql_where=text("granted_at IS NOT NULL")),
)

# ── Bookings ─────────────────────────────────────────────────────────────────────────────────────────

bookings = Table(
    "bookings",
    metadata,
    _id(),
    _ref("number", "numbers"),
    # Here and in codes and outbox only the number is a foreign key, once: the claim copies the rest from rows it has
    # just read, none of which is ever deleted, and six more key-share locks on shared rows cost a fifth of a hold.
    Column("slot", Uuid, nullable=False),
    Column("office", Uuid, nullable=False),
    Column("service", Uuid, nullable=False),
    Column("limit_group", Uuid, nullable=False),
    Column("status", Text, nullable=False),
    Column("party", SmallInteger, nullable=False),
    Column("places", ARRAY(BigInteger), nullable=False, comment="current places, all of one slot"),
    Column("next_slot", Uuid),
    Column("next_places", ARRAY(BigInteger), comment="the next set: held before the current one is let go"),
    _instant("next_until", null=True),
    _ref("allowance", "allowances", null=True),
    Column("case_key", LargeBinary, comment="keyed hash of the case number"),
    Column("live_until", DateTime(timezone=True), nullable=False, comment="end of the hold, or of the visit's day"),
    Column("cool_s", SmallInteger, nullable=False, comment="cool-down of the hold, seconds, drawn when it was made"),
    Column("extended", Boolean, nullable=False, comment="the one extension is used"),
    Column("channel", Text, CheckConstraint("channel IN ('voice', 'sms', 'desk', 'offer')", "channel"), nullable=False),
    Column("call", Uuid, comment="the call that holds it"),
    Column("language", Text, nullable=False),
    Column(
        "texts",
        Text,
        CheckConstraint("texts IN ('plain', 'discreet', 'none')", "texts"),
        nullable=False,
        server_default="plain",
        comment="what may be texted about it; discreet: no office, service or date; none: the phone gets no texts",
    ),
    Column("travel_date", Date),
    Column("reference", Text),
    Column("moves", SmallInteger, nullable=False, server_default="0"),
    _instant("held_at"),
    _instant("booked_at", null=True),
    Column("arrived_at", DateTime(timezone=True), comment="when the counter checked the visitors in"),
    _instant("ended_at", null=True),
    Column("ended_by", Text),
    Column("ended_why", Text),
    _instant("undo_until", null=True),
    Column("planned", Uuid, comment="the slot its touches are planned for; not `slot`: to be planned anew"),
    CheckConstraint(
        "status IN ('held', 'booked', 'checked_in', 'fulfilled', 'lapsed', 'cancelled', 'no_show')", "status"
    ),
    CheckConstraint("cardinality(places) = party", "a_place_each"),
    CheckConstraint("status NOT IN ('booked', 'checked_in') OR allowance IS NOT NULL", "booked_has_allowance"),
    CheckConstraint("status <> 'booked' OR reference IS NOT NULL", "booked_has_reference"),
    CheckConstraint("(next_places IS NULL) = (next_slot IS NULL)", "next_whole"),
    Index(
        "bookings_allowance_live",
        "allowance",
        unique=True,
        postgresql_where=text(f"{LIVE} AND allowance IS NOT NULL"),
    ),
    Index(
        "bookings_unproven_one",
        "number",
        unique=True,
        postgresql_where=text("status = 'held' AND allowance IS NULL AND channel <> 'offer'"),
    ),
    Index(
        "bookings_case_live",
        "limit_group",
        "case_key",
        unique=True,
        postgresql_where=text(f"{LIVE} AND allowance IS NOT NULL AND case_key IS NOT NULL"),
    ),
    Index(
        "bookings_offered_one",
        "number",
        "limit_group",
        unique=True,
        postgresql_where=text("status = 'held' AND allowance IS NULL AND channel = 'offer'"),
    ),
    Index("bookings_number", "number", postgresql_where=text("allowance IS NOT NULL")),
    Index("bookings_held", "number", "held_at"),
    Index(
        "bookings_visited",
        "office",
        "live_until",
        postgresql_where=text("status = 'checked_in' OR ended_why = 'visited'"),
    ),
    Index("bookings_reference", "reference", unique=True, postgresql_where=text("reference IS NOT NULL")),
    # What retention looks for, so that a hold pays nothing for it: a booking has a reference until it is erased.
    Index("bookings_personal", "live_until", postgresql_where=text("reference IS NOT NULL")),
    Index("bookings_lapsed", "live_until", postgresql_where=text("status = 'lapsed'")),
    Index("bookings_made", "booked_at", postgresql_where=text("booked_at IS NOT NULL")),
    postgresql_with={"fillfactor": 80},
)

visitors = Table(
    "visitors",
    metadata,
    _id(),
    _ref("booking", "bookings"),
    Column("nth", SmallInteger, nullable=False),
    Column("birth_date", LargeBinary, nullable=False, comment="MMDDYYYY, unknown parts 0, sealed"),
    Column("call", Uuid),
    Column("tries", SmallInteger, nullable=False, server_default="0", comment="dates keyed at the counter in vain"),
    Column(
        "found",
        Text,
        CheckConstraint("found IN ('match', 'one_digit_off', 'unknown', 'different')", "found"),
        comment="how the date on the document compared last; null: not compared",
    ),
    UniqueConstraint("booking", "nth"),
)

admissions = Table(
    "admissions",
    metadata,
    _id(),
    _instant("at"),
    _ref("number", "numbers", null=True),
    Column("call", Uuid, comment="null: by text"),
    Column("channel", Text, nullable=False),
    Column("region", Text, comment="of the number; null: withheld"),
    Column("line_type", Text, comment="as it was judged"),
    Column("carrier", Text, comment="as a look-up named it by then"),
    Column("block", LargeBinary, comment="numbers.block"),
    Column("attested", Boolean, nullable=False, server_default="false", comment="the call's attestation was A"),
    Column(
        "newcomer", Boolean, nullable=False, server_default="false", comment="it had never kept an appointment here"
    ),
    Column("service", Uuid, nullable=False),
    Column("office", Uuid, nullable=False),
    Column("decision", Text, nullable=False, comment="admission.Decision in small letters"),
    Column("step", SmallInteger, nullable=False, comment="the same as a number: 0 admit to 4 refuse"),
    Column("shown", SmallInteger, nullable=False, comment="what the caller had shown by then, on the same ladder"),
    Column("control", Text, comment="the control that decided; null: none did"),
    Column("why", Text, comment="admission.Why"),
    _instant("until", null=True),
    Column(
        "unvouched",
        Boolean,
        nullable=False,
        server_default="false",
        comment="binds no call that is certainly the number's own",
    ),
    Column("fired", JSONB, nullable=False, server_default="[]", comment="[control, mode, decision] of all that fired"),
    _instant("lifted_at", null=True),
    Column("lifted_by", Text),
    Column("lifted_why", Text),
    Index("admissions_at", "at"),
    Index("admissions_standing", "number", "until", postgresql_where=text("step > 0")),
    Index("admissions_call", "call"),
    Index("admissions_number", "number", "at"),
    Index("admissions_block", "block", "at", postgresql_where=text("newcomer")),
    comment="who asked for places and what they had to show first: one row for each call, or half hour of texts, and "
    "decision; until: of a decision that was new, and stands",
)


def each_fired(name: str = "fired") -> tuple[FromClause, list[ColumnElement[Any]]]:
    """A row for each control that fired, to be joined to `admissions` on true; and its control, mode and decision."""
    rows = func.jsonb_array_elements(admissions.c.fired).table_valued(column("value", JSONB)).render_derived(name)
    return rows, [rows.c.value[nth].astext for nth in range(3)]


loads = Table(
    "loads",
    metadata,
    Column("kind", Text, CheckConstraint("kind IN ('block', 'carrier', 'region')", "kind"), nullable=False),
    Column("key", Text, nullable=False, comment="the group; of blocks its keyed hash; empty: the typical group"),
    PrimaryKeyConstraint("kind", "key"),
    Column("today", Float, nullable=False, server_default="0", comment="newcomers who asked for places in 24 hours"),
    Column("mean", Float, comment="of the typical block: what today has been on average, at most 28 days back"),
    Column("learned", Float, comment="numbers that kept an appointment, a day, over 28 days"),
    Column("expected", Float, comment="newcomers a day that would surprise nobody; null: not known yet"),
    _instant("since"),
    _instant("counted_at"),
    comment="how many new numbers of a group ask for places, and how many do ordinarily; at most a minute old",
)

admission_calls = Table(
    "admission_calls",
    metadata,
    _id(),
    _ref("number", "numbers"),
    Column("why", Text, nullable=False, comment="admission.Why"),
    Column("call", Uuid, comment="the last that asked for it; null: by text"),
    Column("service", Uuid, nullable=False),
    Column("office", Uuid, nullable=False),
    Column("party", SmallInteger, nullable=False),
    Column("travel_date", Date),
    Column("send", Text, nullable=False, comment="what may be texted to this phone"),
    Column("language", Text, nullable=False),
    _instant("asked_at"),
    Column("until", DateTime(timezone=True), nullable=False, comment="it was told that the phone rings before this"),
    Column("rings", SmallInteger, nullable=False, server_default="0", comment="calls in which nobody pressed the key"),
    _instant("ended_at", null=True),
    Column("how", Text, CheckConstraint("how IN ('pressed', 'person', 'lost')", "how"), comment="null: it is open"),
    Index("admission_calls_open", "number", unique=True, postgresql_where=text("ended_at IS NULL")),
    Index("admission_calls_number", "number", "asked_at"),
    Index("admission_calls_asked", "asked_at"),
    comment="whom the line calls back before it offers a time, and the wish it goes on with",
)

verdicts = Table(
    "verdicts",
    metadata,
    _id(),
    _ref("number", "numbers"),
    Column("package", Text, nullable=False, comment="what was looked up"),
    Column("state", Text, CheckConstraint("state IN ('asked', 'found', 'failed', 'skipped')", "state"), nullable=False),
    Column("found", JSONB, comment="facts as `verdicts` words them; null: none yet. They stand until newer ones come"),
    Column("source", Text, comment="who says so"),
    Column("reason", Text, comment="why it was asked for, or why there is no answer"),
    _instant("asked_at"),
    Column("tries", SmallInteger, nullable=False, server_default="0"),
    _instant("not_before"),
    _instant("found_at", null=True),
    _instant("until", null=True),
    UniqueConstraint("number", "package"),
    Index("verdicts_due", "not_before", postgresql_where=text("state IN ('asked', 'skipped')")),
    comment="what look-ups found of a number, by package; asked again after `until`, when the number asks for places",
)

sold_checks = Table(
    "sold_checks",
    metadata,
    _id(),
    _instant("at"),
    # No foreign keys: such a row lives a day, and is to keep no number and no call.
    Column("number", Uuid, comment="null: withheld, or keyed in"),
    Column("call", Uuid, comment="null: by text"),
    Column("asked", LargeBinary, nullable=False, comment="keyed hash of the reference, whether or not there is one"),
    Column("booking", Uuid, comment="what it may be; once compared, only if it is valid"),
    _instant("compared_at", null=True),
    _instant("reported_at", null=True),
    Index("sold_checks_number", "number", "at", postgresql_where=text("number IS NOT NULL")),
    Index("sold_checks_call", "call", "at", postgresql_where=text("call IS NOT NULL")),
    Index("sold_checks_asked", "asked", "at"),
    Index("sold_checks_at", "at"),
    comment="tries to find out whether an appointment that was sold is valid; erased after a day",
)

sold_reports = Table(
    "sold_reports",
    metadata,
    _id(),
    _instant("at"),
    Column("channel", Text, nullable=False),
    Column("booking", Uuid, comment="the valid booking that was sold; null: none was, or it is not known"),
    Index("sold_reports_at", "at"),
    Index("sold_reports_booking", "booking", postgresql_where=text("booking IS NOT NULL")),
    comment="somebody sells appointments: nothing in it is about whoever said so",
)

proofs = Table(
    "proofs",
    metadata,
    _id(),
    _ref("number", "numbers"),
    Column("call", Uuid),
    _instant("at"),
    Column("until", DateTime(timezone=True), nullable=False),
    Index("proofs_number", "number", "until"),
    Index("proofs_at", "at"),
    comment="this number was proven in this call (or, without a call, in its text thread) until then",
)

codes = Table(
    "codes",
    metadata,
    Column("number", Uuid),
    Column("id", Uuid),
    PrimaryKeyConstraint("number", "id"),
    Column(
        "purpose",
        Text,
        CheckConstraint(
            "purpose IN ('confirm', 'presence', 'follow_up', 'check_in', 'give_up', 'undo', 'move', "
            "'join', 'join_soon', 'offer', 'pass')",
            "purpose",
        ),
        nullable=False,
        comment="but for the first four: the nonce of a question asked by text",
    ),
    Column("booking", Uuid, comment="the booking it confirms or changes; of join: row of `waiting`; null for presence"),
    Column("slot", Uuid, comment="of a nonce: the time a move goes to, or the booking's own when it was asked"),
    Column("call", Uuid, comment="the call that asked for it; a presence code keyed in proves no other"),
    Column(
        "back",
        Boolean,
        nullable=False,
        server_default="false",
        comment="asked for at the desk: texted back too it proves its call",
    ),
    Column("mac", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False, comment="the digits, for a resend: the same code again"),
    _instant("made_at"),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("wrong", SmallInteger, nullable=False, server_default="0"),
    Column("sent_at", ARRAY(DateTime(timezone=True)), nullable=False),
    _instant("used_at", null=True),
    _instant("dead_at", null=True),
    CheckConstraint("purpose <> 'confirm' OR booking IS NOT NULL", "confirm_names_booking"),
    Index("codes_expires", "expires_at"),
    postgresql_with={"fillfactor": 80},
)

touches = Table(
    "touches",
    metadata,
    _id(),
    _ref("booking", "bookings"),
    Column("slot", Uuid, nullable=False, comment="the time it is planned for; void once the booking has another"),
    Column(
        "kind",
        Text,
        CheckConstraint(
            "kind IN ('second_touch', 'follow_up', 'follow_up_again', 'call_list', 'release', 'check_in', 'reminder', "
            "'early', 'early_again', 'early_list')",
            "kind",
        ),
        nullable=False,
    ),
    Column("due", DateTime(timezone=True), nullable=False),
    Column("until", DateTime(timezone=True), nullable=False, comment="later it is of no use"),
    Column(
        "state",
        Text,
        CheckConstraint("state IN ('planned', 'done', 'answered', 'skipped')", "state"),
        nullable=False,
        server_default="planned",
    ),
    Column("asks", ARRAY(Uuid), nullable=False, server_default="{}", comment="the messages and calls it made"),
    Column("code", Uuid, comment="the nonce or check-in code that it told"),
    _instant("asked_at", null=True),
    _instant("answered_at", null=True),
    UniqueConstraint("booking", "slot", "kind"),
    Index("touches_due", "due", postgresql_where=text("state = 'planned'")),
    Index("touches_until", "until"),
    comment="what is due for a booking before its day, once for each time it had; an ask is open until it is answered",
)

early_rounds = Table(
    "early_rounds",
    metadata,
    _id(),
    _instant("at"),
    Column("by", Text, nullable=False, comment="login of the supervisor who started it"),
    Column("reason", Text, nullable=False, comment="a word of a list"),
    Column("chosen", JSONB, nullable=False, comment="by which signals; nothing personal"),
    Index("early_rounds_at", "at"),
    comment="early follow-ups: bookings that a supervisor had asked long before their day, for a reason",
)

early_bookings = Table(
    "early_bookings",
    metadata,
    _ref("round", "early_rounds"),
    _ref("booking", "bookings"),
    PrimaryKeyConstraint("round", "booking"),
    Column("slot", Uuid, nullable=False, comment="the time it was asked about"),
    _instant("released_at", null=True),
    Column("released_by", Text, comment="login of the second supervisor"),
    Column("released_why", Text, comment="a word of a list"),
    comment="the bookings of an early follow-up; what each was asked and answered is in touches",
)

# ── The waiting list ─────────────────────────────────────────────────────────────────────────────────

ON_LIST = "joined_at IS NOT NULL AND ended_at IS NULL"

waiting = Table(
    "waiting",
    metadata,
    _id(),
    _ref("number", "numbers"),
    Column("limit_group", Uuid, nullable=False),
    Column("service", Uuid, nullable=False),
    Column("office", Uuid, comment="null: any office"),
    Column("party", SmallInteger, nullable=False),
    Column("before", Date, comment="only times before this day: the travel date"),
    Column("booking", Uuid, comment="wants a time before this booking's; null: wants any"),
    Column("class", SmallInteger, nullable=False, server_default="0", comment="the highest first; drawn among equals"),
    Column("language", Text, nullable=False),
    Column("texts", Text, CheckConstraint("texts IN ('plain', 'discreet', 'none')", "texts"), nullable=False),
    Column("short_notice", Boolean, nullable=False, comment="wants to hear of times within a day, too"),
    _instant("asked_at"),
    _instant("joined_at", null=True),
    _instant("ended_at", null=True),
    Column("ended_why", Text),
    Index("waiting_one", "number", "limit_group", unique=True, postgresql_where=text(ON_LIST)),
    Index("waiting_for", "service", postgresql_where=text(ON_LIST)),
    Index("waiting_ended", "ended_at", postgresql_where=text("ended_at IS NOT NULL")),
    Index("waiting_asked", "asked_at", postgresql_where=text("joined_at IS NULL")),
    comment="who is to be told of a place; not joined yet: asked by text, and the answer is still to come",
)

offers = Table(
    "offers",
    metadata,
    _id(),
    _ref("waiting", "waiting"),
    _ref("number", "numbers"),
    Column("booking", Uuid, nullable=False, comment="the hold that it is, or the booking whose next places it is"),
    Column("slot", Uuid, nullable=False),
    Column("code", Uuid, nullable=False, comment="what its text or call carries; used when it is taken"),
    _instant("made_at"),
    Column("until", DateTime(timezone=True), nullable=False),
    _instant("ended_at", null=True),
    Column("how", Text, CheckConstraint("how IN ('taken', 'passed', 'silent', 'unreached', 'gone')", "how")),
    CheckConstraint("(ended_at IS NULL) = (how IS NULL)", "ended_somehow"),
    Index("offers_open", "waiting", unique=True, postgresql_where=text("ended_at IS NULL")),
    Index("offers_of", "waiting"),
    Index("offers_ended", "ended_at", postgresql_where=text("ended_at IS NOT NULL")),
    Index("offers_number", "number", "made_at"),
    comment="a place held for one person of the waiting list, one at a time; unreached: no word of it arrived",
)

# ── The desk ─────────────────────────────────────────────────────────────────────────────────────────

agents = Table(
    "agents",
    metadata,
    _id(),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, comment="as colleagues know this person"),
    Column(
        "role",
        Text,
        CheckConstraint("role IN ('clerk', 'agent', 'supervisor', 'auditor', 'surge')", "role"),
        nullable=False,
    ),
    Column("languages", ARRAY(Text), nullable=False, comment="spoken with callers; the first is that of the pages"),
    _ref("number", "numbers", null=True),
    Column("password", Text, comment="argon2id, with its parameters; null: none yet, or signs in elsewhere"),
    Column("second_factor", LargeBinary, comment="secret of the one-time passwords (RFC 6238), sealed"),
    Column("last_step", BigInteger, comment="time step of the last one-time password: none is taken twice"),
    Column("subject", Text, unique=True, comment="who this is at the institution's own sign-in (OpenID Connect)"),
    Column("wrong", SmallInteger, nullable=False, server_default="0", comment="sign-ins in vain since the last one"),
    _instant("locked_until", null=True),
    Column("until", DateTime(timezone=True), comment="null: no end; a surge agent's last instant"),
    _instant("disabled_at", null=True),
    _instant("made_at"),
    Column(
        "guesses",
        ARRAY(DateTime(timezone=True)),
        nullable=False,
        server_default="{}",
        comment="vouchers keyed wrong in the last hour",
    ),
    Column("looks", ARRAY(DateTime(timezone=True)), nullable=False, server_default="{}", comment="of the last hour"),
    Column("misses", ARRAY(DateTime(timezone=True)), nullable=False, server_default="{}", comment="of the last hour"),
    comment="who works at the desk; a row is never deleted, for the audit names its login",
)

desk_sessions = Table(
    "desk_sessions",
    metadata,
    Column("hash", LargeBinary, primary_key=True, comment="sha256 of what the browser holds"),
    _ref("agent", "agents"),
    _instant("made_at"),
    _instant("seen_at"),
    _instant("ended_at", null=True),
    Index("desk_sessions_agent", "agent", postgresql_where=text("ended_at IS NULL")),
    Index("desk_sessions_seen", "seen_at"),
    comment="who is signed in: over after a rest, after a working day, or when it is ended here",
)

invitations = Table(
    "invitations",
    metadata,
    _id(),
    Column("hash", LargeBinary, nullable=False, unique=True, comment="sha256 of the code that the agent was given"),
    _ref("agent", "agents"),
    _instant("made_at"),
    Column("until", DateTime(timezone=True), nullable=False),
    Column("second_factor", LargeBinary, comment="the agent's, sealed, once the invitation was opened"),
    _instant("used_at", null=True),
    Index("invitations_open", "agent", unique=True, postgresql_where=text("used_at IS NULL")),
    Index("invitations_until", "until"),
    comment="with its code an agent sets password and second factor, once; a new one takes the place of the last",
)

queue = Table(
    "queue",
    metadata,
    _id(),
    _ref("line", "lines"),
    _ref("number", "numbers", null=True),
    Column("call", Uuid, comment="the call that waits, or asked to be called back"),
    Column("reason", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("class", SmallInteger, nullable=False, server_default="0", comment="the highest first, then by arrival"),
    _instant("arrived_at"),
    Column("mode", Text, CheckConstraint("mode IN ('waits', 'callback')", "mode"), nullable=False),
    Column(
        "state",
        Text,
        CheckConstraint("state IN ('waiting', 'ringing', 'joined', 'done', 'left', 'failed')", "state"),
        nullable=False,
        server_default="waiting",
    ),
    _ref("agent", "agents", null=True),
    _instant("rung_until", null=True),
    Column("tries", SmallInteger, nullable=False, server_default="0", comment="of a call-back: calls in vain"),
    _instant("not_before", null=True),
    Column("promised_s", Integer, comment="the bound of the wait that was told on entering"),
    Column("picked_at", DateTime(timezone=True), comment="when the agent said yes: so long it waited"),
    Column("met_at", DateTime(timezone=True), comment="when they were joined"),
    _instant("ended_at", null=True),
    Index("queue_waiting", "line", "class", "arrived_at", postgresql_where=text("ended_at IS NULL")),
    Index("queue_call", "call", unique=True, postgresql_where=text("ended_at IS NULL AND call IS NOT NULL")),
    Index("queue_callback", "number", unique=True, postgresql_where=text("ended_at IS NULL AND mode = 'callback'")),
    Index("queue_picked", "picked_at", postgresql_where=text("picked_at IS NOT NULL")),
    Index("queue_arrived", "arrived_at"),
    Index("queue_number", "number"),
    Index("queue_ended", "ended_at", postgresql_where=text("ended_at IS NOT NULL")),
    comment="who waits for a person of the desk, on the line or to be called back, and who did",
)

agent_states = Table(
    "agent_states",
    metadata,
    Column("agent", Uuid, ForeignKey("agents.id"), primary_key=True),
    Column(
        "state",
        Text,
        CheckConstraint("state IN ('off', 'available', 'ringing', 'talking', 'after')", "state"),
        nullable=False,
    ),
    _instant("since"),
    _ref("waiter", "queue", null=True),
    Column("missed", SmallInteger, nullable=False, server_default="0", comment="rings in a row that were not taken"),
    comment="what each agent does now; after: writes up the last call, and is not rung",
)

figures = Table(
    "figures",
    metadata,
    Column("at", DateTime(timezone=True), nullable=False, comment="the five minutes that begin then"),
    Column("name", Text, nullable=False),
    Column("label", Text, nullable=False, server_default="", comment="the reason, of what has several"),
    PrimaryKeyConstraint("at", "name", "label"),
    Column("many", Integer, nullable=False),
    comment="what happened in each five minutes, counted once they are over; nothing personal",
)

voucher_batches = Table(
    "voucher_batches",
    metadata,
    _id(),
    Column("partner", Text, nullable=False, comment="who hands them out"),
    _instant("from_at"),
    _instant("until_at"),
    Column("size", SmallInteger, nullable=False),
    _instant("made_at"),
    Column("made_by", Text, nullable=False, comment="as the audit names it"),
    _instant("revoked_at", null=True),
    comment="vouchers made for one partner at once",
)

vouchers = Table(
    "vouchers",
    metadata,
    Column("number", Uuid, ForeignKey("numbers.id"), primary_key=True),
    _ref("batch", "voucher_batches"),
    Index("vouchers_batch", "batch"),
    comment="numbers of kind voucher; their digits are known by the keyed hash alone",
)

exceptions = Table(
    "exceptions",
    metadata,
    _id(),
    _ref("agent", "agents"),
    Column("call", Uuid, nullable=False),
    Column("document", Text, nullable=False, comment="the kind of it; never what it says"),
    Column("reason", Text, nullable=False, comment="a word of a list"),
    _instant("asked_at"),
    _instant("decided_at", null=True),
    _ref("approver", "agents", null=True),
    _ref("number", "numbers", null=True),
    Index("exceptions_open", "asked_at", postgresql_where=text("decided_at IS NULL")),
    Index("exceptions_agent", "agent", "asked_at"),
    comment="persons without a number for whom an agent asked another one; number: what they book under, if approved",
)

# ── What runs beside ─────────────────────────────────────────────────────────────────────────────────

records_holds = Table(
    "records_holds",
    metadata,
    Column("booking", Uuid, ForeignKey("bookings.id"), primary_key=True),
    _ref("number", "numbers"),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    _instant("at"),
    Column("until", DateTime(timezone=True), comment="null: until it is released"),
    Index("records_holds_number", "number"),
    comment="bookings that are not erased when their time has come, with their number, for a reason that is written",
)

suspensions = Table(
    "suspensions",
    metadata,
    _id(),
    _ref("service", "services", null=True),
    _ref("office", "offices", null=True),
    Column("channel", Text, CheckConstraint("channel IN ('voice', 'sms', 'desk')", "channel")),
    Column("from_at", DateTime(timezone=True), nullable=False),
    _instant("until_at", null=True),
    Column("reason", Text, nullable=False, comment="why, for colleagues"),
    Column("words", JSONB, nullable=False, server_default="{}", comment="language → why, as callers hear and read it"),
    Column("by", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    _instant("ended_at", null=True),
    Column("ended_by", Text),
    CheckConstraint("until_at > from_at", "ends_after_it_begins"),
    comment="null means all; read by hold for new bookings only; ended rows are kept",
)

floods = Table(
    "floods",
    metadata,
    _id(),
    _ref("line", "lines", null=True),
    _instant("declared_at"),
    _instant("until_at"),
    Column("why", Text, nullable=False, comment="for colleagues; no names"),
    Column("by", Text, nullable=False),
    _instant("ended_at", null=True),
    Column("ended_by", Text),
    CheckConstraint("until_at > declared_at AND until_at <= declared_at + interval '4 hours'", "hours_at_most"),
    comment="floods that a person has declared, of a line or (null) of all; ended rows are kept",
)

turned_away = Table(
    "turned_away",
    metadata,
    _instant("at"),
    Column("met", Text, nullable=False, comment="rejected, explained, silent; recorded: none of these"),
    Column("why", Text, nullable=False),
    PrimaryKeyConstraint("at", "met", "why"),
    Column("many", Integer, nullable=False),
    comment="what the doorstep did in each hour (`at` begins it), by reason; nothing personal",
)

bulletins = Table(
    "bulletins",
    metadata,
    _id(),
    Column("notice", Uuid, nullable=False, comment="one for all versions of a bulletin"),
    Column("version", SmallInteger, nullable=False),
    _ref("line", "lines", null=True),
    _ref("office", "offices", null=True),
    _ref("service", "services", null=True),
    Column("spoken", JSONB, nullable=False, comment="language → as it is said, in eight seconds at most"),
    Column("written", JSONB, nullable=False, comment="language → as it is texted and published"),
    Column("from_at", DateTime(timezone=True), nullable=False),
    _instant("until_at", null=True),
    Column("by", Text, nullable=False),
    _instant("published_at"),
    _instant("ended_at", null=True),
    Column("ended_by", Text),
    UniqueConstraint("notice", "version"),
    Index("bulletins_current", "from_at", postgresql_where=text("ended_at IS NULL")),
    CheckConstraint("until_at > from_at", "ends_after_it_begins"),
    comment="null means all; a new version ends the one before it, and all are kept",
)

daily_answers = Table(
    "daily_answers",
    metadata,
    _id(),
    Column("day", Date, nullable=False),
    Column("question", JSONB, nullable=False, comment="language → what people ask"),
    Column("answer", JSONB, nullable=False, comment="language → what they are answered"),
    Column("by", Text, nullable=False),
    _instant("at"),
    _instant("ended_at", null=True),
    Column("ended_by", Text),
    Index("daily_answers_day", "day"),
    comment="questions and answers of a day, on the public notices pages; taken off, they are kept",
)

office_loads = Table(
    "office_loads",
    metadata,
    Column("office", Uuid, ForeignKey("offices.id"), primary_key=True),
    _instant("counted_at"),
    Column("open_places", Integer, nullable=False),
    Column("unproven", Integer, nullable=False),
    comment="the figure behind the unproven cap; at most a minute old",
)

answers = Table(
    "answers",
    metadata,
    Column("key", Uuid, primary_key=True),
    _instant("at"),
    Column("outcome", Text, nullable=False, comment="JSON; nothing personal"),
    Column("number", Uuid, comment="who was told no, where nothing else says so: for the list of a day"),
    Column("call", Uuid, comment="in which call; null: by text"),
    Column("channel", Text, comment="by which channel"),
    Index("answers_at", "at"),
    Index("answers_refused", "at", postgresql_where=text("number IS NOT NULL")),
    Index("answers_asked", "at", postgresql_where=text(ASKED)),
    comment="what was answered to a turn, text or form: the same key again gets the same answer",
)

text_turns = Table(
    "text_turns",
    metadata,
    Column("sid", Text, primary_key=True, comment="the provider's id of the text"),
    _ref("number", "numbers"),
    _instant("at"),
    Column(
        "before", JSONB, nullable=False, comment="where the thread was: navigation, and the travel date as in calls"
    ),
    Column("after", JSONB, nullable=False, comment="where it is now"),
    Index("text_turns_newest", "number", "at"),
    Index("text_turns_at", "at"),
    comment="one row a text that came in: the newest one's `after` is where the thread is, its own `before` is what a "
    "repeated text is read by",
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("kind", Text, nullable=False),
    Column("by", Text, CheckConstraint("by IN ('text', 'call', 'move')", "by"), nullable=False, server_default="text"),
    Column("number", Uuid, nullable=False),
    Column("booking", Uuid),
    Column("code", Uuid),
    Column("waiter", Uuid, comment="the row of `queue` that it is about"),
    Column("bulletin", Uuid, comment="the row of `bulletins` that was asked for"),
    Column("admission", Uuid, comment="the row of `admission_calls` that it is about"),
    Column("language", Text, nullable=False),
    Column("lane", SmallInteger, nullable=False, comment="0 codes, 1 answers to what was asked, 2 unasked"),
    Column("not_before", DateTime(timezone=True), nullable=False),
    Column("not_after", DateTime(timezone=True), nullable=False),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("lease_until", DateTime(timezone=True), nullable=True),
    Column("unknowns", SmallInteger, nullable=False, server_default="0", comment="requests nobody knows the fate of"),
    Column("over_budget", Boolean, nullable=False, server_default="false", comment="leaves since budgets only record"),
    _instant("begun_at", null=True),
    Column("sender", Text, comment="whom the last request went from: none other sends it while that one is unknown"),
    Column("rendered", LargeBinary, comment="sealed; rendered once, resent byte for byte"),
    Column("sid", Text, comment="the provider's id of the message or call"),
    Column("error", Text),
    Column("segments", SmallInteger, comment="what a text is billed as"),
    Column("again", Uuid, comment="the row that goes in its place: by itself, or since an operator had it tried again"),
    _instant("done_at", null=True),
    CheckConstraint(
        "state IN ('waiting', 'unknown', 'sent', 'delivered', 'undelivered', 'refused', 'expired')", "state"
    ),
    Index("outbox_due", "by", "lane", "not_before", postgresql_where=text("state IN ('waiting', 'unknown')")),
    Index("outbox_sid", "sid", postgresql_where=text("sid IS NOT NULL")),
    Index("outbox_code", "code", postgresql_where=text("code IS NOT NULL")),
    # What became of the last hours' messages; nothing enters it before it was sent.
    Index("outbox_done", "done_at", postgresql_where=text("done_at IS NOT NULL")),
    # Nothing enters it but what a budget ended, for the list of a day.
    Index("outbox_stopped", "done_at", postgresql_where=text("error = 'budget'")),
    # Without the codes, so that a hold pays nothing for it.
    Index("outbox_news", "booking", postgresql_where=text("kind IN ('booked', 'moved', 'given_up')")),
    Index("outbox_worded", "done_at", postgresql_where=text("rendered IS NOT NULL AND done_at IS NOT NULL")),
    postgresql_with={"fillfactor": 80},
)

paces = Table(
    "paces",
    metadata,
    Column("by", Text, nullable=False),
    Column("lane", SmallInteger, nullable=False),
    PrimaryKeyConstraint("by", "lane"),
    _instant("next_at"),
    Column("day", Date, nullable=False, comment="in UTC"),
    Column("today", Integer, nullable=False, comment="how many left on that day"),
    comment="when the next text or call of a lane, or of one behind it, may leave: one pace for all workers",
)

tallies = Table(
    "tallies",
    metadata,
    Column(
        "what",
        Text,
        nullable=False,
        comment="look_up; code: calls of ours, too; over: codes that left since budgets only record",
    ),
    Column("scope", Text, nullable=False, comment="region; of codes also block"),
    Column("key", Text, nullable=False, comment="the region, or the block's keyed hash in hex digits"),
    _instant("hour"),
    Column("sent", Integer, nullable=False, server_default="0"),
    Column("used", Integer, nullable=False, server_default="0", comment="of those sent in this hour"),
    PrimaryKeyConstraint("what", "scope", "key", "hour"),
    comment="what left in an hour for people who had proven nothing: the budgets are counted here and nowhere else",
)

stops = Table(
    "stops",
    metadata,
    Column("scope", Text, nullable=False, comment="region or block"),
    Column("key", Text, nullable=False, comment="as in `tallies`"),
    PrimaryKeyConstraint("scope", "key"),
    Column("until", DateTime(timezone=True), nullable=False),
    comment="where no more codes go for now: read without a lock before one is promised",
)

clock_lease = Table(
    "clock_lease",
    metadata,
    Column("one", Boolean, CheckConstraint("one", "one_row"), primary_key=True, server_default="true"),
    Column("holder", Uuid, nullable=False),
    Column("until", DateTime(timezone=True), nullable=False),
    comment="which process runs the clock's jobs",
)

clock_jobs = Table(
    "clock_jobs",
    metadata,
    Column("name", Text, primary_key=True),
    _instant("ran_at"),
    comment="when each job of the clock last had nothing more to do",
)

alerts = Table(
    "alerts",
    metadata,
    Column("what", Text, nullable=False, comment="what an operator has to mend"),
    Column("detail", Text, nullable=False, comment="the provider's code, a sender, a lane; nothing personal"),
    PrimaryKeyConstraint("what", "detail"),
    _instant("first_at"),
    _instant("last_at"),
    Column("times", Integer, nullable=False, server_default="1"),
    comment="what needs an operator: one row for each cause, until it is cleared",
)

home = Table(
    "home",
    metadata,
    Column("one", Boolean, CheckConstraint("one", "one_row"), primary_key=True, server_default="true"),
    Column("server", Text, nullable=False, comment="PostgreSQL's own ids of server, line of its history and database"),
    comment="where this database was when a worker last began: elsewhere it is a copy, and knows less than the world",
)

costs = Table(
    "costs",
    metadata,
    Column("day", Date, nullable=False, comment="in UTC, as the provider's bills"),
    Column("channel", Text, nullable=False, comment="text, call, text_in, call_in, look_up; booking: bookings made"),
    Column("region", Text, nullable=False, comment="of the number; ?: withheld"),
    PrimaryKeyConstraint("day", "channel", "region"),
    Column("pieces", Integer, nullable=False),
    Column("units", Integer, nullable=False, comment="segments of texts, minutes of calls, packages"),
    comment="what was sent, rung and booked each day: it outlives the rows it was counted from",
)

spending = Table(
    "spending",
    metadata,
    Column("month", Date, primary_key=True),
    Column("spent", Numeric, nullable=False),
    Column("cap", Numeric),
    Column("currency", Text, nullable=False),
    comment="what a month has cost so far by the price table, and its cap; at most ten minutes old",
)

audit_ids = Sequence("audit_id_seq", metadata=metadata)

audit = Table(
    "audit",
    metadata,
    # A transaction has its number before its rows have theirs: the sealer relies on it to know when no older row is to
    # come. Written as PostgreSQL writes it, for whoever compares.
    Column(
        "id",
        BigInteger,
        primary_key=True,
        autoincrement=False,
        server_default=text(
            "\nCASE\n    WHEN (pg_current_xact_id() IS NOT NULL) THEN nextval('audit_id_seq'::regclass)\n"
            "    ELSE NULL::bigint\nEND"
        ),
    ),
    _instant("at"),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Uuid, comment="booking, number or the like; null: the institution itself"),
    Column("why", Text),
    Index(
        "audit_changes",
        "subject",
        "at",
        postgresql_where=text("action IN ('confirm', 'move', 'cancel', 'undo_cancel')"),
    ),
    Index("audit_verified", "id", postgresql_where=text("action = 'audit_verify'")),
    comment="one row for every change; only added to: triggers refuse the rest, but for what retention takes",
)

audit_batches = Table(
    "audit_batches",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False, comment="1, 2, 3 … without a gap"),
    Column("upto", BigInteger, nullable=False, comment="its last row; the first is the one after the last batch's"),
    Column("entries", Integer, CheckConstraint("entries > 0", "some"), nullable=False, comment="how many rows"),
    Column("root", LargeBinary, nullable=False, comment="over its rows and the root of the batch before"),
    _instant("sealed_at"),
    Column("key", LargeBinary, nullable=False, comment="the public key (Ed25519) of the signature"),
    Column("signature", LargeBinary, nullable=False),
    Column("erased_at", DateTime(timezone=True), comment="its rows have had their time"),
    Index("audit_batches_sealed", "sealed_at"),
    comment="seals of the audit; of those whose rows are erased the last one stays",
)

audit_look = Table(
    "audit_look",
    metadata,
    Column("one", Boolean, CheckConstraint("one", "one_row"), primary_key=True, server_default="true"),
    Column("upto", BigInteger, nullable=False, comment="the newest row there was"),
    Column("xid", BigInteger, nullable=False, comment="once all transactions before it are over, no older row comes"),
    Column("server", Text, nullable=False, comment="where: a number of transactions means nothing elsewhere"),
    _instant("at"),
    comment="how far the next seal can go",
)

rules = Table(
    "rules",
    metadata,
    Column("one", Boolean, CheckConstraint("one", "one_row"), primary_key=True, server_default="true"),
    *(
        Column(name, Integer, CheckConstraint(f"{name} >= 0", name), nullable=False, server_default=str(value))
        for name, value in {
            "hold_s": 600,
            "hang_up_s": 180,
            "cool_max_s": 120,
            "code_s": 600,
            "code_tries": 5,
            "code_sends": 3,
            "code_gap_s": 60,
            "codes_hour": 3,
            "codes_day": 5,
            "wrong_day": 15,
            "made_max": 3,
            "made_days": 30,
            "unproven_percent": 20,
            "unproven_floor": 5,
            "lapsed_day": 3,
            "load_age_s": 60,
            "offline_hold_s": 300,
            "undo_s": 600,
            "release_min_s": 900,
            "release_max_s": 7200,
            "moves_max": 2,
            "proof_text_s": 1800,
            "told_day": 3,
            "question_s": 1800,
            "keep_turns_days": 7,
            "keep_calls_days": 30,
            "keep_visits_days": 30,
            "keep_audit_days": 730,
            "reminder_s": 10800,
            "unasked_from_h": 9,
            "unasked_to_h": 20,
            "unasked_sundays": 0,
            "offer_far_s": 10_800,
            "offer_near_s": 3600,
            "offer_soon_s": 1200,
            "offers_max": 3,
            "guesses_hour": 5,
            "exceptions_day": 5,
            "trip_holds": 120,
            "trip_unproven_percent": 80,
            "trip_lapsed": 60,
            "trip_refused_percent": 50,
            "trip_least": 50,
            "looks_hour": 30,
            "misses_hour": 20,
            "date_tries": 5,
            "sold_checks_day": 3,
            "sold_checks_reference": 5,
            "sold_checks_hour": 300,
            "queue_max": 100,
            "queue_ring_s": 20,
            "queue_after_s": 60,
            "queue_back_s": 600,
            "queue_tries": 3,
            "queue_again_s": 600,
        }.items()
    ),
    comment="the numbers of the line: one row, so every node plays by the same",
)
