-- May one more code text go to this number? Counted over all callers and channels, from the codes themselves, so
-- neither a new code nor a lost cache resets it (NIST SP 800-63B-4 §3.2.2: issuing SHALL NOT reset the count).
-- Null: yes. Else the refusal as JSON, with the instant from which it may.
CREATE FUNCTION code_budget_v1(p_number uuid, p_now timestamptz, r rules) RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE c record;
BEGIN
  SELECT count(s.at) FILTER (WHERE s.at > p_now - interval '1 hour') AS hour,
         count(s.at) AS day,
         min(s.at) FILTER (WHERE s.at > p_now - interval '1 hour') AS hour_first,
         min(s.at) AS day_first
    INTO c
    FROM codes k, unnest(k.sent_at) AS s(at)
   WHERE k.number = p_number AND k.made_at > p_now - interval '25 hours' AND s.at > p_now - interval '1 day';
  IF c.day = 0 THEN RETURN NULL; END IF;
  IF c.day >= r.codes_day THEN
    RETURN json_build_object('is', 'TooManyCodes', 'until', c.day_first + interval '1 day');
  ELSIF c.hour >= r.codes_hour THEN
    RETURN json_build_object('is', 'TooManyCodes', 'until', c.hour_first + interval '1 hour');
  END IF;
  RETURN NULL;
END $$;

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
