-- Is this number judged offline, since nobody could look it up? One probe of an index. A minute is more than a look-up
-- takes with all its tries: what waits longer waits for a worker that is away. A day after it was asked for nobody tries
-- any more (HEALED_FOR): then it is judged by what is known, until its next wish has it asked again.
CREATE FUNCTION offline_v1(p_number uuid, p_now timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM verdicts WHERE number = p_number AND asked_at > p_now - interval '1 day' AND (
    state = 'skipped' OR (state = 'asked' AND asked_at <= p_now - interval '1 minute')))
$$;
