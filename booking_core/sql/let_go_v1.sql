-- let go: gives a hold back before its time. Only the number, in the call or thread that holds it or proven, may.
CREATE FUNCTION let_go_v1(p_key uuid, p_now timestamptz, p_actor text, p_call text, p_number bytea[], p_booking uuid)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE v_now timestamptz := coalesce(p_now, now()); v_number uuid; v_call uuid; v_answer text;
BEGIN
  SELECT outcome INTO v_answer FROM answers WHERE key = p_key;
  IF FOUND THEN RETURN v_answer; END IF;
  IF p_call IS NOT NULL THEN
    SELECT id, number INTO STRICT v_call, v_number FROM calls WHERE sid = p_call;
  ELSE
    SELECT number INTO v_number FROM number_keys WHERE keyed_hash = ANY(p_number) LIMIT 1;
  END IF;
  PERFORM 1 FROM numbers WHERE id = v_number FOR NO KEY UPDATE;
  v_now := coalesce(p_now, clock_timestamp());
  PERFORM 1 FROM bookings WHERE id = p_booking AND number = v_number AND status = 'held' AND live_until > v_now
     AND (call IS NOT DISTINCT FROM v_call OR proven_v1(v_number, v_call, v_now));
  IF NOT FOUND THEN RETURN answer_v1(p_key, v_now, json_build_object('is', 'NothingHeld')); END IF;
  PERFORM release_v1(p_booking, 'let_go', v_now);
  INSERT INTO audit(at, actor, action, subject) VALUES (v_now, p_actor, 'let_go', p_booking);
  RETURN answer_v1(p_key, v_now, json_build_object('is', 'LetGo'));
END $$;
