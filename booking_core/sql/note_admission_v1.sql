-- Keeps the row of what was decided. p_row: a row of admissions as JSON. One row is kept for each call, or half hour of a
-- thread, service and decision; a decision that stands from now on is always a row.
CREATE FUNCTION note_admission_v1(p_row jsonb, p_now timestamptz) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$
DECLARE r admissions := jsonb_populate_record(NULL::admissions, p_row); v_now timestamptz := coalesce(p_now, now());
BEGIN
  r.block := (SELECT block FROM numbers WHERE id = r.number);
  IF r.until IS NOT NULL AND EXISTS (SELECT 1 FROM admissions a WHERE a.number = r.number AND a.control = r.control
                                        AND a.lifted_at IS NOT NULL AND a.until > v_now) THEN
    r.until := NULL;  -- a person has set it aside since it was decided: it does not stand
  END IF;
  INSERT INTO admissions SELECT r.* WHERE r.until IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM admissions a
     WHERE a.number = r.number AND a.call IS NOT DISTINCT FROM r.call AND a.service = r.service
       AND a.at > v_now - CASE WHEN r.call IS NULL THEN interval '30 minutes' ELSE interval '4 hours' END
       AND a.step = r.step AND a.control IS NOT DISTINCT FROM r.control);
END $$;
