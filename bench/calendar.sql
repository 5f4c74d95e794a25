-- A calendar: 20 offices with 10 services each, {slots} slots for each pair, 20 minutes apart, 5 places in each. Of the
-- first nine tenths of it 99.5 % are taken, of the rest one half. Ids and time count up together, as when days are
-- opened. The foreign keys are not asked: every row is made from the rows it points at.
SET session_replication_role = replica;
INSERT INTO limit_groups(id, name) VALUES ('00000000-0000-7000-8000-000000000000', 'one');
INSERT INTO offices(id, name, zone)
  SELECT ('00000000-0000-7000-8000-' || lpad(o::text, 12, '0'))::uuid, 'office ' || o, 'UTC' FROM generate_series(1, 20) o;
INSERT INTO services(id, names, nth, limit_group, party_max, horizon_days, lead_minutes)
  SELECT ('00000000-0000-7000-8000-' || lpad((100 + v)::text, 12, '0'))::uuid, '{{"en": "service"}}', v,
         '00000000-0000-7000-8000-000000000000', 4, 3650, 0
    FROM generate_series(1, 10) v;
INSERT INTO slots(id, office, service, wall, zone, starts, day_ends)
  SELECT uuidv7(), o.id, v.id, t AT TIME ZONE 'UTC', 'UTC', t, date_trunc('day', t) + interval '1 day'
    FROM generate_series(1, {slots}) g, offices o, services v, LATERAL (
      SELECT date_trunc('day', now()) + interval '1 day' + g * interval '20 minutes') x(t);
INSERT INTO places(slot, office, service, starts, pool, release, free_at)
  SELECT s.id, s.office, s.service, s.starts, 'public', '00000000-0000-7000-8000-000000000001',
         CASE WHEN random() < CASE WHEN s.starts < date_trunc('day', now()) + interval '1 day'
                                     + {slots} * 0.9 * interval '20 minutes' THEN 0.995 ELSE 0.5 END
              THEN 'infinity' ELSE '-infinity' END::timestamptz
    FROM slots s, generate_series(1, 5);
