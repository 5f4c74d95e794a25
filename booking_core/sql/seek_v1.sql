-- seek: whoever asks for places is judged first, in two round trips: what is known of the number, and, once that is
-- decided, the row of what was decided with the first free times. Nothing here locks a row that anybody waits for.

-- New numbers of a block of 10,000 that asked for places in the day, the week and the four weeks before now; this
-- number itself does not count. Who neither proved the number nor was attested (A) counts for a quarter of an hour
-- only, as they may be proving it, and not at all beside a caller who is certainly the number's own (p_own): else
-- whoever lies about a caller ID could have a whole block stepped up.
CREATE FUNCTION block_asks_v1(p_block bytea, p_number uuid, p_own boolean, p_now timestamptz) RETURNS int[] LANGUAGE sql STABLE AS $$
  SELECT ARRAY[count(*) FILTER (WHERE day), count(*) FILTER (WHERE week), count(*)]::int[] FROM (
    SELECT bool_or(at > p_now - interval '1 day') AS day, bool_or(at > p_now - interval '7 days') AS week FROM (
      SELECT number, at, attested FROM admissions
       WHERE block = p_block AND newcomer AND at > p_now - interval '28 days' ORDER BY at DESC LIMIT 5000) a
     WHERE number <> p_number AND (attested OR (NOT p_own AND at > p_now - interval '15 minutes') OR EXISTS (
             SELECT 1 FROM proofs f WHERE f.number = a.number AND f.until > a.at))
     GROUP BY number) n
$$;

-- What became of the holds and calls of 30 days that were certainly this number's, proven or attested (A):
-- [holds that came to nothing, holds, calls that ended within seconds, calls], 50 of each at most. A hold that gave way
-- to another one, or to the limit, is no sign of anything; one whose confirmation admission refused counts as unused.
CREATE FUNCTION habits_v1(p_number uuid, p_now timestamptz) RETURNS int[] LANGUAGE sql STABLE AS $$
  SELECT ARRAY[h.nothing, h.holds, c.short, c.calls]::int[]
    FROM (SELECT count(*) FILTER (WHERE booked_at IS NULL) AS nothing, count(*) AS holds FROM (
            SELECT b.booked_at FROM bookings b LEFT JOIN calls c ON c.id = b.call
             WHERE b.number = p_number AND b.held_at > p_now - interval '30 days' AND b.channel IN ('voice', 'sms')
               AND NOT (b.status = 'held' AND b.live_until > p_now)
               AND coalesce(b.ended_why NOT IN ('replaced', 'limit'), true)
               AND (b.allowance IS NOT NULL OR (c.stir = 'A' AND c.keyed = 0))
             ORDER BY b.held_at DESC LIMIT 50) x) h,
         (SELECT count(*) FILTER (WHERE ended_at < started_at + interval '10 seconds') AS short, count(*) AS calls FROM (
            SELECT started_at, ended_at FROM calls c
             WHERE number = p_number AND started_at > p_now - interval '30 days' AND ended_at IS NOT NULL
               AND delivery IS NULL AND ((stir = 'A' AND keyed = 0) OR EXISTS (
                     SELECT 1 FROM proofs f WHERE f.number = p_number AND f.call = c.id))
             ORDER BY started_at DESC LIMIT 50) x) c
$$;

