-- A number asks for places: what is wanted to be known of it (p_packages) is laid down to be looked up (verdicts.py says
-- what), and that it was seen. What was asked before is asked again once its answer is too old; else only of numbers not
-- seen in 90 days, which may have another holder by now. Whether one has is asked since its last proof: without any there
-- is nothing to ask. A voucher is no telephone. The number's row is locked first, as everywhere, where it is to be written;
-- and of verdicts only those that are due, so that nobody waits for a worker that is noting one. What nobody has taken up
-- in a day is asked for anew: no worker looks at it any more.
CREATE FUNCTION ask_verdicts_v1(p_number uuid, p_packages text[], p_now timestamptz) RETURNS void LANGUAGE sql AS $$
  SELECT 1 FROM numbers WHERE id = p_number AND coalesce(seen_at <= p_now - interval '1 day', true) FOR NO KEY UPDATE;
  INSERT INTO verdicts (id, number, package, state, reason, asked_at, not_before)
  SELECT gen_random_uuid(), m.id, p.package, 'asked', 'sought', p_now, p_now
    FROM numbers m CROSS JOIN unnest(p_packages) p(package)
   WHERE m.id = p_number AND m.kind = 'telephone' AND m.digits IS NOT NULL
     AND (m.seen_at IS NULL OR m.seen_at <= p_now - interval '90 days'
          OR EXISTS (SELECT 1 FROM verdicts v WHERE v.number = m.id AND v.package = p.package))
     AND (p.package <> 'reassigned' OR EXISTS (SELECT 1 FROM proofs f WHERE f.number = m.id)
          OR EXISTS (SELECT 1 FROM bookings b WHERE b.number = m.id AND b.allowance IS NOT NULL AND b.booked_at IS NOT NULL))
     AND NOT EXISTS (SELECT 1 FROM verdicts v WHERE v.number = m.id AND v.package = p.package
                        AND coalesce(v.until, v.asked_at + interval '1 day') > p_now)
  ON CONFLICT (number, package) DO UPDATE
     SET state = 'asked', reason = excluded.reason, asked_at = p_now, not_before = p_now, tries = 0, until = NULL
   WHERE coalesce(verdicts.until, verdicts.asked_at + interval '1 day') <= p_now;
  UPDATE numbers SET seen_at = p_now WHERE id = p_number AND coalesce(seen_at <= p_now - interval '1 day', true);
$$;
