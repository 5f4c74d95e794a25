"""The law of the dialogue by text: what is asked after each thing that a text can meet.

Voice knows its steps by what it says; a text may come at any time and mean the same at any time, so the law is by what
was asked of the core and what it answered. STAYS: the question that was open is open still.
"""

from __future__ import annotations

from typing import Any, Final

from booking_core import commands as c
from booking_core import outcomes as o
from sms.state import Ask

STAYS: Final = None

NEXT: Final[dict[tuple[type[Any], type[o.Outcome]], Ask | None]] = {
    # Booking
    (c.SeekPlace, o.Offers): Ask.TIME,
    (c.SeekPlace, o.NoneFree): STAYS,
    (c.SeekPlace, o.ProveFirst): Ask.PROVE,
    (c.SeekPlace, o.CallingBack): Ask.NOTHING,
    (c.SeekPlace, o.NotAdmitted): Ask.NOTHING,
    (c.SeekPlace, o.CallbackNoted): Ask.NOTHING,
    (c.NextFree, o.Offers): Ask.TIME,
    (c.NextFree, o.NoneFree): STAYS,
    (c.HoldPlace, o.Held): Ask.HELD,
    (c.HoldPlace, o.PlaceGone): Ask.TIME,
    (c.HoldPlace, o.NoneFree): Ask.OFFICE,
    (c.HoldPlace, o.LimitReached): Ask.NOTHING,
    (c.HoldPlace, o.Suspended): Ask.NOTHING,
    (c.HoldPlace, o.ProveFirst): Ask.PROVE,
    (c.HoldPlace, o.NumberRefused): Ask.NOTHING,
    (c.HoldPlace, o.PartyTooLarge): Ask.PARTY,
    (c.HoldPlace, o.TooManyCodes): Ask.NOTHING,
    (c.HoldPlace, o.TooManyTries): Ask.NOTHING,
    (c.HoldPlace, o.TextsOff): Ask.NOTHING,
    (c.HoldPlace, o.NotAdmitted): Ask.NOTHING,
    (c.HoldPlace, o.CallingBack): Ask.NOTHING,
    (c.HoldPlace, o.CallbackNoted): Ask.NOTHING,
    # Codes and birth dates
    (c.SendCode, o.CodeSent): Ask.PROVE,
    (c.SendCode, o.CallComing): Ask.PROVE,
    (c.SendCode, o.TooSoon): Ask.PROVE,
    (c.SendCode, o.TooManyCodes): Ask.NOTHING,
    (c.SendCode, o.TooManyTries): Ask.NOTHING,
    (c.SendCode, o.HoldLapsed): Ask.NOTHING,
    (c.SendCode, o.NumberRefused): Ask.NOTHING,
    (c.SendCode, o.TextsOff): Ask.NOTHING,
    (c.TextCode, o.Proven): Ask.TIME,
    (c.TextCode, o.Offers): Ask.TIME,
    (c.TextCode, o.NoneFree): Ask.OFFICE,
    (c.TextCode, o.CallingBack): Ask.NOTHING,
    (c.TextCode, o.NotAdmitted): Ask.NOTHING,
    (c.TextCode, o.CallbackNoted): Ask.NOTHING,
    (c.TextCode, o.CallProven): STAYS,
    (c.TextCode, o.Booked): Ask.NOTHING,
    (c.TextCode, o.CodeWrong): STAYS,
    (c.TextCode, o.CodeBlocked): Ask.NOTHING,
    (c.TextCode, o.CodeExpired): STAYS,
    (c.TextCode, o.TooManyTries): Ask.NOTHING,
    (c.TextCode, o.HoldLapsed): Ask.NOTHING,
    (c.TextCode, o.VisitorsMissing): Ask.HELD,
    (c.TextCode, o.LimitReached): Ask.NOTHING,
    (c.TextCode, o.ProofNeeded): STAYS,
    (c.TextVisitor, o.Booked): Ask.NOTHING,
    (c.TextVisitor, o.VisitorsMissing): Ask.HELD,
    (c.TextVisitor, o.NothingHeld): STAYS,
    (c.TextVisitor, o.HoldLapsed): Ask.NOTHING,
    (c.TextVisitor, o.LimitReached): Ask.NOTHING,
    (c.TextVisitor, o.NotAdmitted): Ask.NOTHING,
    (c.TextVisitor, o.ProofNeeded): STAYS,
    # What is booked
    (c.TellBookings, o.Bookings): STAYS,
    (c.TellBookings, o.AskedTooOften): STAYS,
    (c.TextCallback, o.CallbackNoted): STAYS,
    (c.SendCheckIn, o.CodeSent): STAYS,
    (c.SendCheckIn, o.CheckInLater): STAYS,
    (c.SendCheckIn, o.NoSuchBooking): STAYS,
    (c.SendCheckIn, o.ProofNeeded): STAYS,
    (c.SendCheckIn, o.TooManyCodes): STAYS,
    (c.AskToChange, o.Asked): Ask.ANSWER,
    (c.AskToChange, o.Bookings): Ask.WHICH,
    (c.AskToChange, o.NoSuchBooking): Ask.NOTHING,
    (c.AskToChange, o.NoneFree): STAYS,
    (c.AskToChange, o.NotAdmitted): Ask.NOTHING,
    (c.AskToChange, o.AskedTooOften): Ask.NOTHING,
    (c.AnswerQuestion, o.Moved): Ask.NOTHING,
    (c.AnswerQuestion, o.Cancelled): Ask.NOTHING,
    (c.AnswerQuestion, o.Kept): Ask.NOTHING,
    (c.AnswerQuestion, o.Booked): Ask.NOTHING,
    (c.AnswerQuestion, o.CodeWrong): STAYS,
    (c.AnswerQuestion, o.CodeBlocked): Ask.NOTHING,
    (c.AnswerQuestion, o.CodeExpired): STAYS,
    (c.AnswerQuestion, o.TooManyTries): Ask.NOTHING,
    (c.AnswerQuestion, o.Asked): Ask.ANSWER,
    (c.AnswerQuestion, o.NoneFree): Ask.NOTHING,
    (c.AnswerQuestion, o.MovesUsed): Ask.NOTHING,
    (c.AnswerQuestion, o.NoSuchBooking): Ask.NOTHING,
    (c.AnswerQuestion, o.LimitReached): Ask.NOTHING,
    (c.AnswerQuestion, o.TooLate): Ask.NOTHING,
    (c.AnswerQuestion, o.OnList): Ask.NOTHING,
    (c.AnswerQuestion, o.Passed): Ask.NOTHING,
    # Was an appointment sold?
    (c.CheckReference, o.Checked): STAYS,
    (c.CheckReference, o.ChecksUsed): STAYS,
    (c.CheckReference, o.NothingToCheck): STAYS,
    (c.ReportSeller, o.Reported): STAYS,
    # The waiting list
    (c.AskToWait, o.AskedToWait): Ask.ANSWER,
    (c.AskToWait, o.Bookings): Ask.WHICH,
    (c.AskToWait, o.NoSuchBooking): Ask.NOTHING,
    (c.AskToWait, o.LimitReached): Ask.NOTHING,
    (c.AskToWait, o.MovesUsed): Ask.NOTHING,
    (c.AskToWait, o.AskedTooOften): Ask.NOTHING,
    (c.TextLeave, o.OffList): STAYS,
    (c.AskUndo, o.Asked): Ask.NOTHING,
    (c.AskUndo, o.NoSuchBooking): Ask.NOTHING,
}
