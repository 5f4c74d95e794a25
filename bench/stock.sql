-- A line with plenty to book: one office, one service, 1,000 slots of 150 places and one slot of 40,000 (the hot one),
-- 200,000 numbers, each on a call of its own. Ids count up, so that load can be aimed without reading anything.
-- The caps of the line are set so far off that a run never meets them: what is measured is the claim, not a refusal.
UPDATE rules SET unproven_percent = 100, codes_hour = 10000, codes_day = 10000, made_max = 10000;
INSERT INTO lines(id, name, number, twin, languages)
  VALUES ('00000000-0000-7000-8000-000000000001', 'Bench Office', '+18005550199', '+14155550100', '{en}');
INSERT INTO offices(id, name, zone) VALUES ('00000000-0000-7000-8000-000000000002', 'San Francisco', 'UTC');
INSERT INTO line_offices(line, office, nth)
  VALUES ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002', 0);
INSERT INTO limit_groups(id, name, allowed) VALUES ('00000000-0000-7000-8000-000000000003', 'passport', 1);
INSERT INTO services(id, names, nth, limit_group, party_max, horizon_days, lead_minutes)
  VALUES ('00000000-0000-7000-8000-000000000004', '{"en": "passport renewal"}', 0,
          '00000000-0000-7000-8000-000000000003', 4, 365, 0);
INSERT INTO slots(id, office, service, wall, zone, starts, day_ends)
  SELECT ('00000000-0000-7000-8001-' || lpad(g::text, 12, '0'))::uuid, '00000000-0000-7000-8000-000000000002',
         '00000000-0000-7000-8000-000000000004', t AT TIME ZONE 'UTC', 'UTC', t, date_trunc('day', t) + interval '1 day'
    FROM generate_series(1, 1001) g, LATERAL (
      SELECT date_trunc('day', now()) + interval '2 days' + g * interval '20 minutes') x(t);
INSERT INTO releases(id, office, service, by, at, opens_at, first_day, last_day, places)
  VALUES ('00000000-0000-7000-8000-000000000005', '00000000-0000-7000-8000-000000000002',
          '00000000-0000-7000-8000-000000000004', 'bench', now(), now(), now(), now(), 190000);
INSERT INTO places(slot, office, service, starts, pool, release)
  SELECT s.id, s.office, s.service, s.starts, 'public', '00000000-0000-7000-8000-000000000005'
    FROM slots s, generate_series(1, CASE WHEN s.id = '00000000-0000-7000-8001-000000000001' THEN 40000 ELSE 150 END);
INSERT INTO numbers(id, kind, digits, region, line_kind)
  SELECT ('00000000-0000-7000-8002-' || lpad(g::text, 12, '0'))::uuid, 'telephone', '\x00', 'US', 'mobile'
    FROM generate_series(1, 200000) g;
INSERT INTO calls(id, sid, line, number, withheld, language, step, started_at)
  SELECT ('00000000-0000-7000-8003-' || lpad(g::text, 12, '0'))::uuid, 'CA' || lpad(g::text, 32, '0'),
         '00000000-0000-7000-8000-000000000001', ('00000000-0000-7000-8002-' || lpad(g::text, 12, '0'))::uuid, false,
         'en', 'offers', now()
    FROM generate_series(1, 200000) g;
