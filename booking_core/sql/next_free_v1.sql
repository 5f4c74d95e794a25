-- The next free times of a service at an office: at most p_many slots with p_party places each, earliest first,
-- strictly after p_from, as a JSON array. p_part is 'any', 'am' or 'pm' by the slot's own wall clock.
-- Reads the partial index places_open in order, so its cost does not grow with the calendar.
CREATE FUNCTION next_free_v1(
  p_office uuid, p_service uuid, p_from timestamptz, p_part text, p_party int, p_travel date,
  p_now timestamptz DEFAULT NULL, p_many int DEFAULT 3
) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT coalesce(json_agg(json_build_object(
           'slot', f.slot, 'office', p_office, 'service', p_service, 'wall', f.wall, 'zone', f.zone, 'starts', f.starts)
         ORDER BY f.starts), '[]')
  FROM (
    SELECT p.slot, p.starts, s.wall, s.zone
    FROM services v, places p JOIN slots s ON s.id = p.slot
    WHERE v.id = p_service
      AND p.office = p_office AND p.service = p_service
      AND p.starts > greatest(p_from, coalesce(p_now, now()) + v.lead_minutes * interval '1 minute')
      AND p.starts < coalesce(p_now, now()) + v.horizon_days * interval '1 day'
      AND p.free_at < 'infinity' AND p.free_at <= coalesce(p_now, now())
      AND p.pool = 'public' AND p.open_from <= coalesce(p_now, now())
      AND (p_part = 'any' OR (p_part = 'am') = (s.wall::time < '12:00'))
      AND (v.travel_days IS NULL OR p_travel IS NULL OR s.wall::date < p_travel)
    GROUP BY p.starts, p.slot, s.wall, s.zone
    HAVING count(*) >= p_party
    ORDER BY p.starts
    LIMIT p_many
  ) f
$$;
