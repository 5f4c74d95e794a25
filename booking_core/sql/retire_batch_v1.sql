-- The same as retire_v1 for all numbers at once: up to p_most bookings and holds that the clock has ended, one statement
-- for each of the two tables. Numbers that somebody is just busy with are passed over; their own claim retires them.
-- Both conditions are those of indexes of what is live, so what ended long ago costs nothing. Returns how many.
CREATE FUNCTION retire_batch_v1(p_most int, p_now timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE v_ids uuid[]; v_numbers uuid[]; v_done bigint;
BEGIN
  SELECT array_agg(d.id), array_agg(DISTINCT d.number) INTO v_ids, v_numbers FROM (
    (SELECT id, number FROM bookings
      WHERE status = 'held' AND allowance IS NULL AND channel <> 'offer' AND live_until <= p_now LIMIT p_most)
    UNION ALL
    (SELECT id, number FROM bookings
      WHERE status IN ('held', 'booked', 'checked_in') AND allowance IS NOT NULL AND live_until <= p_now LIMIT p_most)
    LIMIT p_most) d;
  IF v_ids IS NULL THEN RETURN 0; END IF;
  v_numbers := ARRAY(SELECT id FROM numbers WHERE id = ANY(v_numbers) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED);
  UPDATE numbers n SET lapses = l.at || n.lapses[:9]
    FROM (SELECT number, array_agg(live_until) AS at FROM bookings
           WHERE id = ANY(v_ids) AND number = ANY(v_numbers) AND status = 'held' AND allowance IS NULL
           GROUP BY number) l
   WHERE n.id = l.number;
  UPDATE bookings b SET
    status = CASE WHEN b.status = 'held' THEN 'lapsed' WHEN b.status = 'checked_in' OR v.booking IS NULL THEN 'fulfilled'
                  ELSE 'no_show' END,
    ended_why = CASE WHEN b.status = 'held' THEN 'expired' WHEN b.status = 'checked_in' THEN 'visited'
                     WHEN v.booking IS NULL THEN 'unrecorded' ELSE 'not_come' END,
    ended_by = 'clock',
    ended_at = b.live_until
  FROM (
    SELECT o.id, (SELECT x.id FROM bookings x WHERE x.office = o.office AND x.live_until = o.live_until
                     AND (x.status = 'checked_in' OR x.ended_why = 'visited') LIMIT 1) AS booking
      FROM bookings o WHERE o.id = ANY(v_ids) AND o.number = ANY(v_numbers)
       AND o.status IN ('held', 'booked', 'checked_in') AND o.live_until <= p_now) v
  WHERE b.id = v.id;
  GET DIAGNOSTICS v_done = ROW_COUNT;
  RETURN v_done;
END $$;
