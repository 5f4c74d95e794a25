-- The limit: the least that a booking in one call could do and still be one. No expiry, no code, no proof, no answer
-- kept, small keys. Where the product's claim stands is measured against this, in the same run.
CREATE TABLE seats (id bigint PRIMARY KEY, slot int NOT NULL, taken boolean NOT NULL DEFAULT false)
  WITH (fillfactor = 70);
CREATE INDEX seats_free ON seats (slot, id) WHERE NOT taken;
CREATE TABLE tallies (caller bigint PRIMARY KEY, live int NOT NULL) WITH (fillfactor = 80);
CREATE TABLE sales (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, caller bigint NOT NULL, slot int NOT NULL,
  seat bigint NOT NULL UNIQUE, code text NOT NULL, at timestamptz NOT NULL DEFAULT now());
CREATE INDEX sales_caller ON sales (caller);
CREATE TABLE messages (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind text NOT NULL, content text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(), sent_at timestamptz);
CREATE INDEX messages_due ON messages (id) WHERE sent_at IS NULL;
CREATE TABLE trail (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), actor text NOT NULL,
  action text NOT NULL, sale bigint);

-- Ids of slots and seats run from 1; slot 1 is the hot one.
INSERT INTO seats SELECT g, 2 + g % 1000 FROM generate_series(1, 150000) g;

-- Refusals first and without a lock, then the caller's row, the seat last. Returns the sale, or null for a refusal.
CREATE FUNCTION sell(p_caller bigint, p_slot int, p_code text, p_most int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE v_seat bigint; v_sale bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM seats WHERE slot = p_slot AND NOT taken)
     OR EXISTS (SELECT FROM tallies WHERE caller = p_caller AND live >= p_most) THEN
    RETURN NULL;
  END IF;
  INSERT INTO tallies AS t VALUES (p_caller, 1) ON CONFLICT (caller) DO UPDATE SET live = t.live + 1 WHERE t.live < p_most;
  IF NOT FOUND THEN RETURN NULL; END IF;
  UPDATE seats SET taken = true
   WHERE id = (SELECT id FROM seats WHERE slot = p_slot AND NOT taken ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING id INTO v_seat;
  IF v_seat IS NULL THEN RAISE EXCEPTION 'no seat'; END IF;
  INSERT INTO sales(caller, slot, seat, code) VALUES (p_caller, p_slot, v_seat, p_code) RETURNING id INTO v_sale;
  INSERT INTO messages(kind, content) VALUES ('text', 'Your code is ' || p_code);
  INSERT INTO trail(actor, action, sale) VALUES ('caller', 'sell', v_sale);
  RETURN v_sale;
END $$;
