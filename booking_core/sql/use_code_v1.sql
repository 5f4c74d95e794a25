-- One UPDATE charges the try and consumes the code, in the transaction of the effect: a crash can neither refund a
-- guess nor leave a used code usable. p_try: HMAC(code key, purpose | digits) per secret in use and purpose; the row
-- keeps sha256(that | its own id), so equal codes look different and the row alone says nothing.
-- Returns verdict 'right', 'wrong', 'blocked' (the last try is gone) or 'none' (no such code is live).
CREATE FUNCTION use_code_v1(p_number uuid, p_call uuid, p_booking uuid, p_purposes text[], p_try bytea[],
                            p_now timestamptz, r rules,
                            OUT verdict text, OUT tries_left int, OUT code_booking uuid, OUT purpose text, OUT code_slot uuid)
LANGUAGE plpgsql AS $$
DECLARE c record;
BEGIN
  verdict := 'none'; tries_left := 0;
  UPDATE codes k SET
    wrong = k.wrong + CASE WHEN m.right THEN 0 ELSE 1 END,
    used_at = CASE WHEN m.right THEN p_now END,
    dead_at = CASE WHEN NOT m.right AND k.wrong + 1 >= r.code_tries THEN p_now END
  FROM (
    SELECT x.id, EXISTS (SELECT 1 FROM unnest(p_try) t WHERE sha256(t || uuid_send(x.id)) = x.mac) AS right
      FROM codes x
     WHERE x.number = p_number AND x.purpose = ANY(p_purposes) AND (p_booking IS NULL OR x.booking = p_booking)
       AND (x.purpose <> 'presence' OR x.call IS NOT DISTINCT FROM p_call)
       AND x.used_at IS NULL AND x.dead_at IS NULL AND x.expires_at > p_now
     ORDER BY 2 DESC, x.made_at DESC, x.id DESC LIMIT 1
  ) m
  WHERE k.number = p_number AND k.id = m.id AND k.used_at IS NULL AND k.dead_at IS NULL AND k.expires_at > p_now AND k.wrong < r.code_tries
  RETURNING m.right, r.code_tries - k.wrong AS tries_left, k.booking, k.purpose, k.slot INTO c;
  IF NOT FOUND THEN RETURN; END IF;
  tries_left := c.tries_left; code_booking := c.booking; purpose := c.purpose; code_slot := c.slot;
  verdict := CASE WHEN c.right THEN 'right' WHEN c.tries_left > 0 THEN 'wrong' ELSE 'blocked' END;
END $$;
