"""What the core answers to the desk and the queue; one law with `outcomes`. A page's answers are not kept."""

from __future__ import annotations

# ── The queue ────────────────────────────────────────────────────────────────────────────────────────


# ── Booking on behalf ────────────────────────────────────────────────────────────────────────────────


# ── Suspensions, bulletins and notices ───────────────────────────────────────────────────────────────


# ── The counter and look-ups ─────────────────────────────────────────────────────────────────────────


# ── Staff, sign-in and live figures ──────────────────────────────────────────────────────────────────


# ── Audit and releases ───────────────────────────────────────────────────────────────────────────────