-- All that admission looks at, as JSON (see signals.py). p_number: keyed hashes, for a text, and p_line the number that was
-- texted; a call's number and line come from its row. p_own: judge it as certainly the number's own. p_key: the turn's; null: not asked for. "told": its stored answer,
-- and nothing else is read. "number" null: withheld, or never seen. Counts end at 1000: beyond that they say nothing more.
CREATE FUNCTION seek_v1(
  p_key uuid, p_now timestamptz, p_call text, p_number bytea[], p_service uuid, p_line text DEFAULT NULL,
  p_own boolean DEFAULT false
) RETURNS text LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan AS $$
DECLARE v_now timestamptz := coalesce(p_now, now()); v_told text; v_number uuid; c record; m record; v_kept boolean; v_proven boolean; v_own boolean;
BEGIN
  SELECT outcome INTO v_told FROM answers WHERE key = p_key;
  IF FOUND THEN RETURN json_build_object('told', v_told); END IF;
  SELECT k.id, k.number, k.line, k.keyed > 0 AS keyed, CASE WHEN k.keyed = 0 THEN k.stir END AS stir, x.kind AS carries
    INTO c FROM calls k LEFT JOIN outbox x ON x.id = k.delivery WHERE k.sid = p_call;
  IF p_call IS NOT NULL THEN v_number := c.number;
  ELSE SELECT number INTO v_number FROM number_keys WHERE keyed_hash = ANY(p_number) LIMIT 1;
  END IF;
  IF v_number IS NULL THEN RETURN json_build_object('number', NULL); END IF;
  SELECT * INTO STRICT m FROM numbers WHERE id = v_number;
  v_proven := proven_v1(v_number, c.id, v_now);
  v_own := p_own OR v_proven OR coalesce(c.stir = 'A', false);
  v_kept := EXISTS (SELECT 1 FROM bookings WHERE number = v_number AND allowance IS NOT NULL
                      AND (status = 'checked_in' OR ended_why IN ('visited', 'unrecorded')));
  RETURN json_build_object(
    'number', v_number, 'at', v_now, 'call', c.id, 'carries', c.carries, 'keyed', coalesce(c.keyed, false),
    'proven', v_proven, 'own', v_own, 'texts_off', m.opted_out_at IS NOT NULL, 'refused', m.refused,
    'service', (SELECT coalesce(names->>'en', (SELECT value FROM jsonb_each_text(names) LIMIT 1))
                   FROM services WHERE id = p_service),
    'standing', (SELECT json_agg(json_build_object('step', a.step, 'why', a.why, 'until', a.until, 'control', a.control,
                                                   'unvouched', a.unvouched, 'lifted', a.lifted_at IS NOT NULL))
                   FROM admissions a WHERE a.number = v_number AND a.step > 0 AND a.until > v_now),
    'kind', m.kind, 'region', m.region, 'line_type', m.line_type, 'line_kind', m.line_kind, 'carrier', m.carrier,
    'stir', c.stir, 'kept', v_kept,
    'first', least((SELECT min(at) FROM proofs WHERE number = v_number),
                   (SELECT min(booked_at) FROM bookings WHERE v_kept AND number = v_number AND allowance IS NOT NULL)),
    'calls', (SELECT json_build_array(count(*) FILTER (WHERE started_at > v_now - interval '1 hour'), count(*),
                                      count(*) FILTER (WHERE ended_at IS NULL AND started_at > v_now - interval '4 hours'),
                                      count(*) FILTER (WHERE stir = 'A' AND keyed = 0))
                FROM (SELECT started_at, ended_at, stir, keyed FROM calls
                       WHERE number = v_number AND started_at > v_now - interval '1 day' AND delivery IS NULL
                       ORDER BY started_at DESC LIMIT 1000) x),
    'texts', (SELECT count(*) FROM (SELECT FROM text_turns WHERE number = v_number AND at > v_now - interval '1 hour'
                                     LIMIT 1000) x),
    'holds', (SELECT json_build_array(count(*), count(*) FILTER (WHERE own)) FROM (
                SELECT allowance IS NOT NULL OR EXISTS (SELECT 1 FROM calls a WHERE a.id = b.call AND a.stir = 'A'
                                                           AND a.keyed = 0) AS own
                  FROM bookings b WHERE number = v_number AND held_at > v_now - interval '1 day'
                   AND channel <> 'offer' LIMIT 1000) x),
    'habits', habits_v1(v_number, v_now),
    'block', CASE WHEN m.block IS NULL OR v_kept THEN NULL ELSE json_build_array(
        block_asks_v1(m.block, v_number, v_own, v_now),
        (SELECT expected FROM loads WHERE kind = 'block' AND key = encode(m.block, 'hex')),
        (SELECT expected FROM loads WHERE kind = 'block' AND key = '')) END,
    'loads', (SELECT json_object_agg(l.kind, json_build_array(l.today, l.expected)) FROM loads l
               WHERE (l.kind, l.key) IN (('carrier', m.carrier || '|' || m.line_type), ('region', m.region))),
    'found', (SELECT json_object_agg(v.package, v.found) FROM verdicts v WHERE v.number = v_number AND v.found IS NOT NULL
                 AND (v.package <> 'reassigned' OR NOT EXISTS (  -- whoever proved it since is the new holder
                       SELECT 1 FROM proofs f WHERE f.number = v_number AND f.at > v.found_at))),
    'offline', offline_v1(v_number, v_now),
    'flood', EXISTS (SELECT 1 FROM floods f WHERE f.ended_at IS NULL AND f.declared_at <= v_now AND f.until_at > v_now
                        AND (f.line IS NULL OR f.line = c.line OR f.line = (SELECT id FROM lines WHERE number = p_line))));
END $$;

-- The second trip: the row of what was decided, and the first free times (p_outcome null) or what is told in their place.
-- p_row: a row of admissions as JSON; null: there is no number to note it for. p_packages: what is looked up of one.
-- p_sid: only before the travel date that this call noted.
CREATE FUNCTION sought_v1(
  p_key uuid, p_now timestamptz, p_row jsonb, p_packages text[], p_outcome text,
  p_office uuid, p_service uuid, p_after timestamptz, p_part text, p_party int, p_travel date, p_sid text
) RETURNS text LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$
DECLARE v_now timestamptz := coalesce(p_now, now()); v_free json; v_out text := p_outcome;
BEGIN
  IF p_row IS NOT NULL THEN
    PERFORM note_admission_v1(p_row, v_now);
    PERFORM ask_verdicts_v1((p_row->>'number')::uuid, p_packages, v_now);
  END IF;
  IF v_out IS NULL THEN
    v_free := next_free_v1(p_office, p_service, p_after, p_part, p_party,
                           CASE WHEN p_sid IS NULL THEN p_travel ELSE (SELECT travel_date FROM calls WHERE sid = p_sid) END, v_now);
    v_out := CASE WHEN json_array_length(v_free) > 0 THEN json_build_object('is', 'Offers', 'offers', v_free)
             ELSE json_build_object('is', 'NoneFree', 'office', p_office) END;
  END IF;
  IF p_key IS NOT NULL THEN
    INSERT INTO answers(key, at, outcome) VALUES (p_key, v_now, v_out) ON CONFLICT DO NOTHING;
    SELECT outcome INTO v_out FROM answers WHERE key = p_key;  -- the same turn at the same time: the first one tells
  END IF;
  RETURN v_out;
END $$;
