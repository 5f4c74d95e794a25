"""What the desk and the queue ask of the core; one law with `commands`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from booking_core.actors import Agent, Operator, Staff
from booking_core.commands import Command, Query
from booking_core.desk_outcomes import (
    Batches,
    BatchWrong,
    CallbackAhead,
    CallerNow,
    ExceptionAsked,
    ExceptionDecided,
    ExceptionRows,
    NoCaller,
    NoSuchBatch,
    NoSuchRequest,
    NoSuchWaiver,
    NotSignedIn,
    OwnRequest,
    PromptComing,
    QuotaReached,
    SignedAs,
    TooManyGuesses,
    VoucherNoted,
    VoucherRefused,
    VouchersMade,
    VouchersRevoked,
    WaiverAdded,
    WaiverForOneself,
    WaiverReport,
    WaiverRevoked,
)
from booking_core.numbers import Number
from booking_core.outcomes import CodeExpired, Done, NumberNeeded, ProofNeeded, TextsOff, TravelDateNoted

# ── The queue ────────────────────────────────────────────────────────────────────────────────────────


# ── Booking on behalf ────────────────────────────────────────────────────────────────────────────────

Document = Literal["passport", "identity_card", "refugee_document", "driving_licence", "other_photo"]
"""Kinds of documents that an exception can rest on; what is in them is kept nowhere."""

WithoutNumber = Literal["no_telephone", "telephone_lost", "number_refused", "in_custody", "disability"]
"""Why somebody books without a number."""

WaiverReason = Literal["number_misused", "shared_telephone", "our_mistake", "hardship"]
"""Why a number may have one booking more."""


@dataclass(frozen=True, slots=True)
class CallerOf(Query[CallerNow | NoCaller]):
    """Who is joined to this agent now, and what that caller holds."""

    who: Staff


@dataclass(frozen=True, slots=True)
class SetTravelDate(Command[TravelDateNoted]):
    """The day the caller travels, as told to the agent."""

    who: Agent
    day: date


@dataclass(frozen=True, slots=True)
class AskForKeys(Command[PromptComing | CodeExpired | ProofNeeded]):
    """Lead the caller to a prompt for the code that was texted, and back to this agent.

    `CodeExpired`: none is alive, so that one has to be texted first.
    """

    who: Agent
    language: str


@dataclass(frozen=True, slots=True)
class CallBackToProve(Command[CallbackAhead | NumberNeeded | TextsOff]):
    """Call the caller's number once this call has ended, before all others: a key there proves it.

    For telephones that get no texts, and for numbers that were keyed in. `TextsOff`: no machine may call it.
    """

    who: Agent


@dataclass(frozen=True, slots=True)
class NoteVoucher(Command[VoucherNoted | VoucherRefused | TooManyGuesses]):
    """A voucher that the caller read out becomes this call's number, proven by its digits.

    One whose booking is live opens that booking again, and no other.
    """

    who: Agent
    digits: str


@dataclass(frozen=True, slots=True)
class MakeVouchers(Command[VouchersMade | BatchWrong]):
    """So many vouchers for a partner, good from the first day to the end of the last, by the first office's clock."""

    who: Staff | Operator
    partner: str
    first: date
    last: date
    size: int


@dataclass(frozen=True, slots=True)
class RevokeVouchers(Command[VouchersRevoked | NoSuchBatch]):
    """No voucher of this batch books any more."""

    who: Staff | Operator
    batch: UUID


@dataclass(frozen=True, slots=True)
class ReadBatches(Query[Batches]):
    """The batches and what became of them, by partner."""

    who: Staff | Operator


@dataclass(frozen=True, slots=True)
class AskException(Command[ExceptionAsked | QuotaReached | NoSuchRequest]):
    """Ask a second person to let this caller, who has no number, book once on a document.

    `NoSuchRequest`: there is a proven number in this call, so there is nothing to ask.
    """

    who: Agent
    document: Document
    reason: WithoutNumber


@dataclass(frozen=True, slots=True)
class DecideException(Command[ExceptionDecided | OwnRequest | NoSuchRequest]):
    """The second person's word."""

    who: Staff
    request: UUID
    approve: bool


@dataclass(frozen=True, slots=True)
class ReadExceptions(Query[ExceptionRows]):
    """Who asked for exceptions, and what was decided."""

    who: Staff


@dataclass(frozen=True, slots=True)
class AddWaiver(Command[WaiverAdded | WaiverForOneself]):
    """One booking more for a number in a limit group, to be made within so many days."""

    who: Staff
    number: Number
    group: UUID
    reason: WaiverReason
    days: int


@dataclass(frozen=True, slots=True)
class RevokeWaiver(Command[WaiverRevoked | NoSuchWaiver]):
    """A waiver allows nothing more."""

    who: Staff
    waiver: UUID


@dataclass(frozen=True, slots=True)
class ReadWaivers(Query[WaiverReport]):
    """The waivers, who gave them and why."""

    who: Staff


# ── Suspensions, bulletins and notices ───────────────────────────────────────────────────────────────


# ── The counter and look-ups ─────────────────────────────────────────────────────────────────────────


# ── Staff, sign-in and live figures ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SeeSession(Command[SignedAs | NotSignedIn]):
    """Who holds this session, and that they are still there: its rest begins anew."""

    repeats = True
    token: str


@dataclass(frozen=True, slots=True)
class SignOut(Command[Done]):
    """This session is over, on every node at once."""

    repeats = True
    token: str


# ── Audit and releases ───────────────────────────────────────────────────────────────────────────────
