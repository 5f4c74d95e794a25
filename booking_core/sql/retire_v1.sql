-- What the clock has ended, said in the row: a lapsed hold, and a booking whose visit day is over. The claim calls
-- this for the number it has locked, so nothing waits for a sweeper. Places need no touch: free_at frees them.
CREATE FUNCTION retire_v1(p_number uuid, p_now timestamptz) RETURNS void LANGUAGE sql AS $$
  UPDATE numbers SET lapses = l.at || lapses[:9]
    FROM (SELECT array_agg(live_until) AS at FROM bookings
           WHERE number = p_number AND status = 'held' AND allowance IS NULL AND channel <> 'offer'
             AND live_until <= p_now) l
   WHERE id = p_number AND l.at IS NOT NULL;
  UPDATE bookings b SET
    status = CASE
      WHEN b.status = 'held' THEN 'lapsed'
      WHEN b.status = 'checked_in' OR NOT EXISTS (
        -- live_until of a booking is the end of its visit day, so equal ones are the same day at the same office
        SELECT 1 FROM bookings o WHERE o.office = b.office AND o.live_until = b.live_until
           AND (o.status = 'checked_in' OR o.ended_why = 'visited')
      ) THEN 'fulfilled'
      ELSE 'no_show' END,
    ended_why = CASE
      WHEN b.status = 'held' THEN 'expired'
      WHEN b.status = 'checked_in' THEN 'visited'
      WHEN EXISTS (SELECT 1 FROM bookings o WHERE o.office = b.office AND o.live_until = b.live_until
                      AND (o.status = 'checked_in' OR o.ended_why = 'visited')) THEN 'not_come'
      ELSE 'unrecorded' END,
    ended_by = 'clock',
    ended_at = b.live_until
  WHERE b.id IN (
    SELECT id FROM bookings
     WHERE number = p_number AND status = 'held' AND allowance IS NULL AND channel <> 'offer' AND live_until <= p_now
    UNION ALL
    SELECT id FROM bookings
     WHERE number = p_number AND allowance IS NOT NULL AND status IN ('held', 'booked', 'checked_in')
       AND live_until <= p_now)
$$;
