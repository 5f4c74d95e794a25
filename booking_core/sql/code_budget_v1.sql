-- Until when no codes go to this number's region or block; null: they do. Whoever has proven the number before is not
-- stopped by what others do. The table is empty on all but bad days.
CREATE FUNCTION stopped_v1(p_number uuid, p_now timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT max(x.until) FROM stops x JOIN numbers m ON m.id = p_number
     AND x.key = CASE x.scope WHEN 'region' THEN m.region ELSE encode(m.block, 'hex') END
   WHERE x.until > p_now AND NOT EXISTS (SELECT 1 FROM proofs p WHERE p.number = p_number)
$$;

-- May one more text or call go to this number for somebody who has not proven it? Counted over all callers and channels,
-- from the rows themselves, so neither a new code nor a lost cache resets it
-- (NIST SP 800-63B-4 §3.2.2: issuing SHALL NOT reset the count).
-- Null: yes. Else the refusal as JSON, with the instant from which it may.
CREATE FUNCTION code_budget_v1(p_number uuid, p_now timestamptz, r rules) RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE c record; v_until timestamptz;
BEGIN
  v_until := stopped_v1(p_number, p_now);
  IF v_until IS NOT NULL THEN RETURN json_build_object('is', 'TooManyCodes', 'until', v_until); END IF;
  SELECT count(s.at) FILTER (WHERE s.at > p_now - interval '1 hour') AS hour,
         count(s.at) AS day,
         min(s.at) FILTER (WHERE s.at > p_now - interval '1 hour') AS hour_first,
         min(s.at) AS day_first
    INTO c
    FROM (SELECT unnest(k.sent_at) AS at FROM codes k
           WHERE k.number = p_number AND k.made_at > p_now - interval '25 hours'
          UNION ALL SELECT unnest(m.told) FROM numbers m WHERE m.id = p_number) s
   WHERE s.at > p_now - interval '1 day';
  IF c.day = 0 THEN RETURN NULL; END IF;
  IF c.day >= r.codes_day THEN
    RETURN json_build_object('is', 'TooManyCodes', 'until', c.day_first + interval '1 day');
  ELSIF c.hour >= r.codes_hour THEN
    RETURN json_build_object('is', 'TooManyCodes', 'until', c.hour_first + interval '1 hour');
  END IF;
  RETURN NULL;
END $$;

-- May one more thing be told by text to who has not proven this number? So many a day; and with the codes that nobody
-- used, which may be somebody else's doing, no more than there may be codes.
CREATE FUNCTION may_tell_v1(p_number uuid, p_now timestamptz, r rules) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT count(*) FILTER (WHERE s.told) < r.told_day AND count(*) < r.codes_day
         AND count(*) FILTER (WHERE s.at > p_now - interval '1 hour') < r.codes_hour
    FROM (SELECT unnest(k.sent_at) AS at, false AS told FROM codes k
           WHERE k.number = p_number AND k.made_at > p_now - interval '25 hours' AND k.used_at IS NULL
          UNION ALL SELECT unnest(m.told), true FROM numbers m WHERE m.id = p_number) s
   WHERE s.at > p_now - interval '1 day'
$$;

-- Wrong tries of a number in the last day, over all its codes. Null: may try. Else the refusal.
CREATE FUNCTION try_budget_v1(p_number uuid, p_now timestamptz, r rules) RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE c record;
BEGIN
  SELECT sum(wrong) AS wrong, min(made_at) AS first INTO c
    FROM codes WHERE number = p_number AND made_at > p_now - interval '1 day' AND wrong > 0;
  IF c.wrong >= r.wrong_day THEN
    RETURN json_build_object('is', 'TooManyTries', 'until', c.first + interval '1 day');
  END IF;
  RETURN NULL;
END $$;
