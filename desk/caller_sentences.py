"""What is said of a deed: every outcome one clear sentence, with what to do next."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from booking_core import desk_outcomes as d
from booking_core import outcomes as o
from booking_core.outcomes import Outcome
from desk import times
from desk.pages import language
from desk.words import words_in

Sentence = tuple[str, dict[str, Any]]
"""The key of the words, and what they name."""

_PLAIN: Final[dict[type[Outcome], str]] = {
    o.Held: "caller.held",
    o.PlaceGone: "caller.gone",
    o.NoneFree: "caller.none_free",
    o.ProveFirst: "caller.prove_first",
    o.ProofNeeded: "caller.proof_needed",
    o.TextsOff: "caller.texts_off",
    o.HoldLapsed: "caller.lapsed",
    o.NothingHeld: "caller.lapsed",
    o.LetGo: "caller.let_go",
    o.VisitorNoted: "caller.dates_noted",
    o.VisitorsMissing: "caller.dates_missing",
    o.Booked: "caller.booked",
    o.NextHeld: "caller.next_held",
    o.Moved: "caller.moved",
    o.MovesUsed: "caller.moves_used",
    o.NoSuchBooking: "caller.no_such_booking",
    o.TooLate: "caller.too_late",
    o.CallComing: "caller.call_coming",
    o.CodeExpired: "caller.code_expired",
    o.CodeBlocked: "caller.code_expired",
    o.NumberNeeded: "caller.number_needed",
    o.TravelDateNoted: "caller.travel_noted",
    d.NotYourCaller: "caller.not_yours",
    d.PromptComing: "caller.prompt_coming",
    d.CallbackAhead: "caller.callback_ahead",
    d.VoucherNoted: "caller.voucher_noted",
    d.NoSuchRequest: "caller.no_exception",
    o.NothingToCheck: "caller.unreadable",
    o.Reported: "sold.reported",
    d.FirstOnList: "early.first_on_list",
    d.NothingToLift: "lift.none",
    d.LiftForOneself: "lift.own",
}

_UNTIL: Final[dict[type[Outcome], str]] = {
    o.ChecksUsed: "sold.used",
    o.CodeSent: "caller.code_sent",
    o.TooSoon: "caller.too_soon",
    o.TooManyCodes: "caller.too_many_codes",
    o.TooManyTries: "caller.too_many_tries",
    o.Cancelled: "caller.given_up",
    d.AdmissionLifted: "lift.done",
    d.TooManyGuesses: "caller.too_many_guesses",
    d.QuotaReached: "caller.quota",
}
"""Those that name an instant."""


def sentence(outcome: Outcome, zone: str) -> Sentence:
    """The words about an outcome. `zone`: of the clock that instants are told by."""
    plain = _PLAIN.get(type(outcome))
    if plain is not None:
        return plain, {}
    named = _UNTIL.get(type(outcome))
    if named is not None:
        return named, {"until": _at(outcome, zone)}
    return _other(outcome, zone)


def _at(outcome: Outcome, zone: str) -> str:
    instant: datetime = next(
        getattr(outcome, name) for name in ("until", "undo_until", "expires") if hasattr(outcome, name)
    )
    return times.here(instant, zone or "UTC")


def _other(outcome: Outcome, zone: str) -> Sentence:
    match outcome:
        case o.LimitReached("made", until) if until is not None:
            return "caller.limit_made", {"until": times.here(until, zone or "UTC")}
        case o.LimitReached("made"):
            return "caller.limit_once", {}
        case o.LimitReached(what):
            return f"caller.limit_{what}", {}
        case o.Suspended(None):
            return "caller.suspended", {"why": outcome.said(language()) or ""}
        case o.Suspended():
            return "caller.suspended_until", {"until": _at(outcome, zone), "why": outcome.said(language()) or ""}
        case o.NumberRefused():
            return "caller.number_refused", {}
        case o.NotAdmitted(why):
            return "caller.not_admitted", {"until": _at(outcome, zone), "why": words_in(language())(f"why.{why}")}
        case o.Checked(valid):
            return "sold.valid" if valid else "sold.not_valid", {}
        case o.PartyTooLarge(most):
            return "caller.party_too_large", {"most": most}
        case o.CodeWrong(left):
            return "caller.code_wrong", {"left": left}
        case d.VoucherRefused(why):
            return f"caller.voucher_{why}", {}
        case d.ExceptionAsked(left):
            return "caller.exception_asked", {"left": left}
        case _:
            raise TypeError(f"the caller's screen cannot meet {type(outcome).__name__}")
