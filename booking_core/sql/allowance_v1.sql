-- A free allowance of a number in a limit group: the first nth that no live booking holds, made on first use. Null
-- when all are taken. p_except: holds that are about to be replaced. The caller has locked the number's row; the unique index bookings_allowance_live is the law.
CREATE FUNCTION allowance_v1(p_number uuid, p_group uuid, p_now timestamptz, p_except uuid[] DEFAULT '{}') RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE a uuid;
BEGIN
  INSERT INTO allowances(id, number, limit_group, nth)
    SELECT gen_random_uuid(), p_number, p_group, n
      FROM limit_groups g, generate_series(1, g.allowed) n
     WHERE g.id = p_group AND NOT EXISTS (
       SELECT 1 FROM allowances x WHERE x.number = p_number AND x.limit_group = p_group AND x.nth = n)
    ON CONFLICT DO NOTHING;
  SELECT x.id INTO a FROM allowances x
   WHERE x.number = p_number AND x.limit_group = p_group AND (x.expires_at IS NULL OR x.expires_at > p_now)
     AND (x.waiver IS NOT NULL OR x.nth <= (SELECT allowed FROM limit_groups WHERE id = p_group))
     AND NOT EXISTS (SELECT 1 FROM bookings b
                     WHERE b.allowance = x.id AND b.status IN ('held', 'booked', 'checked_in')
                       AND b.id <> ALL (p_except))
   ORDER BY x.nth LIMIT 1;
  RETURN a;
END $$;
