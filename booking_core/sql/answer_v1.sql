-- Stores the answer of a turn under its key and gives it back. p_number, p_call, p_channel: who is told no; kept with
-- what the list of a day tells (refused_list.py), so that a refusal writes its answer and nothing else.
CREATE FUNCTION answer_v1(p_key uuid, p_now timestamptz, p_outcome json, p_number uuid DEFAULT NULL,
                          p_call uuid DEFAULT NULL, p_channel text DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
  INSERT INTO answers(key, at, outcome, number, call, channel)
    SELECT p_key, p_now, p_outcome::text, n.number, CASE WHEN n.number IS NOT NULL THEN p_call END,
           CASE WHEN n.number IS NOT NULL THEN p_channel END
      FROM (SELECT CASE WHEN p_outcome->>'is' IN ('ProveFirst', 'LimitReached', 'NumberRefused', 'TooManyCodes',
                                                  'TooManyTries', 'CodeBlocked') THEN p_number END AS number) n
  RETURNING outcome
$$;

-- Is this number proven in this call (or, without a call, in its text thread)? A row says so, nothing else does.
CREATE FUNCTION proven_v1(p_number uuid, p_call uuid, p_now timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM proofs p WHERE p.number = p_number AND p.until > p_now
                   AND p.call IS NOT DISTINCT FROM p_call)
$$;

-- "That place is gone", with the next free times after it, or else before it, in the same answer; or none at all.
CREATE FUNCTION place_gone_v1(p_office uuid, p_service uuid, p_starts timestamptz, p_party int, p_travel date,
                              p_now timestamptz, p_pool text DEFAULT 'public') RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE v_free json;
BEGIN
  v_free := next_free_v1(p_office, p_service, p_starts - interval '1 second', 'any', p_party, p_travel, p_now, p_pool => p_pool);
  IF json_array_length(v_free) = 0 THEN
    v_free := next_free_v1(p_office, p_service, p_now, 'any', p_party, p_travel, p_now, p_pool => p_pool);
  END IF;
  IF json_array_length(v_free) = 0 THEN RETURN json_build_object('is', 'NoneFree', 'office', p_office); END IF;
  RETURN json_build_object('is', 'PlaceGone', 'offers', v_free);
END $$;

-- Why a proven number may not have one more booking; null: it may. The caller has locked the number's row. The two
-- unique indexes hold without this look: it only turns a broken index into a sentence.
CREATE FUNCTION limit_v1(p_number uuid, p_group uuid, p_case bytea, p_now timestamptz, r rules,
                         p_except uuid[] DEFAULT '{}')
RETURNS json LANGUAGE plpgsql AS $$
DECLARE v_made timestamptz[];
BEGIN
  v_made := ARRAY(SELECT booked_at FROM bookings WHERE number = p_number AND allowance IS NOT NULL
                     AND booked_at > p_now - r.made_days * interval '1 day' ORDER BY booked_at DESC);
  IF cardinality(v_made) >= r.made_max THEN
    RETURN json_build_object('is', 'LimitReached', 'what', 'made',
                             'until', v_made[r.made_max] + r.made_days * interval '1 day');
  END IF;
  IF p_case IS NOT NULL AND EXISTS (
      SELECT 1 FROM bookings b WHERE b.limit_group = p_group AND b.case_key = p_case AND b.allowance IS NOT NULL
         AND b.status IN ('held', 'booked', 'checked_in') AND b.id <> ALL (p_except)) THEN
    RETURN json_build_object('is', 'LimitReached', 'what', 'case', 'until', NULL);
  END IF;
  IF allowance_v1(p_number, p_group, p_now, p_except) IS NULL THEN
    RETURN json_build_object('is', 'LimitReached', 'what', 'live', 'until', NULL);
  END IF;
  -- A voucher, or an exception, books once: over all limit groups, calls and what was given up again.
  IF EXISTS (SELECT 1 FROM numbers m JOIN bookings b ON b.number = m.id
              WHERE m.id = p_number AND m.kind = 'voucher' AND b.allowance IS NOT NULL AND b.id <> ALL (p_except)
                AND (b.booked_at IS NOT NULL OR (b.status = 'held' AND b.live_until > p_now))) THEN
    RETURN json_build_object('is', 'LimitReached', 'what', 'made', 'until', NULL);
  END IF;
  RETURN NULL;
END $$;

-- A suspension of new bookings that holds here and now, as the refusal; null: none. Longest first. Without an office, or
-- a service, only what stops every one of them. The words are those of its row, each with its language.
CREATE FUNCTION suspended_v1(p_service uuid, p_office uuid, p_channel text, p_now timestamptz) RETURNS json
LANGUAGE sql STABLE AS $$
  SELECT json_build_object('is', 'Suspended', 'until', x.until_at, 'why', coalesce(
           (SELECT json_agg(json_build_array(w.key, w.value)) FROM jsonb_each_text(x.words) w), '[]'),
           'zone', (SELECT o.zone FROM offices o WHERE o.id = x.office))
    FROM suspensions x
   WHERE x.ended_at IS NULL AND (x.service IS NULL OR x.service = p_service) AND (x.office IS NULL OR x.office = p_office)
     AND (x.channel IS NULL OR x.channel = p_channel)
     AND x.from_at <= p_now AND coalesce(x.until_at > p_now, true)
   ORDER BY x.until_at DESC NULLS FIRST LIMIT 1
$$;

-- What this number still has to show before it may hold a place, as the refusal; null: nothing. On the ladder of
-- `admission.Decision`: 1 proven here, 2 in a call of ours after a random time, 3 with a person at the desk. `until`: when
-- what is asked ends; a call of ours is still to be promised.
CREATE FUNCTION step_up_v1(p_number uuid, p_call uuid, p_channel text, p_now timestamptz) RETURNS json
LANGUAGE plpgsql STABLE AS $$
DECLARE a record; v_shown int := 0; v_proven boolean := proven_v1(p_number, p_call, p_now); v_own boolean;
BEGIN
  v_own := v_proven OR EXISTS (SELECT 1 FROM calls WHERE id = p_call AND stir = 'A' AND keyed = 0);
  SELECT step, why, until INTO a FROM admissions s
   WHERE number = p_number AND until > p_now AND step > 0 AND lifted_at IS NULL AND NOT (unvouched AND v_own)
     AND NOT EXISTS (SELECT 1 FROM admissions l WHERE l.number = p_number AND l.control = s.control
                        AND l.lifted_at IS NOT NULL AND l.until > p_now)
   ORDER BY step DESC, until DESC LIMIT 1;
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF p_channel = 'desk' THEN
    v_shown := 3;
  ELSIF v_proven THEN
    v_shown := CASE WHEN EXISTS (SELECT 1 FROM calls c JOIN outbox x ON x.id = c.delivery
                                  WHERE c.id = p_call AND x.kind = 'admission') THEN 2 ELSE 1 END;
  END IF;
  IF a.step <= v_shown THEN RETURN NULL; END IF;
  IF a.step = 1 THEN RETURN json_build_object('is', 'ProveFirst'); END IF;
  IF a.step = 2 THEN RETURN json_build_object('is', 'CallingBack', 'why', a.why, 'until', a.until); END IF;
  RETURN json_build_object('is', 'NotAdmitted', 'why', a.why, 'until', a.until, 'agents_may', a.step < 4);
END $$;
