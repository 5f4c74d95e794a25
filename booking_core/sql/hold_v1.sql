-- hold: the claim. One call, one round trip: key, lapse, claim, code, outbox, audit, stored answer.
--
-- The order of locks is the design. Refusals that need no lock come first; then the number's row; the places last,
-- by SKIP LOCKED. The other order lets one number that is called from many phones sit on every free place while it
-- queues for its own row, and honest callers hear "none left" (56 of 60, measured). A refusal writes its answer only.
--
-- p_number: keyed hashes of the number, newest secret first, for a text; a call's number comes from its row.
-- p_ids: booking, code, outbox. p_send: 'text' and 'discreet' stage the code, unless the number is proven or was
-- keyed in. p_cool_s: a large random number, cut here to the rule. p_case: keyed hash of a case number, or null.
-- p_travel: travel date given by text; a call's is in its row. p_urgent: why an agent takes this from the reserve, which
-- no suspension stops; null: from open sale. Returns the outcome as JSON text.
CREATE FUNCTION hold_v1(
  p_key uuid, p_now timestamptz, p_actor text, p_channel text, p_call text, p_number bytea[],
  p_slot uuid, p_party int, p_send text, p_ids uuid[], p_mac bytea, p_sealed bytea, p_cool_s int,
  p_language text, p_case bytea, p_travel date DEFAULT NULL, p_urgent text DEFAULT NULL
) RETURNS text LANGUAGE plpgsql
-- LIMIT and ANY with parameters look dearer to the planner than they are, so it would plan them anew in every call:
-- a third of the function's time, measured.
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_now timestamptz := coalesce(p_now, now());
  r rules; n record; s record; mine record;
  v_number uuid; v_call uuid; v_travel date := p_travel; v_coded boolean; v_keyed boolean := false; v_asked boolean := false; v_places bigint[]; v_until timestamptz; v_allowance uuid;
  v_out json; v_answer text; v_cool int;
  v_pool text := CASE WHEN p_urgent IS NULL THEN 'public' ELSE 'reserve' END;
