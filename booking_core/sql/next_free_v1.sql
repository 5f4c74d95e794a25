-- The next free times of a service at an office: at most p_many slots with p_party places each, earliest first,
-- strictly after p_from, as a JSON array. p_pool: whose places, those on open sale or the reserve. p_part is 'any', 'am' or 'pm' by the slot's own wall clock.
-- Goes from one start to the next by the partial index places_open and stops at the last slot it tells, so neither the
-- calendar nor the places of a slot, nor slots that are booked out, make it dearer. One query would sort the calendar.
CREATE FUNCTION next_free_v1(
  p_office uuid, p_service uuid, p_from timestamptz, p_part text, p_party int, p_travel date,
  p_now timestamptz DEFAULT NULL, p_many int DEFAULT 3, p_pool text DEFAULT 'public'
) RETURNS json LANGUAGE plpgsql STABLE
-- The planner takes LIMIT with a parameter for a tenth of the table, and would plan anew in every call (as in hold_v1).
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_now timestamptz := coalesce(p_now, now());
  v_after timestamptz; v_before timestamptz; v_travel date; v_slot uuid; v_free int; v_found json[] := '{}'; s record;
BEGIN
  SELECT greatest(p_from, v_now + lead_minutes * interval '1 minute'),
         v_now + horizon_days * interval '1 day', CASE WHEN travel_days IS NOT NULL THEN p_travel END
    INTO v_after, v_before, v_travel FROM services WHERE id = p_service;
  -- The day of travel has begun everywhere a day after it began in UTC: no need to look beyond.
  v_before := least(v_before, (v_travel + 1) AT TIME ZONE 'UTC');
  WHILE cardinality(v_found) < p_many LOOP
    SELECT p.starts, p.slot INTO v_after, v_slot FROM places p
     WHERE p.office = p_office AND p.service = p_service AND p.starts > v_after AND p.starts < v_before
       AND p.free_at < 'infinity'
     ORDER BY p.starts LIMIT 1;
    EXIT WHEN NOT FOUND;
    SELECT count(*) INTO v_free FROM (
      SELECT FROM places p
       WHERE p.office = p_office AND p.service = p_service AND p.starts = v_after
         AND p.free_at < 'infinity' AND p.free_at <= v_now AND p.pool = p_pool AND p.open_from <= v_now
       LIMIT p_party) f;
    CONTINUE WHEN v_free < p_party;
    SELECT wall, zone INTO STRICT s FROM slots WHERE id = v_slot;
    CONTINUE WHEN (p_part <> 'any' AND (p_part = 'am') <> (s.wall::time < '12:00')) OR s.wall::date >= v_travel;
    v_found := v_found || json_build_object('slot', v_slot, 'office', p_office, 'service', p_service,
                                            'wall', s.wall, 'zone', s.zone, 'starts', v_after);
  END LOOP;
  RETURN array_to_json(v_found);
END $$;
