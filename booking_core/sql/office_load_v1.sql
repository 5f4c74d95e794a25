-- Room for one more unproven hold at this office? Read from a figure at most rules.load_age_s old; whoever finds it
-- older counts anew, and everybody else goes on with the old one: the cap is never a lock.
CREATE FUNCTION office_load_v1(p_office uuid, p_now timestamptz, r rules) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE l office_loads; v_mine boolean;
BEGIN
  SELECT * INTO l FROM office_loads WHERE office = p_office FOR UPDATE SKIP LOCKED;
  v_mine := FOUND;
  IF v_mine AND l.counted_at < p_now - r.load_age_s * interval '1 second' THEN
    UPDATE office_loads SET counted_at = p_now,
      open_places = (SELECT count(*) FROM places
                     WHERE office = p_office AND free_at < 'infinity' AND starts > p_now AND pool = 'public'),
      unproven = (SELECT count(*) FROM bookings
                  WHERE office = p_office AND status = 'held' AND allowance IS NULL AND channel <> 'offer'
                    AND live_until > p_now)
     WHERE office = p_office
    RETURNING * INTO l;
  ELSIF NOT v_mine THEN
    SELECT * INTO l FROM office_loads WHERE office = p_office;
  END IF;
  RETURN l.counted_at = '-infinity' OR l.unproven < greatest(r.unproven_floor, l.open_places * r.unproven_percent / 100);
END $$;