BEGIN
  SELECT outcome INTO v_answer FROM answers WHERE key = p_key;
  IF FOUND THEN RETURN v_answer; END IF;
  SELECT * INTO r FROM rules;
  IF p_call IS NOT NULL THEN
    SELECT id, number, travel_date, keyed > 0 INTO STRICT v_call, v_number, v_travel, v_keyed FROM calls WHERE sid = p_call;
  ELSE
    SELECT number INTO STRICT v_number FROM number_keys WHERE keyed_hash = ANY(p_number) LIMIT 1;
  END IF;
  SELECT t.office, t.service, t.wall, t.zone, t.starts, v.limit_group, v.party_max, v.lead_minutes,
         v.horizon_days, v.travel_days
    INTO STRICT s FROM slots t JOIN services v ON v.id = t.service WHERE t.id = p_slot;
  SELECT m.refused, m.opted_out_at IS NOT NULL AS texts_off, m.lapses[r.lapsed_day] > v_now - interval '1 day' AS lapsed_often,
         EXISTS (SELECT 1 FROM proofs p WHERE p.number = v_number AND p.until > v_now
                   AND p.call IS NOT DISTINCT FROM v_call) AS proven,
         EXISTS (SELECT 1 FROM codes k WHERE k.number = v_number) OR m.told <> '{}'
           OR EXISTS (SELECT 1 FROM stops WHERE until > v_now) AS bounded,
         EXISTS (SELECT 1 FROM admissions a WHERE a.number = v_number AND a.until > v_now AND a.step > 0
                    AND a.lifted_at IS NULL) AS stepped_up,
         offline_v1(v_number, v_now) AS offline,
         EXISTS (SELECT 1 FROM suspensions
                  WHERE ended_at IS NULL AND coalesce(until_at > v_now, true)) AS suspensions,
         (SELECT l.unproven < greatest(r.unproven_floor, l.open_places * r.unproven_percent / 100) FROM office_loads l
           WHERE l.office = s.office AND l.counted_at > v_now - r.load_age_s * interval '1 second') AS room
    INTO STRICT n FROM numbers m WHERE m.id = v_number;

  -- A text to a number that was keyed in would prove nothing of this call: it is called, when that is asked for.
  v_coded := p_send <> 'none' AND NOT n.proven AND NOT v_keyed;
  IF n.offline AND NOT n.proven THEN  -- nobody could look it up: it keeps places from others for less long
    r.hold_s := least(r.hold_s, r.offline_hold_s);
    r.code_s := least(r.code_s, r.offline_hold_s);
  END IF;

  -- Without a lock: what would be refused anyway.
  IF n.refused IS NOT NULL THEN
    v_out := json_build_object('is', 'NumberRefused', 'reason', n.refused);
  ELSIF n.texts_off AND NOT n.proven THEN  -- no machine may send it a code, nor call it
    v_out := json_build_object('is', 'TextsOff');
  ELSIF p_party NOT BETWEEN 1 AND s.party_max THEN
    v_out := json_build_object('is', 'PartyTooLarge', 'most', s.party_max);
  ELSIF n.suspensions AND p_urgent IS NULL THEN
    v_out := suspended_v1(s.service, s.office, p_channel, v_now);
  END IF;
  IF v_out IS NULL AND n.stepped_up THEN
    v_out := step_up_v1(v_number, v_call, p_channel, v_now);
    v_asked := v_out IS NOT NULL;  -- that has a row of its own
    IF v_out->>'is' = 'CallingBack' THEN RETURN v_out::text; END IF;  -- whoever asked promises the call, and answers
  END IF;
  IF v_out IS NULL AND (
       s.starts <= v_now + s.lead_minutes * interval '1 minute' OR s.starts >= v_now + s.horizon_days * interval '1 day'
       OR (s.travel_days IS NOT NULL AND s.wall::date >= v_travel)
       OR (SELECT count(*) FROM (
             SELECT 1 FROM places p
              WHERE p.office = s.office AND p.service = s.service AND p.starts = s.starts AND p.free_at < 'infinity'
                AND p.free_at <= v_now AND p.pool = v_pool AND p.open_from <= v_now
              LIMIT p_party) f) < p_party) THEN
    v_out := place_gone_v1(s.office, s.service, s.starts, p_party, v_travel, v_now, v_pool);
  END IF;
  IF v_out IS NULL AND NOT n.proven THEN
    IF n.bounded AND v_coded THEN
      v_out := coalesce(try_budget_v1(v_number, v_now, r), code_budget_v1(v_number, v_now, r));
    END IF;
    IF v_out IS NULL AND NOT coalesce(n.room, office_load_v1(s.office, v_now, r)) THEN
      v_out := json_build_object('is', 'ProveFirst');
    END IF;
  END IF;
  IF v_out IS NOT NULL THEN
    RETURN answer_v1(p_key, v_now, v_out, CASE WHEN v_asked THEN NULL ELSE v_number END, v_call, p_channel);
  END IF;

  -- The number's row first: one number queues behind itself and behind nobody else.
  PERFORM 1 FROM numbers WHERE id = v_number FOR NO KEY UPDATE;
  v_now := coalesce(p_now, clock_timestamp());  -- the wait for the row may have outlived a hold
  SELECT bool_or(b.live_until <= v_now) AS lapsed,
         coalesce(array_agg(b.id) FILTER (WHERE b.status = 'held' AND b.live_until > v_now AND (
           b.allowance IS NULL OR (n.proven AND b.limit_group = s.limit_group))), '{}') AS held,
         bool_or(b.live_until > v_now AND b.allowance IS NULL AND b.call IS DISTINCT FROM v_call) AS elsewhere
    INTO mine FROM (
      SELECT id, status, live_until, limit_group, allowance, call FROM bookings
       WHERE number = v_number AND status = 'held' AND allowance IS NULL AND channel <> 'offer'
      UNION ALL
      SELECT id, status, live_until, limit_group, allowance, call FROM bookings
       WHERE number = v_number AND allowance IS NOT NULL AND status IN ('held', 'booked', 'checked_in')) b;
  IF mine.lapsed THEN
    PERFORM retire_v1(v_number, v_now);
    SELECT lapses[r.lapsed_day] > v_now - interval '1 day' INTO n.lapsed_often FROM numbers WHERE id = v_number;
  END IF;
  IF NOT n.proven AND (mine.elsewhere OR n.lapsed_often) THEN
    RETURN answer_v1(p_key, v_now, json_build_object('is', 'ProveFirst'), v_number, v_call, p_channel);
  END IF;
  IF mine.held <> '{}' AND v_coded THEN
    v_out := code_budget_v1(v_number, v_now, r);  -- another hold of this call may have sent one while we waited
    IF v_out IS NOT NULL THEN RETURN answer_v1(p_key, v_now, v_out, v_number, v_call, p_channel); END IF;
  END IF;
  IF n.proven THEN
    v_out := limit_v1(v_number, s.limit_group, p_case, v_now, r, mine.held);
    IF v_out IS NOT NULL THEN
      -- Only what was never proven: a proven hold of this number is as good as it was.
      PERFORM release_v1(b.id, 'limit', v_now) FROM bookings b WHERE b.id = ANY (mine.held) AND b.allowance IS NULL;
      RETURN answer_v1(p_key, v_now, v_out, v_number, v_call, p_channel);
    END IF;
    v_allowance := allowance_v1(v_number, s.limit_group, v_now, mine.held);
  END IF;

  -- The places last. All of one slot or none. A place that SKIP LOCKED passed over may come free again when its
  -- claim rolls back, so "gone" is said only after waiting for those rows too: never a false "full".
  SELECT array_agg(f.id) INTO v_places FROM (
    SELECT p.id FROM places p
     WHERE p.office = s.office AND p.service = s.service AND p.starts = s.starts AND p.free_at < 'infinity'
       AND p.free_at <= v_now AND p.pool = v_pool AND p.open_from <= v_now
     ORDER BY p.free_at, p.id LIMIT p_party FOR UPDATE SKIP LOCKED) f;
  IF coalesce(cardinality(v_places), 0) < p_party THEN
    SELECT array_agg(f.id) INTO v_places FROM (
      SELECT p.id FROM places p
       WHERE p.office = s.office AND p.service = s.service AND p.starts = s.starts AND p.free_at < 'infinity'
         AND p.free_at <= v_now AND p.pool = v_pool AND p.open_from <= v_now
       ORDER BY p.free_at, p.id LIMIT p_party FOR UPDATE) f;
    IF coalesce(cardinality(v_places), 0) < p_party THEN
      RETURN answer_v1(p_key, v_now, place_gone_v1(s.office, s.service, s.starts, p_party, v_travel, v_now, v_pool));
    END IF;
  END IF;

  -- Only now, with the new place in hand, is a former hold of this number let go.
  IF mine.held <> '{}' THEN PERFORM release_v1(h, 'replaced', v_now) FROM unnest(mine.held) h; END IF;
  v_cool := p_cool_s % (r.cool_max_s + 1);
  v_until := v_now + CASE WHEN v_coded THEN greatest(r.hold_s, r.code_s) ELSE r.hold_s END * interval '1 second';
  UPDATE places SET booking = p_ids[1], free_at = v_until + v_cool * interval '1 second' WHERE id = ANY(v_places);
  v_answer := json_build_object(
    'is', 'Held', 'booking', p_ids[1], 'until', v_until, 'party', p_party, 'proven', n.proven,
    'texted', v_coded, 'offer', json_build_object(
      'slot', p_slot, 'office', s.office, 'service', s.service, 'wall', s.wall, 'zone', s.zone, 'starts', s.starts));
  WITH code AS (
    INSERT INTO codes(id, purpose, number, booking, call, mac, sealed, made_at, expires_at, sent_at)
    SELECT p_ids[2], 'confirm', v_number, p_ids[1], v_call, p_mac, p_sealed, v_now, v_now + r.code_s * interval '1 second',
           ARRAY[v_now]
     WHERE v_coded
    RETURNING expires_at
  ), text AS (
    INSERT INTO outbox(id, kind, number, booking, code, language, lane, not_before, not_after)
    SELECT p_ids[3], 'code', v_number, p_ids[1], p_ids[2], p_language, 0, v_now, expires_at FROM code
  ), trail AS (
    INSERT INTO audit(at, actor, action, subject, why) VALUES (v_now, p_actor, 'hold', p_ids[1], p_urgent)
  ), kept AS (
    INSERT INTO answers(key, at, outcome) VALUES (p_key, v_now, v_answer)
  )
  INSERT INTO bookings(id, number, slot, office, service, limit_group, status, party, places, allowance, case_key,
                       live_until, cool_s, extended, channel, call, language, texts, travel_date, held_at)
  VALUES (p_ids[1], v_number, p_slot, s.office, s.service, s.limit_group, 'held', p_party, v_places, v_allowance, p_case,
          v_until, v_cool, v_coded, p_channel, v_call, p_language,
          CASE p_send WHEN 'text' THEN 'plain' ELSE p_send END,
          CASE WHEN s.travel_days IS NOT NULL THEN v_travel END, v_now);
  RETURN v_answer;
END $$;
