"""The product with one guard taken off, in the database: each of them the checker must catch, or it proves nothing.

A guard is text of the functions in force, or an index. An edit that does not find its text fails loudly, so a mutant
cannot outlive the code it was made for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.engine import Connection

from tests.history.evidence import Law

_SKIP_LOCKED = "ORDER BY p.free_at, p.id LIMIT p_party FOR UPDATE SKIP LOCKED"
_WAIT = "ORDER BY p.free_at, p.id LIMIT p_party FOR UPDATE"
_LOCK_NUMBER = "PERFORM 1 FROM numbers WHERE id = v_number FOR NO KEY UPDATE;"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A guard taken off, the law it kept, and what people do that need it."""

    law: Law
    where: tuple[str, ...]
    """The stories of people, or what callers meet at."""
    edits: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Function → old text → new text."""
    statements: tuple[str, ...] = ()
    minutes: tuple[int, ...] = (0,)
    """When it is played."""

    def apply(self, connection: Connection) -> None:
        """Take the guard off. Raises LookupError where the text is no longer there."""
        for function, changes in self.edits.items():
            found = f"SELECT pg_get_functiondef('{function}'::regproc)"
            text = str(connection.exec_driver_sql(found).scalar_one())
            for old, new in changes.items():
                if old not in text:
                    raise LookupError(f"{function} no longer says: {old}")
                text = text.replace(old, new)
            connection.exec_driver_sql(text.replace("%", "%%"))
        for statement in self.statements:
            connection.exec_driver_sql(statement)


CONFIRMS = ("proves_first", "is_helped", "keys_the_code_in")
BY_TEXT = ("gives_up_by_text", "moves_by_text")
UNPROVEN = ("keys_the_code_in", "lets_it_lapse")

MUTANTS = {
    "what has lapsed waits for a sweeper": Mutant(
        Law.FALSE_FULL, ("lets_it_lapse",), {"hold_v1": {"p.free_at <= v_now": "p.booking IS NULL"}},
        minutes=(0, 13),
    ),
    "a case may be booked again and again": Mutant(
        Law.LIMIT, ("proves_first",), {"limit_v1": {"IF p_case IS NOT NULL AND": "IF false AND"}},
        ("DROP INDEX bookings_case_live",),
    ),
    "booked is said where it is still held": Mutant(
        Law.BOOKED, CONFIRMS,
        {"confirm_v1": {"SET status = 'booked'": "SET status = CASE WHEN v_reference < '6' "
                        "THEN 'held' ELSE 'booked' END"}},
    ),
    "another reference is said than is kept": Mutant(
        Law.BOOKED, CONFIRMS, {"confirm_v1": {"'reference', v_reference": "'reference', reverse(v_reference)"}}
    ),
    "a booking's places are free by the clock": Mutant(
        Law.BOOKED, CONFIRMS, {"confirm_v1": {"SET free_at = 'infinity'": "SET free_at = v_now"}}
    ),
    "a refused let-go lets go": Mutant(
        Law.REFUSED, ("lets_go",),
        {"let_go_v1": {"IF NOT FOUND THEN": "IF true THEN PERFORM release_v1(p_booking, 'let_go', v_now);"}},
    ),
    "a refused hold drops what was held": Mutant(
        Law.REFUSED, ("wants_another_time",),
        {"hold_v1": {"v_allowance := allowance_v1(": "IF mine.held <> '{}' THEN "
                     "PERFORM release_v1(h, 'replaced', v_now) FROM unnest(mine.held) h; RETURN answer_v1(p_key, "
                     "v_now, json_build_object('is', 'NoneFree', 'office', s.office)); END IF; "
                     "v_allowance := allowance_v1("}},
    ),
    "answers are not kept": Mutant(
        Law.SAME_KEY, ("code_on_two_ways", "lets_go"),
        {
            "answer_v1": {"SELECT p_key, p_now": "SELECT gen_random_uuid(), p_now"},
            "hold_v1": {"INSERT INTO answers(key, at, outcome) VALUES (p_key, v_now, v_answer)": "SELECT 1"},
        },
    ),
    "a code is not used up": Mutant(
        Law.CODE, ("code_on_two_ways",), {"use_code_v1": {"CASE WHEN m.right THEN p_now END": "k.used_at"}}
    ),
    "a wrong try costs nothing": Mutant(
        Law.CODE, ("keys_the_code_in",), {"use_code_v1": {"CASE WHEN m.right THEN 0 ELSE 1 END": "0"}}
    ),
    "a nonce is not used up": Mutant(
        Law.CODE, BY_TEXT,
        {"use_code_v1": {"CASE WHEN m.right THEN p_now": "CASE WHEN m.right AND k.slot IS NULL THEN p_now"}},
    ),
    "any four digits do": Mutant(
        Law.NONCE, BY_TEXT,
        {"use_code_v1": {"sha256(t || uuid_send(x.id)) = x.mac": "'move' = ANY(p_purposes) OR "
                         "sha256(t || uuid_send(x.id)) = x.mac"}},
    ),
    "a booking sends no text": Mutant(
        Law.OUTBOX, CONFIRMS, {"confirm_v1": {"INSERT INTO outbox(": "INSERT INTO nowhere("}},
        ("CREATE TABLE nowhere (LIKE outbox INCLUDING DEFAULTS)",),
    ),
    "a code is texted twice": Mutant(
        Law.OUTBOX, UNPROVEN, statements=(
            "CREATE FUNCTION once_more() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF pg_trigger_depth() = 1 THEN "
            "NEW.id := gen_random_uuid(); INSERT INTO outbox SELECT NEW.*; END IF; RETURN NULL; END $$",
            "CREATE TRIGGER once_more AFTER INSERT ON outbox FOR EACH ROW WHEN (NEW.kind = 'code') "
            "EXECUTE FUNCTION once_more()",
        ),
    ),
    "a booking leaves no trail": Mutant(
        Law.AUDIT, CONFIRMS, {"confirm_v1": {"INSERT INTO audit(": "INSERT INTO nowhere("}},
        ("CREATE TABLE nowhere (LIKE audit INCLUDING DEFAULTS)",),
    ),
}  # fmt: skip
"""What is taken off → the mutant."""

RACES = {
    "places are chosen without a lock": Mutant(
        Law.OVERSOLD, ("place",),
        {"hold_v1": {_SKIP_LOCKED: "ORDER BY p.free_at, p.id LIMIT p_party", _WAIT: "ORDER BY p.id LIMIT p_party"}},
    ),
    "what others have locked counts as sold": Mutant(
        Law.FALSE_FULL, ("place",), {"hold_v1": {f"{_WAIT}) f;": "ORDER BY p.free_at, p.id LIMIT 0) f;"}}
    ),
    "neither lock nor index keeps the limit": Mutant(
        Law.LIMIT, ("number",), {"hold_v1": {_LOCK_NUMBER: ""}}, ("DROP INDEX bookings_allowance_live",)
    ),
    "neither lock nor index keeps a number to one unproven hold": Mutant(
        Law.LIMIT, ("unproven number",), {"hold_v1": {_LOCK_NUMBER: ""}}, ("DROP INDEX bookings_unproven_one",)
    ),
}  # fmt: skip
"""Guards that matter only where two turns meet: the mutants, and what they meet at."""

PLACES_FIRST = Mutant(
    Law.FALSE_FULL, ("place",),
    {"hold_v1": {_LOCK_NUMBER: """
      SELECT array_agg(f.id) INTO v_places FROM (
        SELECT p.id FROM places p
         WHERE p.office = s.office AND p.service = s.service AND p.starts = s.starts AND p.free_at < 'infinity'
           AND p.free_at <= v_now AND p.pool = 'public' AND p.open_from <= v_now
         ORDER BY p.free_at, p.id LIMIT p_party FOR UPDATE SKIP LOCKED) f;
      IF coalesce(cardinality(v_places), 0) < p_party THEN
        RETURN answer_v1(p_key, v_now, place_gone_v1(s.office, s.service, s.starts, p_party, v_travel, v_now));
      END IF;
      """ + _LOCK_NUMBER}},
)  # fmt: skip
"""Places are locked before the number's row: whoever queues for a number keeps places from others meanwhile."""
