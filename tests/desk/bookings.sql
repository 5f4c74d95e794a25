-- A hundred thousand bookings of half a year: 3 offices, two services, 21 slots a day; four fifths of the visits are over.
-- Each with its number, allowance, place, call and three rows of the audit. The foreign keys are not asked: every row is
-- made from the rows it points at.
SET session_replication_role = replica;
SET statement_timeout = 0;
INSERT INTO slots(id, office, service, wall, zone, starts, day_ends)
  SELECT uuidv7(), o.id, v.id, t, o.zone, t AT TIME ZONE o.zone, (date_trunc('day', t) + interval '1 day') AT TIME ZONE o.zone
    FROM generate_series(-150, 29) d, generate_series(0, 20) n, offices o, services v, LATERAL (
      SELECT date_trunc('day', now() AT TIME ZONE 'UTC') + d * interval '1 day' + interval '9 hours' + n * interval '20 minutes') x(t)
  ON CONFLICT DO NOTHING;
CREATE TEMP TABLE made AS
  SELECT g, gen_random_uuid() AS booking, gen_random_uuid() AS number, gen_random_uuid() AS allowance,
         gen_random_uuid() AS call, nextval('places_id_seq') AS place, s.id, s.office, s.service, s.starts, s.day_ends,
         v.limit_group,
         s.starts < now() AS over
    FROM (SELECT g, g % (SELECT count(*) FROM slots) AS nth FROM generate_series(1, 100000) g) each
    JOIN (SELECT row_number() OVER (ORDER BY starts, id) - 1 AS nth, slots.* FROM slots) s USING (nth)
    JOIN services v ON v.id = s.service;
INSERT INTO numbers(id, kind, region, line_kind) SELECT number, 'telephone', 'US', 'mobile' FROM made;
INSERT INTO allowances(id, number, limit_group, nth) SELECT allowance, number, limit_group, 1 FROM made;
INSERT INTO calls(id, sid, line, number, withheld, language, step, started_at)
  SELECT call, 'CA' || md5(g::text), l.id, made.number, false, 'en', 'booked', now() - g * interval '20 seconds'
    FROM made, (SELECT id FROM lines LIMIT 1) l;
INSERT INTO places(id, slot, office, service, starts, pool, release, free_at, booking)
  SELECT place, id, office, service, starts, 'public', (SELECT id FROM releases LIMIT 1), 'infinity', booking FROM made;
INSERT INTO bookings(id, number, slot, office, service, limit_group, status, party, places, allowance, live_until, cool_s,
                     extended, channel, call, language, reference, held_at, booked_at, ended_at, ended_why)
  SELECT booking, number, id, office, service, limit_group, CASE WHEN over THEN 'fulfilled' ELSE 'booked' END, 1,
         ARRAY[place], allowance, day_ends, 60, true, 'voice', call, 'en', (10000000 + g)::text,
         starts - interval '20 days', starts - interval '20 days', CASE WHEN over THEN day_ends END,
         CASE WHEN over THEN 'visited' END
    FROM made;
INSERT INTO audit(at, actor, action, subject)
  SELECT now() - (300000 - n) * interval '40 seconds', 'caller', a, booking
    FROM (SELECT row_number() OVER (ORDER BY g) AS n, * FROM made, unnest(ARRAY['hold', 'set_visitor', 'confirm']) a) x;
INSERT INTO audit_batches(number, upto, entries, root, sealed_at, key, signature)
  SELECT row_number() OVER (ORDER BY id), id, 1000, '\x00', at + interval '20 seconds', '\x00', '\x00'
    FROM audit WHERE id % 1000 = 0;
RESET session_replication_role;
ANALYZE;
