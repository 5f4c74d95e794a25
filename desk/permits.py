"""What supervisors permit: vouchers for people without a telephone, exceptions, waivers; and who looks at them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, cast, get_args
from uuid import UUID

from flask import Blueprint, abort, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from booking_core.clocks import local_day
from booking_core.desk_commands import (
    AddWaiver,
    DecideException,
    MakeVouchers,
    ReadBatches,
    ReadExceptions,
    ReadWaivers,
    RevokeVouchers,
    RevokeWaiver,
    WaiverReason,
)
from booking_core.desk_outcomes import (
    BatchWrong,
    ExceptionDecided,
    ExceptionRow,
    NoSuchRequest,
    VouchersMade,
    VouchersRevoked,
    WaiverAdded,
    WaiverRevoked,
)
from booking_core.numbers import Refused
from desk import keyed, times
from desk.files import sheet
from desk.pages import Role, actor, ask, desk, page, perform, render

SEEN: Final = (Role.SUPERVISOR, Role.AUDITOR)
MOST: Final = 500
"""Vouchers of one batch, as the core takes them."""
LONGEST: Final = 90
"""Days that a waiver may wait for its booking."""


def add(pages: Blueprint) -> None:
    """The routes."""
    _vouchers(pages)
    _exceptions(pages)
    _waivers(pages)


def _id(name: str) -> UUID:
    return keyed.row(request.form.get(name, "")) or abort(400)


def _said(key: str, endpoint: str) -> ResponseReturnValue:
    session["permits"] = key
    return redirect(url_for(f"desk.{endpoint}"), 303)


# ── Vouchers ─────────────────────────────────────────────────────────────────────────────────────────


def _vouchers(pages: Blueprint) -> None:
    @page(pages, "/vouchers", *SEEN)
    def vouchers() -> ResponseReturnValue:
        found = ask(ReadBatches(actor()))
        return render("permits/vouchers.html", batches=found.batches, zone=found.zone, day=day, last=_last,
                      said=session.pop("permits", None))  # fmt: skip

    @page(pages, "/vouchers.csv", *SEEN)
    def vouchers_csv() -> ResponseReturnValue:
        found = ask(ReadBatches(actor()))
        head = ("partner", "from", "until", "size", "booked", "came", "no_show", "made_by", "revoked")
        return sheet("vouchers.csv", head, [
            (each.partner, day(each.from_at, found.zone), _last(each.until_at, found.zone), each.size, each.booked,
             each.came, each.no_show, each.made_by, "yes" if each.revoked_at else "no")
            for each in found.batches
        ])  # fmt: skip

    @page(pages, "/vouchers/make", Role.SUPERVISOR, methods=("POST",))
    def make_vouchers() -> ResponseReturnValue:
        return _make()

    @page(pages, "/vouchers/revoke", Role.SUPERVISOR, methods=("POST",))
    def revoke_vouchers() -> ResponseReturnValue:
        revoked = isinstance(perform(RevokeVouchers(actor(), _id("batch"))), VouchersRevoked)
        return _said("vouchers.done_revoked" if revoked else "vouchers.none", "vouchers")


def _make() -> ResponseReturnValue:
    first, last = (keyed.day(request.form.get(name, "")) for name in ("first", "last"))
    size = keyed.count(request.form.get("size", ""), 1, MOST)
    if first is None or last is None or size is None:
        return _said("vouchers.wrong", "vouchers")
    partner = request.form.get("partner", "")[:80]
    made: VouchersMade | BatchWrong = perform(MakeVouchers(actor(), partner, first, last, size))
    if isinstance(made, BatchWrong):
        return _said("vouchers.wrong", "vouchers")
    if request.form.get("as") == "csv" and made.digits:
        return sheet("new-vouchers.csv", ("voucher", "partner", "from", "until"),
                     [(each, partner, first, last) for each in made.digits])  # fmt: skip
    return render("permits/made.html", partner=partner, digits=made.digits, first=first, last_day=last)


def day(instant: datetime, zone: str) -> str:
    """The day that an instant is on, by the clock of a zone, as `2026-11-24`."""
    return local_day(instant, zone).isoformat()


def _last(until: datetime, zone: str) -> str:
    """The last day of something that ends at `until`."""
    return day(until - timedelta(seconds=1), zone)


# ── Exceptions ───────────────────────────────────────────────────────────────────────────────────────


def _exceptions(pages: Blueprint) -> None:
    @page(pages, "/exceptions", *SEEN)
    def exceptions() -> ResponseReturnValue:
        found = ask(ReadExceptions(actor()))
        waiting, version = _waiting(found.rows)
        return render("permits/exceptions.html", rows=found.rows, zone=found.zone, clock=times.here,
                      waiting=waiting, version=version, said=session.pop("permits", None))  # fmt: skip

    @page(pages, "/exceptions/live", *SEEN)
    def exceptions_live() -> ResponseReturnValue:
        waiting, version = _waiting(ask(ReadExceptions(actor())).rows)
        response = make_response(render("permits/exceptions_live.html", waiting=waiting))
        response.set_etag(version)
        return response.make_conditional(request)

    @page(pages, "/exceptions.csv", *SEEN)
    def exceptions_csv() -> ResponseReturnValue:
        found = ask(ReadExceptions(actor()))
        head = ("asked_at", "agent", "document", "reason", "state", "decided_by", "booking")
        return sheet("exceptions.csv", head, [
            (each.asked_at.isoformat(timespec="seconds"), each.agent, each.document, each.reason, each.state,
             each.approver, each.status)
            for each in found.rows
        ])  # fmt: skip

    @page(pages, "/exceptions/decide", Role.SUPERVISOR, methods=("POST",))
    def decide_exception() -> ResponseReturnValue:
        told = perform(DecideException(actor(), _id("request"), request.form.get("approve") == "yes"))
        if isinstance(told, ExceptionDecided):
            return _said("exceptions.done_approved" if told.approved else "exceptions.done_refused", "exceptions")
        return _said("exceptions.none" if isinstance(told, NoSuchRequest) else "exceptions.own", "exceptions")


def _waiting(rows: tuple[ExceptionRow, ...]) -> tuple[int, str]:
    """How many wait, and what the page would draw anew: one decided and another asked are as many as before."""
    waits = [each.id for each in rows if each.state == "waits"]
    return len(waits), f"w{len(waits)}-{max(waits, default='')}"


# ── Waivers ──────────────────────────────────────────────────────────────────────────────────────────


def _waivers(pages: Blueprint) -> None:
    @page(pages, "/waivers", *SEEN)
    def waivers() -> ResponseReturnValue:
        found = ask(ReadWaivers(actor()))
        return render(
            "permits/waivers.html", waivers=found.waivers, groups=found.groups, zone=found.zone,
            clock=times.here, reasons=get_args(WaiverReason), said=session.pop("permits", None),
        )  # fmt: skip

    @page(pages, "/waivers.csv", *SEEN)
    def waivers_csv() -> ResponseReturnValue:
        found = ask(ReadWaivers(actor()))
        head = ("number_ends_in", "group", "reason", "by", "given_at", "until", "state")
        return sheet("waivers.csv", head, [
            (each.ending, each.group, each.reason, each.granted_by, each.granted_at.isoformat(timespec="seconds"),
             each.expires_at.isoformat(timespec="seconds"), each.state)
            for each in found.waivers
        ])  # fmt: skip

    @page(pages, "/waivers/add", Role.SUPERVISOR, methods=("POST",))
    def add_waiver() -> ResponseReturnValue:
        return _said(_add_waiver(), "waivers")

    @page(pages, "/waivers/revoke", Role.SUPERVISOR, methods=("POST",))
    def revoke_waiver() -> ResponseReturnValue:
        revoked = isinstance(perform(RevokeWaiver(actor(), _id("waiver"))), WaiverRevoked)
        return _said("waivers.done_revoked" if revoked else "waivers.none", "waivers")


def _add_waiver() -> str:
    reason, days = request.form.get("reason"), keyed.count(request.form.get("days", ""), 1, LONGEST)
    groups = [str(group) for group, _ in ask(ReadWaivers(actor())).groups]
    known = reason in get_args(WaiverReason) and request.form.get("group") in groups
    if not known or days is None:
        return "waivers.bad_form"
    number = desk().check(request.form.get("number", ""))
    if isinstance(number, Refused):
        return "waivers.bad_number"
    told = perform(AddWaiver(actor(), number, _id("group"), cast("WaiverReason", reason), days))
    return "waivers.done" if isinstance(told, WaiverAdded) else "waivers.own"
