-- Ends a hold that is given back before its time: its places cool for as long as was drawn when it was made, so
-- that letting go and asking again never hands a place to the fastest hand; its codes die with it.
CREATE FUNCTION release_v1(p_booking uuid, p_why text, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE b record;
BEGIN
  UPDATE bookings SET status = 'lapsed', ended_by = 'line', ended_why = p_why, ended_at = p_now, live_until = p_now
   WHERE id = p_booking AND status = 'held'
  RETURNING places, cool_s INTO b;
  IF NOT FOUND THEN RETURN; END IF;
  UPDATE places SET free_at = least(free_at, p_now + b.cool_s * interval '1 second')
   WHERE id = ANY(b.places) AND booking = p_booking AND free_at < 'infinity';
  UPDATE codes SET dead_at = p_now WHERE number = (SELECT number FROM bookings WHERE id = p_booking)
     AND booking = p_booking AND used_at IS NULL AND dead_at IS NULL;
END $$;
