-- confirm: a code or a live proof turns a hold into a booking. One round trip; nothing is told before the commit.
--
-- p_booking: in a call the booking of its state; null by text, where the code itself names it. p_try null: no code,
-- the live proof of this call or thread serves. p_ids: proof, outbox. p_references: fresh candidates.
CREATE FUNCTION confirm_v1(
  p_key uuid, p_now timestamptz, p_actor text, p_call text, p_number bytea[], p_booking uuid, p_try bytea[],
  p_ids uuid[], p_references text[]
) RETURNS text LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_now timestamptz := coalesce(p_now, now());
  r rules; b bookings; v_number uuid; v_call uuid; v_out json; v_answer text; s record;
  v_channel text := CASE WHEN p_actor LIKE 'agent:%' THEN 'desk' WHEN p_call IS NULL THEN 'sms' ELSE 'voice' END;
  v_verdict text; v_left int; v_coded_booking uuid;
  v_off boolean; v_allowance uuid; v_reference text; v_missing int[]; v_rivals uuid[]; v_made bigint; v_coded boolean := false;
BEGIN
  SELECT outcome INTO v_answer FROM answers WHERE key = p_key;
  IF FOUND THEN RETURN v_answer; END IF;
  SELECT * INTO r FROM rules;
  IF p_call IS NOT NULL THEN
    SELECT id, number INTO STRICT v_call, v_number FROM calls WHERE sid = p_call;
  ELSE
    SELECT number INTO v_number FROM number_keys WHERE keyed_hash = ANY(p_number) LIMIT 1;
    IF NOT FOUND THEN RETURN answer_v1(p_key, v_now, json_build_object('is', 'CodeExpired')); END IF;
  END IF;

  SELECT opted_out_at IS NOT NULL INTO v_off FROM numbers WHERE id = v_number FOR NO KEY UPDATE;
  v_now := coalesce(p_now, clock_timestamp());  -- the wait for the row may have outlived the hold
  PERFORM retire_v1(v_number, v_now);
  IF p_try IS NOT NULL THEN
    v_out := try_budget_v1(v_number, v_now, r);
    IF v_out IS NOT NULL THEN RETURN answer_v1(p_key, v_now, v_out, v_number, v_call, v_channel); END IF;
    SELECT verdict, tries_left, code_booking INTO v_verdict, v_left, v_coded_booking
      FROM use_code_v1(v_number, v_call, p_booking, ARRAY['confirm'], p_try, v_now, r);
    v_coded := v_verdict = 'right';
    IF NOT v_coded THEN
      IF v_verdict = 'blocked' THEN
        PERFORM release_v1(id, 'wrong_codes', v_now) FROM bookings
          WHERE id = v_coded_booking AND status = 'held' AND allowance IS NULL;
      END IF;
      RETURN answer_v1(p_key, v_now, CASE v_verdict
        WHEN 'wrong' THEN json_build_object('is', 'CodeWrong', 'left', v_left)
        WHEN 'blocked' THEN json_build_object('is', 'CodeBlocked')
        ELSE json_build_object('is', 'CodeExpired') END, v_number, v_call, v_channel);
    END IF;
    INSERT INTO proofs(id, number, call, at, until) VALUES (p_ids[1], v_number, v_call, v_now,
      v_now + CASE WHEN v_call IS NULL THEN r.proof_text_s * interval '1 second' ELSE interval '4 hours' END);
  ELSIF NOT proven_v1(v_number, v_call, v_now) THEN
    RETURN answer_v1(p_key, v_now, json_build_object('is', 'ProofNeeded'));
  END IF;

  SELECT * INTO b FROM bookings
   WHERE number = v_number AND id = coalesce(p_booking, v_coded_booking)
     AND (status = 'booked' OR (status = 'held' AND live_until > v_now));  -- an offer is retired by the clock alone
  IF NOT FOUND THEN RETURN answer_v1(p_key, v_now, json_build_object('is', 'HoldLapsed')); END IF;
  SELECT t.wall, t.zone, t.starts, t.day_ends INTO STRICT s FROM slots t WHERE t.id = b.slot;

  -- A machine holds before its look-up is answered: what the number has to show since then is asked here, once its code
  -- is in. An agent is the person, and may still confirm what is held; who is offered a place from the list was admitted
  -- to it; and to be called back shows no more than the code has (as of moves: seeking.of_move).
  IF b.status = 'held' AND b.channel IN ('voice', 'sms') AND v_channel <> 'desk'
     AND EXISTS (SELECT 1 FROM admissions a WHERE a.number = v_number AND a.until > v_now AND a.step > 2
                    AND a.lifted_at IS NULL) THEN
    v_out := step_up_v1(v_number, v_call, v_channel, v_now);
    IF v_out->>'is' = 'NotAdmitted' THEN
      RETURN answer_v1(p_key, v_now, json_build_object('is', 'NotAdmitted', 'why', v_out->'why', 'until',
        v_out->'until', 'agents_may', v_out->'agents_may', 'held', true));
    END IF;
  END IF;

  IF b.status = 'held' THEN
    SELECT array_agg(i) INTO v_missing FROM generate_series(1, b.party) i
     WHERE NOT EXISTS (SELECT 1 FROM visitors v WHERE v.booking = b.id AND v.nth = i);
    IF v_missing IS NOT NULL THEN
      -- Once: the first code used for this hold gives the time to answer, a further one does not, wherever it comes.
      IF v_coded AND 1 = (SELECT count(*) FROM codes k
                           WHERE k.number = v_number AND k.booking = b.id AND k.used_at IS NOT NULL) THEN
        UPDATE bookings SET live_until = greatest(live_until, v_now + r.hold_s * interval '1 second') WHERE id = b.id;
        UPDATE places SET free_at = greatest(free_at, v_now + (r.hold_s + b.cool_s) * interval '1 second')
         WHERE id = ANY(b.places) AND booking = b.id;
      END IF;
      RETURN answer_v1(p_key, v_now, json_build_object(
        'is', 'VisitorsMissing', 'booking', b.id, 'missing', v_missing, 'party', b.party));
    END IF;
    IF b.allowance IS NULL THEN
      -- A hold of another, proven call that was cut off gives way to the one that is being confirmed, if this may be.
      v_rivals := ARRAY(SELECT o.id FROM bookings o WHERE o.number = v_number AND o.allowance IS NOT NULL
                          AND o.status = 'held' AND o.limit_group = b.limit_group);
      v_out := limit_v1(v_number, b.limit_group, b.case_key, v_now, r, v_rivals);
      IF v_out IS NOT NULL THEN
        PERFORM release_v1(b.id, 'limit', v_now);
        RETURN answer_v1(p_key, v_now, v_out, v_number, v_call, v_channel);
      END IF;
      PERFORM release_v1(o, 'replaced', v_now) FROM unnest(v_rivals) o;
      v_allowance := allowance_v1(v_number, b.limit_group, v_now);
    ELSE
      v_allowance := b.allowance;
    END IF;
    SELECT x INTO v_reference FROM unnest(p_references) x
     WHERE NOT EXISTS (SELECT 1 FROM bookings o WHERE o.reference = x) LIMIT 1;
    UPDATE bookings SET status = 'booked', allowance = v_allowance, reference = v_reference, booked_at = v_now,
                        live_until = s.day_ends WHERE id = b.id;
    UPDATE places SET free_at = 'infinity' WHERE id = ANY(b.places) AND booking = b.id AND free_at > v_now;
    GET DIAGNOSTICS v_made = ROW_COUNT;
    IF v_made <> b.party THEN
      RAISE data_corrupted USING MESSAGE = 'a live booking does not own its places';
    END IF;
    IF b.texts <> 'none' AND NOT v_off THEN
      INSERT INTO outbox(id, kind, number, booking, language, lane, not_before, not_after)
        VALUES (p_ids[2], 'booked', v_number, b.id, b.language, 1, v_now, s.starts);
    END IF;
    INSERT INTO audit(at, actor, action, subject) VALUES (v_now, p_actor, 'confirm', b.id);
  ELSE
    v_reference := b.reference;
  END IF;
  RETURN answer_v1(p_key, v_now, json_build_object(
    'is', 'Booked', 'booking', b.id, 'reference', v_reference, 'party', b.party, 'offer', json_build_object(
      'slot', b.slot, 'office', b.office, 'service', b.service, 'wall', s.wall, 'zone', s.zone, 'starts', s.starts)));
END $$;
