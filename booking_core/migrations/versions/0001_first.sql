CREATE SEQUENCE audit_id_seq;

CREATE TABLE alerts (
  what TEXT NOT NULL,
  detail TEXT NOT NULL,
  first_at TIMESTAMP WITH TIME ZONE NOT NULL,
  last_at TIMESTAMP WITH TIME ZONE NOT NULL,
  times INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT alerts_pkey PRIMARY KEY (what, detail)
);

COMMENT ON TABLE alerts IS 'what needs an operator: one row for each cause, until it is cleared';

COMMENT ON COLUMN alerts.what IS 'what an operator has to mend';

COMMENT ON COLUMN alerts.detail IS 'the provider''s code, a sender, a lane; nothing personal';

CREATE TABLE answers (
  key UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  outcome TEXT NOT NULL,
  number UUID,
  call UUID,
  channel TEXT,
  CONSTRAINT answers_pkey PRIMARY KEY (key)
);

CREATE INDEX answers_asked ON answers (at) WHERE starts_with(outcome, '{"is":"Asked"');

CREATE INDEX answers_at ON answers (at);

CREATE INDEX answers_refused ON answers (at) WHERE number IS NOT NULL;

COMMENT ON TABLE answers IS 'what was answered to a turn, text or form: the same key again gets the same answer';

COMMENT ON COLUMN answers.outcome IS 'JSON; nothing personal';

COMMENT ON COLUMN answers.number IS 'who was told no, where nothing else says so: for the list of a day';

COMMENT ON COLUMN answers.call IS 'in which call; null: by text';

COMMENT ON COLUMN answers.channel IS 'by which channel';

CREATE TABLE audit (
  id BIGINT DEFAULT
CASE
    WHEN (pg_current_xact_id() IS NOT NULL) THEN nextval('audit_id_seq'::regclass)
    ELSE NULL::bigint
END NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject UUID,
  why TEXT,
  CONSTRAINT audit_pkey PRIMARY KEY (id)
);

CREATE INDEX audit_changes ON audit (subject, at) WHERE action IN ('confirm', 'move', 'cancel', 'undo_cancel');

CREATE INDEX audit_verified ON audit (id) WHERE action = 'audit_verify';

COMMENT ON TABLE audit IS 'one row for every change; only added to: triggers refuse the rest, but for what retention takes';

COMMENT ON COLUMN audit.subject IS 'booking, number or the like; null: the institution itself';

CREATE TABLE audit_batches (
  number BIGINT NOT NULL,
  upto BIGINT NOT NULL,
  entries INTEGER NOT NULL CONSTRAINT audit_batches_some CHECK (entries > 0),
  root BYTEA NOT NULL,
  sealed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  key BYTEA NOT NULL,
  signature BYTEA NOT NULL,
  erased_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT audit_batches_pkey PRIMARY KEY (number)
);

CREATE INDEX audit_batches_sealed ON audit_batches (sealed_at);

COMMENT ON TABLE audit_batches IS 'seals of the audit; of those whose rows are erased the last one stays';

COMMENT ON COLUMN audit_batches.number IS '1, 2, 3 … without a gap';

COMMENT ON COLUMN audit_batches.upto IS 'its last row; the first is the one after the last batch''s';

COMMENT ON COLUMN audit_batches.entries IS 'how many rows';

COMMENT ON COLUMN audit_batches.root IS 'over its rows and the root of the batch before';

COMMENT ON COLUMN audit_batches.key IS 'the public key (Ed25519) of the signature';

COMMENT ON COLUMN audit_batches.erased_at IS 'its rows have had their time';

CREATE TABLE audit_look (
  one BOOLEAN DEFAULT 'true' NOT NULL CONSTRAINT audit_look_one_row CHECK (one),
  upto BIGINT NOT NULL,
  xid BIGINT NOT NULL,
  server TEXT NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT audit_look_pkey PRIMARY KEY (one)
);

COMMENT ON TABLE audit_look IS 'how far the next seal can go';

COMMENT ON COLUMN audit_look.upto IS 'the newest row there was';

COMMENT ON COLUMN audit_look.xid IS 'once all transactions before it are over, no older row comes';

COMMENT ON COLUMN audit_look.server IS 'where: a number of transactions means nothing elsewhere';

CREATE TABLE clock_jobs (
  name TEXT NOT NULL,
  ran_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT clock_jobs_pkey PRIMARY KEY (name)
);

COMMENT ON TABLE clock_jobs IS 'when each job of the clock last had nothing more to do';

CREATE TABLE clock_lease (
  one BOOLEAN DEFAULT 'true' NOT NULL CONSTRAINT clock_lease_one_row CHECK (one),
  holder UUID NOT NULL,
  until TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT clock_lease_pkey PRIMARY KEY (one)
);

COMMENT ON TABLE clock_lease IS 'which process runs the clock''s jobs';

CREATE TABLE codes (
  number UUID NOT NULL,
  id UUID NOT NULL,
  purpose TEXT NOT NULL CONSTRAINT codes_purpose CHECK (purpose IN ('confirm', 'presence', 'follow_up', 'check_in', 'give_up', 'undo', 'move', 'join', 'join_soon', 'offer', 'pass')),
  booking UUID,
  slot UUID,
  call UUID,
  back BOOLEAN DEFAULT 'false' NOT NULL,
  mac BYTEA NOT NULL,
  sealed BYTEA NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  wrong SMALLINT DEFAULT '0' NOT NULL,
  sent_at TIMESTAMP WITH TIME ZONE[] NOT NULL,
  used_at TIMESTAMP WITH TIME ZONE,
  dead_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT codes_pkey PRIMARY KEY (number, id),
  CONSTRAINT codes_confirm_names_booking CHECK (purpose <> 'confirm' OR booking IS NOT NULL)
)
 WITH (fillfactor = 80);

CREATE INDEX codes_expires ON codes (expires_at);

COMMENT ON COLUMN codes.purpose IS 'but for the first four: the nonce of a question asked by text';

COMMENT ON COLUMN codes.booking IS 'the booking it confirms or changes; of join: row of `waiting`; null for presence';

COMMENT ON COLUMN codes.slot IS 'of a nonce: the time a move goes to, or the booking''s own when it was asked';

COMMENT ON COLUMN codes.call IS 'the call that asked for it; a presence code keyed in proves no other';

COMMENT ON COLUMN codes.back IS 'asked for at the desk: texted back too it proves its call';

COMMENT ON COLUMN codes.sealed IS 'the digits, for a resend: the same code again';

CREATE TABLE costs (
  day DATE NOT NULL,
  channel TEXT NOT NULL,
  region TEXT NOT NULL,
  pieces INTEGER NOT NULL,
  units INTEGER NOT NULL,
  CONSTRAINT costs_pkey PRIMARY KEY (day, channel, region)
);

COMMENT ON TABLE costs IS 'what was sent, rung and booked each day: it outlives the rows it was counted from';

COMMENT ON COLUMN costs.day IS 'in UTC, as the provider''s bills';

COMMENT ON COLUMN costs.channel IS 'text, call, text_in, call_in, look_up; booking: bookings made';

COMMENT ON COLUMN costs.region IS 'of the number; ?: withheld';

COMMENT ON COLUMN costs.units IS 'segments of texts, minutes of calls, packages';

CREATE TABLE daily_answers (
  id UUID NOT NULL,
  day DATE NOT NULL,
  question JSONB NOT NULL,
  answer JSONB NOT NULL,
  by TEXT NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  ended_by TEXT,
  CONSTRAINT daily_answers_pkey PRIMARY KEY (id)
);

CREATE INDEX daily_answers_day ON daily_answers (day);

COMMENT ON TABLE daily_answers IS 'questions and answers of a day, on the public notices pages; taken off, they are kept';

COMMENT ON COLUMN daily_answers.question IS 'language → what people ask';

COMMENT ON COLUMN daily_answers.answer IS 'language → what they are answered';

CREATE TABLE early_rounds (
  id UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  by TEXT NOT NULL,
  reason TEXT NOT NULL,
  chosen JSONB NOT NULL,
  CONSTRAINT early_rounds_pkey PRIMARY KEY (id)
);

CREATE INDEX early_rounds_at ON early_rounds (at);

COMMENT ON TABLE early_rounds IS 'early follow-ups: bookings that a supervisor had asked long before their day, for a reason';

COMMENT ON COLUMN early_rounds.by IS 'login of the supervisor who started it';

COMMENT ON COLUMN early_rounds.reason IS 'a word of a list';

COMMENT ON COLUMN early_rounds.chosen IS 'by which signals; nothing personal';

CREATE TABLE figures (
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  name TEXT NOT NULL,
  label TEXT DEFAULT '' NOT NULL,
  many INTEGER NOT NULL,
  CONSTRAINT figures_pkey PRIMARY KEY (at, name, label)
);

COMMENT ON TABLE figures IS 'what happened in each five minutes, counted once they are over; nothing personal';

COMMENT ON COLUMN figures.at IS 'the five minutes that begin then';

COMMENT ON COLUMN figures.label IS 'the reason, of what has several';

CREATE TABLE home (
  one BOOLEAN DEFAULT 'true' NOT NULL CONSTRAINT home_one_row CHECK (one),
  server TEXT NOT NULL,
  CONSTRAINT home_pkey PRIMARY KEY (one)
);

COMMENT ON TABLE home IS 'where this database was when a worker last began: elsewhere it is a copy, and knows less than the world';

COMMENT ON COLUMN home.server IS 'PostgreSQL''s own ids of server, line of its history and database';

CREATE TABLE limit_groups (
  id UUID NOT NULL,
  name TEXT NOT NULL,
  allowed SMALLINT DEFAULT '1' NOT NULL,
  CONSTRAINT limit_groups_pkey PRIMARY KEY (id),
  CONSTRAINT limit_groups_name_key UNIQUE (name)
);

COMMENT ON COLUMN limit_groups.allowed IS 'live bookings per number';

CREATE TABLE lines (
  id UUID NOT NULL,
  name TEXT NOT NULL,
  number TEXT NOT NULL,
  twin TEXT,
  languages TEXT[] NOT NULL,
  CONSTRAINT lines_pkey PRIMARY KEY (id),
  CONSTRAINT lines_number_key UNIQUE (number),
  CONSTRAINT lines_twin_key UNIQUE (twin)
);

COMMENT ON COLUMN lines.number IS 'the dialled number, E.164; public';

COMMENT ON COLUMN lines.twin IS 'a second dialled number of the same line';

CREATE TABLE loads (
  kind TEXT NOT NULL CONSTRAINT loads_kind CHECK (kind IN ('block', 'carrier', 'region')),
  key TEXT NOT NULL,
  today FLOAT DEFAULT '0' NOT NULL,
  mean FLOAT,
  learned FLOAT,
  expected FLOAT,
  since TIMESTAMP WITH TIME ZONE NOT NULL,
  counted_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT loads_pkey PRIMARY KEY (kind, key)
);

COMMENT ON TABLE loads IS 'how many new numbers of a group ask for places, and how many do ordinarily; at most a minute old';

COMMENT ON COLUMN loads.key IS 'the group; of blocks its keyed hash; empty: the typical group';

COMMENT ON COLUMN loads.today IS 'newcomers who asked for places in 24 hours';

COMMENT ON COLUMN loads.mean IS 'of the typical block: what today has been on average, at most 28 days back';

COMMENT ON COLUMN loads.learned IS 'numbers that kept an appointment, a day, over 28 days';

COMMENT ON COLUMN loads.expected IS 'newcomers a day that would surprise nobody; null: not known yet';

CREATE TABLE numbers (
  id UUID NOT NULL,
  kind TEXT NOT NULL CONSTRAINT numbers_kind CHECK (kind IN ('telephone', 'voucher')),
  digits BYTEA,
  zones TEXT[] DEFAULT '{}' NOT NULL,
  region TEXT NOT NULL,
  line_kind TEXT NOT NULL,
  refused TEXT,
  opted_out_at TIMESTAMP WITH TIME ZONE,
  judged_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  lapses TIMESTAMP WITH TIME ZONE[] DEFAULT '{}' NOT NULL,
  told TIMESTAMP WITH TIME ZONE[] DEFAULT '{}' NOT NULL,
  look_at TIMESTAMP WITH TIME ZONE DEFAULT now() + interval '30 days' NOT NULL,
  block BYTEA,
  made_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  seen_at TIMESTAMP WITH TIME ZONE,
  line_type TEXT,
  carrier TEXT,
  new_holder_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT numbers_pkey PRIMARY KEY (id)
);

CREATE INDEX numbers_block ON numbers (block, made_at);

CREATE INDEX numbers_look ON numbers (look_at) WHERE digits IS NOT NULL;

COMMENT ON TABLE numbers IS 'the only table that knows a telephone number; lapses: unproven holds left to lapse; told: asked by text';

COMMENT ON COLUMN numbers.digits IS 'the E.164 number, sealed; null: erased, and its keyed hashes with it';

COMMENT ON COLUMN numbers.zones IS 'IANA zones it may be in; none: nobody knows';

COMMENT ON COLUMN numbers.refused IS 'the verdict''s reason code; null: may book';

COMMENT ON COLUMN numbers.look_at IS 'when it is next asked whether anything still needs the digits';

COMMENT ON COLUMN numbers.block IS 'keyed hash of the number without its last four digits; null: erased';

COMMENT ON COLUMN numbers.made_at IS 'first heard of';

COMMENT ON COLUMN numbers.seen_at IS 'when it last asked for places, to a day; null: never';

COMMENT ON COLUMN numbers.line_type IS 'what a look-up found (admission.LineType); null: nobody looked';

COMMENT ON COLUMN numbers.carrier IS 'what a look-up named; null: not known';

COMMENT ON COLUMN numbers.new_holder_at IS 'when a look-up last said that the number had gone to somebody else; null: none did';

CREATE TABLE offices (
  id UUID NOT NULL,
  name TEXT NOT NULL,
  zone TEXT NOT NULL,
  areas TEXT[] DEFAULT '{}' NOT NULL,
  CONSTRAINT offices_pkey PRIMARY KEY (id),
  CONSTRAINT offices_name_key UNIQUE (name)
);

COMMENT ON COLUMN offices.zone IS 'IANA zone';

COMMENT ON COLUMN offices.areas IS 'first digits of postal codes';

CREATE TABLE outbox (
  id UUID NOT NULL,
  kind TEXT NOT NULL,
  by TEXT DEFAULT 'text' NOT NULL CONSTRAINT outbox_by CHECK (by IN ('text', 'call', 'move')),
  number UUID NOT NULL,
  booking UUID,
  code UUID,
  waiter UUID,
  bulletin UUID,
  admission UUID,
  language TEXT NOT NULL,
  lane SMALLINT NOT NULL,
  not_before TIMESTAMP WITH TIME ZONE NOT NULL,
  not_after TIMESTAMP WITH TIME ZONE NOT NULL,
  state TEXT DEFAULT 'waiting' NOT NULL,
  attempts SMALLINT DEFAULT '0' NOT NULL,
  lease_until TIMESTAMP WITH TIME ZONE,
  unknowns SMALLINT DEFAULT '0' NOT NULL,
  over_budget BOOLEAN DEFAULT 'false' NOT NULL,
  begun_at TIMESTAMP WITH TIME ZONE,
  sender TEXT,
  rendered BYTEA,
  sid TEXT,
  error TEXT,
  segments SMALLINT,
  again UUID,
  done_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT outbox_pkey PRIMARY KEY (id),
  CONSTRAINT outbox_state CHECK (state IN ('waiting', 'unknown', 'sent', 'delivered', 'undelivered', 'refused', 'expired'))
)
 WITH (fillfactor = 80);

CREATE INDEX outbox_code ON outbox (code) WHERE code IS NOT NULL;

CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;

CREATE INDEX outbox_due ON outbox (by, lane, not_before) WHERE state IN ('waiting', 'unknown');

CREATE INDEX outbox_news ON outbox (booking) WHERE kind IN ('booked', 'moved', 'given_up');

CREATE INDEX outbox_sid ON outbox (sid) WHERE sid IS NOT NULL;

CREATE INDEX outbox_stopped ON outbox (done_at) WHERE error = 'budget';

CREATE INDEX outbox_worded ON outbox (done_at) WHERE rendered IS NOT NULL AND done_at IS NOT NULL;

COMMENT ON COLUMN outbox.waiter IS 'the row of `queue` that it is about';

COMMENT ON COLUMN outbox.bulletin IS 'the row of `bulletins` that was asked for';

COMMENT ON COLUMN outbox.admission IS 'the row of `admission_calls` that it is about';

COMMENT ON COLUMN outbox.lane IS '0 codes, 1 answers to what was asked, 2 unasked';

COMMENT ON COLUMN outbox.unknowns IS 'requests nobody knows the fate of';

COMMENT ON COLUMN outbox.over_budget IS 'leaves since budgets only record';

COMMENT ON COLUMN outbox.sender IS 'whom the last request went from: none other sends it while that one is unknown';

COMMENT ON COLUMN outbox.rendered IS 'sealed; rendered once, resent byte for byte';

COMMENT ON COLUMN outbox.sid IS 'the provider''s id of the message or call';

COMMENT ON COLUMN outbox.segments IS 'what a text is billed as';

COMMENT ON COLUMN outbox.again IS 'the row that goes in its place: by itself, or since an operator had it tried again';

CREATE TABLE paces (
  by TEXT NOT NULL,
  lane SMALLINT NOT NULL,
  next_at TIMESTAMP WITH TIME ZONE NOT NULL,
  day DATE NOT NULL,
  today INTEGER NOT NULL,
  CONSTRAINT paces_pkey PRIMARY KEY (by, lane)
);

COMMENT ON TABLE paces IS 'when the next text or call of a lane, or of one behind it, may leave: one pace for all workers';

COMMENT ON COLUMN paces.day IS 'in UTC';

COMMENT ON COLUMN paces.today IS 'how many left on that day';

CREATE TABLE rules (
  one BOOLEAN DEFAULT 'true' NOT NULL CONSTRAINT rules_one_row CHECK (one),
  hold_s INTEGER DEFAULT '600' NOT NULL CONSTRAINT rules_hold_s CHECK (hold_s >= 0),
  hang_up_s INTEGER DEFAULT '180' NOT NULL CONSTRAINT rules_hang_up_s CHECK (hang_up_s >= 0),
  cool_max_s INTEGER DEFAULT '120' NOT NULL CONSTRAINT rules_cool_max_s CHECK (cool_max_s >= 0),
  code_s INTEGER DEFAULT '600' NOT NULL CONSTRAINT rules_code_s CHECK (code_s >= 0),
  code_tries INTEGER DEFAULT '5' NOT NULL CONSTRAINT rules_code_tries CHECK (code_tries >= 0),
  code_sends INTEGER DEFAULT '3' NOT NULL CONSTRAINT rules_code_sends CHECK (code_sends >= 0),
  code_gap_s INTEGER DEFAULT '60' NOT NULL CONSTRAINT rules_code_gap_s CHECK (code_gap_s >= 0),
  codes_hour INTEGER DEFAULT '3' NOT NULL CONSTRAINT rules_codes_hour CHECK (codes_hour >= 0),
  codes_day INTEGER DEFAULT '5' NOT NULL CONSTRAINT rules_codes_day CHECK (codes_day >= 0),
  wrong_day INTEGER DEFAULT '15' NOT NULL CONSTRAINT rules_wrong_day CHECK (wrong_day >= 0),
  made_max INTEGER DEFAULT '3' NOT NULL CONSTRAINT rules_made_max CHECK (made_max >= 0),
  made_days INTEGER DEFAULT '30' NOT NULL CONSTRAINT rules_made_days CHECK (made_days >= 0),
  unproven_percent INTEGER DEFAULT '20' NOT NULL CONSTRAINT rules_unproven_percent CHECK (unproven_percent >= 0),
  unproven_floor INTEGER DEFAULT '5' NOT NULL CONSTRAINT rules_unproven_floor CHECK (unproven_floor >= 0),
  lapsed_day INTEGER DEFAULT '3' NOT NULL CONSTRAINT rules_lapsed_day CHECK (lapsed_day >= 0),
  load_age_s INTEGER DEFAULT '60' NOT NULL CONSTRAINT rules_load_age_s CHECK (load_age_s >= 0),
  offline_hold_s INTEGER DEFAULT '300' NOT NULL CONSTRAINT rules_offline_hold_s CHECK (offline_hold_s >= 0),
  undo_s INTEGER DEFAULT '600' NOT NULL CONSTRAINT rules_undo_s CHECK (undo_s >= 0),
  release_min_s INTEGER DEFAULT '900' NOT NULL CONSTRAINT rules_release_min_s CHECK (release_min_s >= 0),
  release_max_s INTEGER DEFAULT '7200' NOT NULL CONSTRAINT rules_release_max_s CHECK (release_max_s >= 0),
  moves_max INTEGER DEFAULT '2' NOT NULL CONSTRAINT rules_moves_max CHECK (moves_max >= 0),
  proof_text_s INTEGER DEFAULT '1800' NOT NULL CONSTRAINT rules_proof_text_s CHECK (proof_text_s >= 0),
  told_day INTEGER DEFAULT '3' NOT NULL CONSTRAINT rules_told_day CHECK (told_day >= 0),
  question_s INTEGER DEFAULT '1800' NOT NULL CONSTRAINT rules_question_s CHECK (question_s >= 0),
  keep_turns_days INTEGER DEFAULT '7' NOT NULL CONSTRAINT rules_keep_turns_days CHECK (keep_turns_days >= 0),
  keep_calls_days INTEGER DEFAULT '30' NOT NULL CONSTRAINT rules_keep_calls_days CHECK (keep_calls_days >= 0),
  keep_visits_days INTEGER DEFAULT '30' NOT NULL CONSTRAINT rules_keep_visits_days CHECK (keep_visits_days >= 0),
  keep_audit_days INTEGER DEFAULT '730' NOT NULL CONSTRAINT rules_keep_audit_days CHECK (keep_audit_days >= 0),
  reminder_s INTEGER DEFAULT '10800' NOT NULL CONSTRAINT rules_reminder_s CHECK (reminder_s >= 0),
  unasked_from_h INTEGER DEFAULT '9' NOT NULL CONSTRAINT rules_unasked_from_h CHECK (unasked_from_h >= 0),
  unasked_to_h INTEGER DEFAULT '20' NOT NULL CONSTRAINT rules_unasked_to_h CHECK (unasked_to_h >= 0),
  unasked_sundays INTEGER DEFAULT '0' NOT NULL CONSTRAINT rules_unasked_sundays CHECK (unasked_sundays >= 0),
  offer_far_s INTEGER DEFAULT '10800' NOT NULL CONSTRAINT rules_offer_far_s CHECK (offer_far_s >= 0),
  offer_near_s INTEGER DEFAULT '3600' NOT NULL CONSTRAINT rules_offer_near_s CHECK (offer_near_s >= 0),
  offer_soon_s INTEGER DEFAULT '1200' NOT NULL CONSTRAINT rules_offer_soon_s CHECK (offer_soon_s >= 0),
  offers_max INTEGER DEFAULT '3' NOT NULL CONSTRAINT rules_offers_max CHECK (offers_max >= 0),
  guesses_hour INTEGER DEFAULT '5' NOT NULL CONSTRAINT rules_guesses_hour CHECK (guesses_hour >= 0),
  exceptions_day INTEGER DEFAULT '5' NOT NULL CONSTRAINT rules_exceptions_day CHECK (exceptions_day >= 0),
  trip_holds INTEGER DEFAULT '120' NOT NULL CONSTRAINT rules_trip_holds CHECK (trip_holds >= 0),
  trip_unproven_percent INTEGER DEFAULT '80' NOT NULL CONSTRAINT rules_trip_unproven_percent CHECK (trip_unproven_percent >= 0),
  trip_lapsed INTEGER DEFAULT '60' NOT NULL CONSTRAINT rules_trip_lapsed CHECK (trip_lapsed >= 0),
  trip_refused_percent INTEGER DEFAULT '50' NOT NULL CONSTRAINT rules_trip_refused_percent CHECK (trip_refused_percent >= 0),
  trip_least INTEGER DEFAULT '50' NOT NULL CONSTRAINT rules_trip_least CHECK (trip_least >= 0),
  looks_hour INTEGER DEFAULT '30' NOT NULL CONSTRAINT rules_looks_hour CHECK (looks_hour >= 0),
  misses_hour INTEGER DEFAULT '20' NOT NULL CONSTRAINT rules_misses_hour CHECK (misses_hour >= 0),
  date_tries INTEGER DEFAULT '5' NOT NULL CONSTRAINT rules_date_tries CHECK (date_tries >= 0),
  sold_checks_day INTEGER DEFAULT '3' NOT NULL CONSTRAINT rules_sold_checks_day CHECK (sold_checks_day >= 0),
  sold_checks_reference INTEGER DEFAULT '5' NOT NULL CONSTRAINT rules_sold_checks_reference CHECK (sold_checks_reference >= 0),
  sold_checks_hour INTEGER DEFAULT '300' NOT NULL CONSTRAINT rules_sold_checks_hour CHECK (sold_checks_hour >= 0),
  queue_max INTEGER DEFAULT '100' NOT NULL CONSTRAINT rules_queue_max CHECK (queue_max >= 0),
  queue_ring_s INTEGER DEFAULT '20' NOT NULL CONSTRAINT rules_queue_ring_s CHECK (queue_ring_s >= 0),
  queue_after_s INTEGER DEFAULT '60' NOT NULL CONSTRAINT rules_queue_after_s CHECK (queue_after_s >= 0),
  queue_back_s INTEGER DEFAULT '600' NOT NULL CONSTRAINT rules_queue_back_s CHECK (queue_back_s >= 0),
  queue_tries INTEGER DEFAULT '3' NOT NULL CONSTRAINT rules_queue_tries CHECK (queue_tries >= 0),
  queue_again_s INTEGER DEFAULT '600' NOT NULL CONSTRAINT rules_queue_again_s CHECK (queue_again_s >= 0),
  CONSTRAINT rules_pkey PRIMARY KEY (one)
);

COMMENT ON TABLE rules IS 'the numbers of the line: one row, so every node plays by the same';

CREATE TABLE sold_checks (
  id UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  number UUID,
  call UUID,
  asked BYTEA NOT NULL,
  booking UUID,
  compared_at TIMESTAMP WITH TIME ZONE,
  reported_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT sold_checks_pkey PRIMARY KEY (id)
);

CREATE INDEX sold_checks_asked ON sold_checks (asked, at);

CREATE INDEX sold_checks_at ON sold_checks (at);

CREATE INDEX sold_checks_call ON sold_checks (call, at) WHERE call IS NOT NULL;

CREATE INDEX sold_checks_number ON sold_checks (number, at) WHERE number IS NOT NULL;

COMMENT ON TABLE sold_checks IS 'tries to find out whether an appointment that was sold is valid; erased after a day';

COMMENT ON COLUMN sold_checks.number IS 'null: withheld, or keyed in';

COMMENT ON COLUMN sold_checks.call IS 'null: by text';

COMMENT ON COLUMN sold_checks.asked IS 'keyed hash of the reference, whether or not there is one';

COMMENT ON COLUMN sold_checks.booking IS 'what it may be; once compared, only if it is valid';

CREATE TABLE sold_reports (
  id UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  channel TEXT NOT NULL,
  booking UUID,
  CONSTRAINT sold_reports_pkey PRIMARY KEY (id)
);

CREATE INDEX sold_reports_at ON sold_reports (at);

CREATE INDEX sold_reports_booking ON sold_reports (booking) WHERE booking IS NOT NULL;

COMMENT ON TABLE sold_reports IS 'somebody sells appointments: nothing in it is about whoever said so';

COMMENT ON COLUMN sold_reports.booking IS 'the valid booking that was sold; null: none was, or it is not known';

CREATE TABLE spending (
  month DATE NOT NULL,
  spent NUMERIC NOT NULL,
  cap NUMERIC,
  currency TEXT NOT NULL,
  CONSTRAINT spending_pkey PRIMARY KEY (month)
);

COMMENT ON TABLE spending IS 'what a month has cost so far by the price table, and its cap; at most ten minutes old';

CREATE TABLE stops (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  until TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT stops_pkey PRIMARY KEY (scope, key)
);

COMMENT ON TABLE stops IS 'where no more codes go for now: read without a lock before one is promised';

COMMENT ON COLUMN stops.scope IS 'region or block';

COMMENT ON COLUMN stops.key IS 'as in `tallies`';

CREATE TABLE tallies (
  what TEXT NOT NULL,
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  hour TIMESTAMP WITH TIME ZONE NOT NULL,
  sent INTEGER DEFAULT '0' NOT NULL,
  used INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT tallies_pkey PRIMARY KEY (what, scope, key, hour)
);

COMMENT ON TABLE tallies IS 'what left in an hour for people who had proven nothing: the budgets are counted here and nowhere else';

COMMENT ON COLUMN tallies.what IS 'look_up; code: calls of ours, too; over: codes that left since budgets only record';

COMMENT ON COLUMN tallies.scope IS 'region; of codes also block';

COMMENT ON COLUMN tallies.key IS 'the region, or the block''s keyed hash in hex digits';

COMMENT ON COLUMN tallies.used IS 'of those sent in this hour';

CREATE TABLE turned_away (
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  met TEXT NOT NULL,
  why TEXT NOT NULL,
  many INTEGER NOT NULL,
  CONSTRAINT turned_away_pkey PRIMARY KEY (at, met, why)
);

COMMENT ON TABLE turned_away IS 'what the doorstep did in each hour (`at` begins it), by reason; nothing personal';

COMMENT ON COLUMN turned_away.met IS 'rejected, explained, silent; recorded: none of these';

CREATE TABLE voucher_batches (
  id UUID NOT NULL,
  partner TEXT NOT NULL,
  from_at TIMESTAMP WITH TIME ZONE NOT NULL,
  until_at TIMESTAMP WITH TIME ZONE NOT NULL,
  size SMALLINT NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  made_by TEXT NOT NULL,
  revoked_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT voucher_batches_pkey PRIMARY KEY (id)
);

COMMENT ON TABLE voucher_batches IS 'vouchers made for one partner at once';

COMMENT ON COLUMN voucher_batches.partner IS 'who hands them out';

COMMENT ON COLUMN voucher_batches.made_by IS 'as the audit names it';

CREATE TABLE admission_calls (
  id UUID NOT NULL,
  number UUID NOT NULL,
  why TEXT NOT NULL,
  call UUID,
  service UUID NOT NULL,
  office UUID NOT NULL,
  party SMALLINT NOT NULL,
  travel_date DATE,
  send TEXT NOT NULL,
  language TEXT NOT NULL,
  asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  until TIMESTAMP WITH TIME ZONE NOT NULL,
  rings SMALLINT DEFAULT '0' NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  how TEXT CONSTRAINT admission_calls_how CHECK (how IN ('pressed', 'person', 'lost')),
  CONSTRAINT admission_calls_pkey PRIMARY KEY (id),
  CONSTRAINT admission_calls_number_fkey FOREIGN KEY(number) REFERENCES numbers (id)
);

CREATE INDEX admission_calls_asked ON admission_calls (asked_at);

CREATE INDEX admission_calls_number ON admission_calls (number, asked_at);

CREATE UNIQUE INDEX admission_calls_open ON admission_calls (number) WHERE ended_at IS NULL;

COMMENT ON TABLE admission_calls IS 'whom the line calls back before it offers a time, and the wish it goes on with';

COMMENT ON COLUMN admission_calls.why IS 'admission.Why';

COMMENT ON COLUMN admission_calls.call IS 'the last that asked for it; null: by text';

COMMENT ON COLUMN admission_calls.send IS 'what may be texted to this phone';

COMMENT ON COLUMN admission_calls.until IS 'it was told that the phone rings before this';

COMMENT ON COLUMN admission_calls.rings IS 'calls in which nobody pressed the key';

COMMENT ON COLUMN admission_calls.how IS 'null: it is open';

CREATE TABLE admissions (
  id UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  number UUID,
  call UUID,
  channel TEXT NOT NULL,
  region TEXT,
  line_type TEXT,
  carrier TEXT,
  block BYTEA,
  attested BOOLEAN DEFAULT 'false' NOT NULL,
  newcomer BOOLEAN DEFAULT 'false' NOT NULL,
  service UUID NOT NULL,
  office UUID NOT NULL,
  decision TEXT NOT NULL,
  step SMALLINT NOT NULL,
  shown SMALLINT NOT NULL,
  control TEXT,
  why TEXT,
  until TIMESTAMP WITH TIME ZONE,
  unvouched BOOLEAN DEFAULT 'false' NOT NULL,
  fired JSONB DEFAULT '[]' NOT NULL,
  lifted_at TIMESTAMP WITH TIME ZONE,
  lifted_by TEXT,
  lifted_why TEXT,
  CONSTRAINT admissions_pkey PRIMARY KEY (id),
  CONSTRAINT admissions_number_fkey FOREIGN KEY(number) REFERENCES numbers (id)
);

CREATE INDEX admissions_at ON admissions (at);

CREATE INDEX admissions_block ON admissions (block, at) WHERE newcomer;

CREATE INDEX admissions_call ON admissions (call);

CREATE INDEX admissions_number ON admissions (number, at);

CREATE INDEX admissions_standing ON admissions (number, until) WHERE step > 0;

COMMENT ON TABLE admissions IS 'who asked for places and what they had to show first: one row for each call, or half hour of texts, and decision; until: of a decision that was new, and stands';

COMMENT ON COLUMN admissions.call IS 'null: by text';

COMMENT ON COLUMN admissions.region IS 'of the number; null: withheld';

COMMENT ON COLUMN admissions.line_type IS 'as it was judged';

COMMENT ON COLUMN admissions.carrier IS 'as a look-up named it by then';

COMMENT ON COLUMN admissions.block IS 'numbers.block';

COMMENT ON COLUMN admissions.attested IS 'the call''s attestation was A';

COMMENT ON COLUMN admissions.newcomer IS 'it had never kept an appointment here';

COMMENT ON COLUMN admissions.decision IS 'admission.Decision in small letters';

COMMENT ON COLUMN admissions.step IS 'the same as a number: 0 admit to 4 refuse';

COMMENT ON COLUMN admissions.shown IS 'what the caller had shown by then, on the same ladder';

COMMENT ON COLUMN admissions.control IS 'the control that decided; null: none did';

COMMENT ON COLUMN admissions.why IS 'admission.Why';

COMMENT ON COLUMN admissions.unvouched IS 'binds no call that is certainly the number''s own';

COMMENT ON COLUMN admissions.fired IS '[control, mode, decision] of all that fired';

CREATE TABLE agents (
  id UUID NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL CONSTRAINT agents_role CHECK (role IN ('clerk', 'agent', 'supervisor', 'auditor', 'surge')),
  languages TEXT[] NOT NULL,
  number UUID,
  password TEXT,
  second_factor BYTEA,
  last_step BIGINT,
  subject TEXT,
  wrong SMALLINT DEFAULT '0' NOT NULL,
  locked_until TIMESTAMP WITH TIME ZONE,
  until TIMESTAMP WITH TIME ZONE,
  disabled_at TIMESTAMP WITH TIME ZONE,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  guesses TIMESTAMP WITH TIME ZONE[] DEFAULT '{}' NOT NULL,
  looks TIMESTAMP WITH TIME ZONE[] DEFAULT '{}' NOT NULL,
  misses TIMESTAMP WITH TIME ZONE[] DEFAULT '{}' NOT NULL,
  CONSTRAINT agents_pkey PRIMARY KEY (id),
  CONSTRAINT agents_login_key UNIQUE (login),
  CONSTRAINT agents_number_fkey FOREIGN KEY(number) REFERENCES numbers (id),
  CONSTRAINT agents_subject_key UNIQUE (subject)
);

COMMENT ON TABLE agents IS 'who works at the desk; a row is never deleted, for the audit names its login';

COMMENT ON COLUMN agents.name IS 'as colleagues know this person';

COMMENT ON COLUMN agents.languages IS 'spoken with callers; the first is that of the pages';

COMMENT ON COLUMN agents.password IS 'argon2id, with its parameters; null: none yet, or signs in elsewhere';

COMMENT ON COLUMN agents.second_factor IS 'secret of the one-time passwords (RFC 6238), sealed';

COMMENT ON COLUMN agents.last_step IS 'time step of the last one-time password: none is taken twice';

COMMENT ON COLUMN agents.subject IS 'who this is at the institution''s own sign-in (OpenID Connect)';

COMMENT ON COLUMN agents.wrong IS 'sign-ins in vain since the last one';

COMMENT ON COLUMN agents.until IS 'null: no end; a surge agent''s last instant';

COMMENT ON COLUMN agents.guesses IS 'vouchers keyed wrong in the last hour';

COMMENT ON COLUMN agents.looks IS 'of the last hour';

COMMENT ON COLUMN agents.misses IS 'of the last hour';

CREATE TABLE allowances (
  id UUID NOT NULL,
  number UUID NOT NULL,
  limit_group UUID NOT NULL,
  nth SMALLINT NOT NULL,
  waiver TEXT,
  expires_at TIMESTAMP WITH TIME ZONE,
  granted_by TEXT,
  granted_at TIMESTAMP WITH TIME ZONE,
  revoked_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT allowances_pkey PRIMARY KEY (id),
  CONSTRAINT allowances_number_limit_group_nth_key UNIQUE (number, limit_group, nth),
  CONSTRAINT allowances_number_fkey FOREIGN KEY(number) REFERENCES numbers (id),
  CONSTRAINT allowances_limit_group_fkey FOREIGN KEY(limit_group) REFERENCES limit_groups (id)
);

CREATE INDEX allowances_granted ON allowances (granted_at) WHERE granted_at IS NOT NULL;

COMMENT ON COLUMN allowances.waiver IS 'reason of a waiver; null: within the ordinary limit';

COMMENT ON COLUMN allowances.granted_by IS 'of a waiver: the login of who gave it';

CREATE TABLE callbacks (
  id UUID NOT NULL,
  number UUID NOT NULL,
  call UUID,
  reason TEXT NOT NULL,
  language TEXT NOT NULL,
  asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  done_at TIMESTAMP WITH TIME ZONE,
  booking UUID,
  rank SMALLINT DEFAULT '0' NOT NULL,
  attempts TIMESTAMP WITH TIME ZONE[] DEFAULT '{}' NOT NULL,
  called_at TIMESTAMP WITH TIME ZONE,
  outcome TEXT,
  CONSTRAINT callbacks_pkey PRIMARY KEY (id),
  CONSTRAINT callbacks_number_fkey FOREIGN KEY(number) REFERENCES numbers (id)
);

CREATE UNIQUE INDEX callbacks_booking ON callbacks (booking) WHERE done_at IS NULL;

CREATE UNIQUE INDEX callbacks_call ON callbacks (call) WHERE done_at IS NULL AND call IS NOT NULL;

CREATE INDEX callbacks_called ON callbacks (called_at) WHERE called_at IS NOT NULL;

CREATE INDEX callbacks_done ON callbacks (done_at) WHERE done_at IS NOT NULL;

CREATE INDEX callbacks_number ON callbacks (number);

CREATE UNIQUE INDEX callbacks_one ON callbacks (number) WHERE done_at IS NULL AND booking IS NULL;

CREATE INDEX callbacks_waiting ON callbacks (asked_at) WHERE done_at IS NULL;

COMMENT ON TABLE callbacks IS 'the call list: whom a person calls; attempts: when a person did; called_at: the last of them';

COMMENT ON COLUMN callbacks.booking IS 'the booking that a follow-up is about; null: somebody asked to be called';

COMMENT ON COLUMN callbacks.rank IS 'calling order: low ones first';

COMMENT ON COLUMN callbacks.outcome IS 'what came of it: reached, keeps, gives_up, answered, over';

CREATE TABLE calls (
  id UUID NOT NULL,
  sid TEXT NOT NULL,
  line UUID NOT NULL,
  number UUID,
  withheld BOOLEAN NOT NULL,
  keyed SMALLINT DEFAULT '0' NOT NULL,
  delivery UUID,
  language TEXT NOT NULL,
  step TEXT NOT NULL,
  turn SMALLINT DEFAULT '0' NOT NULL,
  answer UUID,
  reason TEXT,
  stir TEXT CONSTRAINT calls_stir CHECK (stir IN ('A', 'B', 'C', 'failed')),
  travel_date DATE,
  started_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT calls_pkey PRIMARY KEY (id),
  CONSTRAINT calls_sid_key UNIQUE (sid),
  CONSTRAINT calls_line_fkey FOREIGN KEY(line) REFERENCES lines (id),
  CONSTRAINT calls_number_fkey FOREIGN KEY(number) REFERENCES numbers (id)
);

CREATE INDEX calls_number ON calls (number, started_at) WHERE number IS NOT NULL;

CREATE INDEX calls_started ON calls (started_at);

COMMENT ON COLUMN calls.sid IS 'the provider''s id of the call';

COMMENT ON COLUMN calls.withheld IS 'the caller ID is no number that may book';

COMMENT ON COLUMN calls.keyed IS 'numbers keyed in; 0: it is the one shown';

COMMENT ON COLUMN calls.delivery IS 'the outbox row that this call of ours carries; null: somebody called us';

COMMENT ON COLUMN calls.step IS 'the step reached';

COMMENT ON COLUMN calls.turn IS 'how far the call was when it reached it';

COMMENT ON COLUMN calls.answer IS 'key of the last stored answer';

COMMENT ON COLUMN calls.reason IS 'why the caller ID is no number that may book';

COMMENT ON COLUMN calls.stir IS 'attestation of the caller ID; null: nobody vouches';

CREATE TABLE consents (
  id UUID NOT NULL,
  number UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  what TEXT NOT NULL CONSTRAINT consents_what CHECK (what IN ('out', 'in')),
  source TEXT NOT NULL,
  CONSTRAINT consents_pkey PRIMARY KEY (id),
  CONSTRAINT consents_number_fkey FOREIGN KEY(number) REFERENCES numbers (id)
);

CREATE INDEX consents_at ON consents (at);

CREATE INDEX consents_number ON consents (number, at);

COMMENT ON TABLE consents IS 'who turned our texts and calls off or on again; what holds now is numbers.opted_out_at';

COMMENT ON COLUMN consents.source IS 'how it was said: by word, flag, or a report of the provider';

CREATE TABLE floods (
  id UUID NOT NULL,
  line UUID,
  declared_at TIMESTAMP WITH TIME ZONE NOT NULL,
  until_at TIMESTAMP WITH TIME ZONE NOT NULL,
  why TEXT NOT NULL,
  by TEXT NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  ended_by TEXT,
  CONSTRAINT floods_pkey PRIMARY KEY (id),
  CONSTRAINT floods_hours_at_most CHECK (until_at > declared_at AND until_at <= declared_at + interval '4 hours'),
  CONSTRAINT floods_line_fkey FOREIGN KEY(line) REFERENCES lines (id)
);

COMMENT ON TABLE floods IS 'floods that a person has declared, of a line or (null) of all; ended rows are kept';

COMMENT ON COLUMN floods.why IS 'for colleagues; no names';

CREATE TABLE holidays (
  office UUID NOT NULL,
  day DATE NOT NULL,
  name TEXT NOT NULL,
  CONSTRAINT holidays_pkey PRIMARY KEY (office, day),
  CONSTRAINT holidays_office_fkey FOREIGN KEY(office) REFERENCES offices (id)
);

CREATE TABLE line_offices (
  line UUID NOT NULL,
  office UUID NOT NULL,
  nth SMALLINT NOT NULL,
  CONSTRAINT line_offices_pkey PRIMARY KEY (line, office),
  CONSTRAINT line_offices_line_fkey FOREIGN KEY(line) REFERENCES lines (id),
  CONSTRAINT line_offices_office_fkey FOREIGN KEY(office) REFERENCES offices (id)
);

COMMENT ON COLUMN line_offices.nth IS 'order in the menu';

CREATE TABLE number_keys (
  keyed_hash BYTEA NOT NULL,
  kid SMALLINT NOT NULL,
  number UUID NOT NULL,
  CONSTRAINT number_keys_pkey PRIMARY KEY (keyed_hash),
  CONSTRAINT number_keys_number_fkey FOREIGN KEY(number) REFERENCES numbers (id)
);

CREATE INDEX number_keys_number ON number_keys (number);

COMMENT ON TABLE number_keys IS 'a number has one keyed hash per root secret in use, so secrets change while the line is up';

COMMENT ON COLUMN number_keys.keyed_hash IS 'HMAC of the number under key `kid`';

CREATE TABLE office_hours (
  office UUID NOT NULL,
  weekday SMALLINT NOT NULL CONSTRAINT office_hours_iso_weekday CHECK (weekday BETWEEN 1 AND 7),
  opens TIME WITHOUT TIME ZONE NOT NULL,
  closes TIME WITHOUT TIME ZONE NOT NULL,
  CONSTRAINT office_hours_pkey PRIMARY KEY (office, weekday, opens),
  CONSTRAINT office_hours_opens_before_closes CHECK (opens < closes),
  CONSTRAINT office_hours_office_fkey FOREIGN KEY(office) REFERENCES offices (id)
);

CREATE TABLE office_loads (
  office UUID NOT NULL,
  counted_at TIMESTAMP WITH TIME ZONE NOT NULL,
  open_places INTEGER NOT NULL,
  unproven INTEGER NOT NULL,
  CONSTRAINT office_loads_pkey PRIMARY KEY (office),
  CONSTRAINT office_loads_office_fkey FOREIGN KEY(office) REFERENCES offices (id)
);

COMMENT ON TABLE office_loads IS 'the figure behind the unproven cap; at most a minute old';

CREATE TABLE people_holidays (
  line UUID NOT NULL,
  day DATE NOT NULL,
  name TEXT NOT NULL,
  CONSTRAINT people_holidays_pkey PRIMARY KEY (line, day),
  CONSTRAINT people_holidays_line_fkey FOREIGN KEY(line) REFERENCES lines (id)
);

CREATE TABLE people_hours (
  line UUID NOT NULL,
  weekday SMALLINT NOT NULL CONSTRAINT people_hours_iso_weekday CHECK (weekday BETWEEN 1 AND 7),
  opens TIME WITHOUT TIME ZONE NOT NULL,
  closes TIME WITHOUT TIME ZONE NOT NULL,
  CONSTRAINT people_hours_pkey PRIMARY KEY (line, weekday, opens),
  CONSTRAINT people_hours_opens_before_closes CHECK (opens < closes),
  CONSTRAINT people_hours_line_fkey FOREIGN KEY(line) REFERENCES lines (id)
);

COMMENT ON TABLE people_hours IS 'when people answer on a line, by its first office''s clock; none: at any time';

CREATE TABLE proofs (
  id UUID NOT NULL,
  number UUID NOT NULL,
  call UUID,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  until TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT proofs_pkey PRIMARY KEY (id),
  CONSTRAINT proofs_number_fkey FOREIGN KEY(number) REFERENCES numbers (id)
);

CREATE INDEX proofs_at ON proofs (at);

CREATE INDEX proofs_number ON proofs (number, until);

COMMENT ON TABLE proofs IS 'this number was proven in this call (or, without a call, in its text thread) until then';

CREATE TABLE services (
  id UUID NOT NULL,
  names JSONB NOT NULL,
  nth SMALLINT NOT NULL,
  limit_group UUID NOT NULL,
  party_max SMALLINT NOT NULL CONSTRAINT services_party CHECK (party_max BETWEEN 1 AND 4),
  horizon_days SMALLINT NOT NULL,
  lead_minutes INTEGER NOT NULL,
  travel_days SMALLINT,
  bring JSONB DEFAULT '{}' NOT NULL,
  CONSTRAINT services_pkey PRIMARY KEY (id),
  CONSTRAINT services_limit_group_fkey FOREIGN KEY(limit_group) REFERENCES limit_groups (id)
);

COMMENT ON COLUMN services.names IS 'language → name as it is said';

COMMENT ON COLUMN services.nth IS 'order in the menu';

COMMENT ON COLUMN services.travel_days IS 'asks the travel date, at most so many days ahead; null: not asked';

COMMENT ON COLUMN services.bring IS 'language → what to bring, in one clause';

CREATE TABLE text_turns (
  sid TEXT NOT NULL,
  number UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  before JSONB NOT NULL,
  after JSONB NOT NULL,
  CONSTRAINT text_turns_pkey PRIMARY KEY (sid),
  CONSTRAINT text_turns_number_fkey FOREIGN KEY(number) REFERENCES numbers (id)
);

CREATE INDEX text_turns_at ON text_turns (at);

CREATE INDEX text_turns_newest ON text_turns (number, at);

COMMENT ON TABLE text_turns IS 'one row a text that came in: the newest one''s `after` is where the thread is, its own `before` is what a repeated text is read by';

COMMENT ON COLUMN text_turns.sid IS 'the provider''s id of the text';

COMMENT ON COLUMN text_turns.before IS 'where the thread was: navigation, and the travel date as in calls';

COMMENT ON COLUMN text_turns.after IS 'where it is now';

CREATE TABLE verdicts (
  id UUID NOT NULL,
  number UUID NOT NULL,
  package TEXT NOT NULL,
  state TEXT NOT NULL CONSTRAINT verdicts_state CHECK (state IN ('asked', 'found', 'failed', 'skipped')),
  found JSONB,
  source TEXT,
  reason TEXT,
  asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  tries SMALLINT DEFAULT '0' NOT NULL,
  not_before TIMESTAMP WITH TIME ZONE NOT NULL,
  found_at TIMESTAMP WITH TIME ZONE,
  until TIMESTAMP WITH TIME ZONE,
  CONSTRAINT verdicts_pkey PRIMARY KEY (id),
  CONSTRAINT verdicts_number_package_key UNIQUE (number, package),
  CONSTRAINT verdicts_number_fkey FOREIGN KEY(number) REFERENCES numbers (id)
);

CREATE INDEX verdicts_due ON verdicts (not_before) WHERE state IN ('asked', 'skipped');

COMMENT ON TABLE verdicts IS 'what look-ups found of a number, by package; asked again after `until`, when the number asks for places';

COMMENT ON COLUMN verdicts.package IS 'what was looked up';

COMMENT ON COLUMN verdicts.found IS 'facts as `verdicts` words them; null: none yet. They stand until newer ones come';

COMMENT ON COLUMN verdicts.source IS 'who says so';

COMMENT ON COLUMN verdicts.reason IS 'why it was asked for, or why there is no answer';

CREATE TABLE vouchers (
  number UUID NOT NULL,
  batch UUID NOT NULL,
  CONSTRAINT vouchers_pkey PRIMARY KEY (number),
  CONSTRAINT vouchers_number_fkey FOREIGN KEY(number) REFERENCES numbers (id),
  CONSTRAINT vouchers_batch_fkey FOREIGN KEY(batch) REFERENCES voucher_batches (id)
);

CREATE INDEX vouchers_batch ON vouchers (batch);

COMMENT ON TABLE vouchers IS 'numbers of kind voucher; their digits are known by the keyed hash alone';

CREATE TABLE waiting (
  id UUID NOT NULL,
  number UUID NOT NULL,
  limit_group UUID NOT NULL,
  service UUID NOT NULL,
  office UUID,
  party SMALLINT NOT NULL,
  before DATE,
  booking UUID,
  class SMALLINT DEFAULT '0' NOT NULL,
  language TEXT NOT NULL,
  texts TEXT NOT NULL CONSTRAINT waiting_texts CHECK (texts IN ('plain', 'discreet', 'none')),
  short_notice BOOLEAN NOT NULL,
  asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  joined_at TIMESTAMP WITH TIME ZONE,
  ended_at TIMESTAMP WITH TIME ZONE,
  ended_why TEXT,
  CONSTRAINT waiting_pkey PRIMARY KEY (id),
  CONSTRAINT waiting_number_fkey FOREIGN KEY(number) REFERENCES numbers (id)
);

CREATE INDEX waiting_asked ON waiting (asked_at) WHERE joined_at IS NULL;

CREATE INDEX waiting_ended ON waiting (ended_at) WHERE ended_at IS NOT NULL;

CREATE INDEX waiting_for ON waiting (service) WHERE joined_at IS NOT NULL AND ended_at IS NULL;

CREATE UNIQUE INDEX waiting_one ON waiting (number, limit_group) WHERE joined_at IS NOT NULL AND ended_at IS NULL;

COMMENT ON TABLE waiting IS 'who is to be told of a place; not joined yet: asked by text, and the answer is still to come';

COMMENT ON COLUMN waiting.office IS 'null: any office';

COMMENT ON COLUMN waiting.before IS 'only times before this day: the travel date';

COMMENT ON COLUMN waiting.booking IS 'wants a time before this booking''s; null: wants any';

COMMENT ON COLUMN waiting.class IS 'the highest first; drawn among equals';

COMMENT ON COLUMN waiting.short_notice IS 'wants to hear of times within a day, too';

CREATE TABLE bookings (
  id UUID NOT NULL,
  number UUID NOT NULL,
  slot UUID NOT NULL,
  office UUID NOT NULL,
  service UUID NOT NULL,
  limit_group UUID NOT NULL,
  status TEXT NOT NULL,
  party SMALLINT NOT NULL,
  places BIGINT[] NOT NULL,
  next_slot UUID,
  next_places BIGINT[],
  next_until TIMESTAMP WITH TIME ZONE,
  allowance UUID,
  case_key BYTEA,
  live_until TIMESTAMP WITH TIME ZONE NOT NULL,
  cool_s SMALLINT NOT NULL,
  extended BOOLEAN NOT NULL,
  channel TEXT NOT NULL CONSTRAINT bookings_channel CHECK (channel IN ('voice', 'sms', 'desk', 'offer')),
  call UUID,
  language TEXT NOT NULL,
  texts TEXT DEFAULT 'plain' NOT NULL CONSTRAINT bookings_texts CHECK (texts IN ('plain', 'discreet', 'none')),
  travel_date DATE,
  reference TEXT,
  moves SMALLINT DEFAULT '0' NOT NULL,
  held_at TIMESTAMP WITH TIME ZONE NOT NULL,
  booked_at TIMESTAMP WITH TIME ZONE,
  arrived_at TIMESTAMP WITH TIME ZONE,
  ended_at TIMESTAMP WITH TIME ZONE,
  ended_by TEXT,
  ended_why TEXT,
  undo_until TIMESTAMP WITH TIME ZONE,
  planned UUID,
  CONSTRAINT bookings_pkey PRIMARY KEY (id),
  CONSTRAINT bookings_status CHECK (status IN ('held', 'booked', 'checked_in', 'fulfilled', 'lapsed', 'cancelled', 'no_show')),
  CONSTRAINT bookings_a_place_each CHECK (cardinality(places) = party),
  CONSTRAINT bookings_booked_has_allowance CHECK (status NOT IN ('booked', 'checked_in') OR allowance IS NOT NULL),
  CONSTRAINT bookings_booked_has_reference CHECK (status <> 'booked' OR reference IS NOT NULL),
  CONSTRAINT bookings_next_whole CHECK ((next_places IS NULL) = (next_slot IS NULL)),
  CONSTRAINT bookings_number_fkey FOREIGN KEY(number) REFERENCES numbers (id),
  CONSTRAINT bookings_allowance_fkey FOREIGN KEY(allowance) REFERENCES allowances (id)
)
 WITH (fillfactor = 80);

CREATE UNIQUE INDEX bookings_allowance_live ON bookings (allowance) WHERE status IN ('held', 'booked', 'checked_in') AND allowance IS NOT NULL;

CREATE UNIQUE INDEX bookings_case_live ON bookings (limit_group, case_key) WHERE status IN ('held', 'booked', 'checked_in') AND allowance IS NOT NULL AND case_key IS NOT NULL;

CREATE INDEX bookings_held ON bookings (number, held_at);

CREATE INDEX bookings_lapsed ON bookings (live_until) WHERE status = 'lapsed';

CREATE INDEX bookings_made ON bookings (booked_at) WHERE booked_at IS NOT NULL;

CREATE INDEX bookings_number ON bookings (number) WHERE allowance IS NOT NULL;

CREATE UNIQUE INDEX bookings_offered_one ON bookings (number, limit_group) WHERE status = 'held' AND allowance IS NULL AND channel = 'offer';

CREATE INDEX bookings_personal ON bookings (live_until) WHERE reference IS NOT NULL;

CREATE UNIQUE INDEX bookings_reference ON bookings (reference) WHERE reference IS NOT NULL;

CREATE UNIQUE INDEX bookings_unproven_one ON bookings (number) WHERE status = 'held' AND allowance IS NULL AND channel <> 'offer';

CREATE INDEX bookings_visited ON bookings (office, live_until) WHERE status = 'checked_in' OR ended_why = 'visited';

COMMENT ON COLUMN bookings.places IS 'current places, all of one slot';

COMMENT ON COLUMN bookings.next_places IS 'the next set: held before the current one is let go';

COMMENT ON COLUMN bookings.case_key IS 'keyed hash of the case number';

COMMENT ON COLUMN bookings.live_until IS 'end of the hold, or of the visit''s day';

COMMENT ON COLUMN bookings.cool_s IS 'cool-down of the hold, seconds, drawn when it was made';

COMMENT ON COLUMN bookings.extended IS 'the one extension is used';

COMMENT ON COLUMN bookings.call IS 'the call that holds it';

COMMENT ON COLUMN bookings.texts IS 'what may be texted about it; discreet: no office, service or date; none: the phone gets no texts';

COMMENT ON COLUMN bookings.arrived_at IS 'when the counter checked the visitors in';

COMMENT ON COLUMN bookings.planned IS 'the slot its touches are planned for; not `slot`: to be planned anew';

CREATE TABLE bulletins (
  id UUID NOT NULL,
  notice UUID NOT NULL,
  version SMALLINT NOT NULL,
  line UUID,
  office UUID,
  service UUID,
  spoken JSONB NOT NULL,
  written JSONB NOT NULL,
  from_at TIMESTAMP WITH TIME ZONE NOT NULL,
  until_at TIMESTAMP WITH TIME ZONE,
  by TEXT NOT NULL,
  published_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  ended_by TEXT,
  CONSTRAINT bulletins_pkey PRIMARY KEY (id),
  CONSTRAINT bulletins_notice_version_key UNIQUE (notice, version),
  CONSTRAINT bulletins_ends_after_it_begins CHECK (until_at > from_at),
  CONSTRAINT bulletins_line_fkey FOREIGN KEY(line) REFERENCES lines (id),
  CONSTRAINT bulletins_office_fkey FOREIGN KEY(office) REFERENCES offices (id),
  CONSTRAINT bulletins_service_fkey FOREIGN KEY(service) REFERENCES services (id)
);

CREATE INDEX bulletins_current ON bulletins (from_at) WHERE ended_at IS NULL;

COMMENT ON TABLE bulletins IS 'null means all; a new version ends the one before it, and all are kept';

COMMENT ON COLUMN bulletins.notice IS 'one for all versions of a bulletin';

COMMENT ON COLUMN bulletins.spoken IS 'language → as it is said, in eight seconds at most';

COMMENT ON COLUMN bulletins.written IS 'language → as it is texted and published';

CREATE TABLE desk_sessions (
  hash BYTEA NOT NULL,
  agent UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT desk_sessions_pkey PRIMARY KEY (hash),
  CONSTRAINT desk_sessions_agent_fkey FOREIGN KEY(agent) REFERENCES agents (id)
);

CREATE INDEX desk_sessions_agent ON desk_sessions (agent) WHERE ended_at IS NULL;

CREATE INDEX desk_sessions_seen ON desk_sessions (seen_at);

COMMENT ON TABLE desk_sessions IS 'who is signed in: over after a rest, after a working day, or when it is ended here';

COMMENT ON COLUMN desk_sessions.hash IS 'sha256 of what the browser holds';

CREATE TABLE exceptions (
  id UUID NOT NULL,
  agent UUID NOT NULL,
  call UUID NOT NULL,
  document TEXT NOT NULL,
  reason TEXT NOT NULL,
  asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  decided_at TIMESTAMP WITH TIME ZONE,
  approver UUID,
  number UUID,
  CONSTRAINT exceptions_pkey PRIMARY KEY (id),
  CONSTRAINT exceptions_agent_fkey FOREIGN KEY(agent) REFERENCES agents (id),
  CONSTRAINT exceptions_approver_fkey FOREIGN KEY(approver) REFERENCES agents (id),
  CONSTRAINT exceptions_number_fkey FOREIGN KEY(number) REFERENCES numbers (id)
);

CREATE INDEX exceptions_agent ON exceptions (agent, asked_at);

CREATE INDEX exceptions_open ON exceptions (asked_at) WHERE decided_at IS NULL;

COMMENT ON TABLE exceptions IS 'persons without a number for whom an agent asked another one; number: what they book under, if approved';

COMMENT ON COLUMN exceptions.document IS 'the kind of it; never what it says';

COMMENT ON COLUMN exceptions.reason IS 'a word of a list';

CREATE TABLE invitations (
  id UUID NOT NULL,
  hash BYTEA NOT NULL,
  agent UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  until TIMESTAMP WITH TIME ZONE NOT NULL,
  second_factor BYTEA,
  used_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT invitations_pkey PRIMARY KEY (id),
  CONSTRAINT invitations_hash_key UNIQUE (hash),
  CONSTRAINT invitations_agent_fkey FOREIGN KEY(agent) REFERENCES agents (id)
);

CREATE UNIQUE INDEX invitations_open ON invitations (agent) WHERE used_at IS NULL;

CREATE INDEX invitations_until ON invitations (until);

COMMENT ON TABLE invitations IS 'with its code an agent sets password and second factor, once; a new one takes the place of the last';

COMMENT ON COLUMN invitations.hash IS 'sha256 of the code that the agent was given';

COMMENT ON COLUMN invitations.second_factor IS 'the agent''s, sealed, once the invitation was opened';

CREATE TABLE offers (
  id UUID NOT NULL,
  waiting UUID NOT NULL,
  number UUID NOT NULL,
  booking UUID NOT NULL,
  slot UUID NOT NULL,
  code UUID NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  until TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  how TEXT CONSTRAINT offers_how CHECK (how IN ('taken', 'passed', 'silent', 'unreached', 'gone')),
  CONSTRAINT offers_pkey PRIMARY KEY (id),
  CONSTRAINT offers_ended_somehow CHECK ((ended_at IS NULL) = (how IS NULL)),
  CONSTRAINT offers_waiting_fkey FOREIGN KEY(waiting) REFERENCES waiting (id),
  CONSTRAINT offers_number_fkey FOREIGN KEY(number) REFERENCES numbers (id)
);

CREATE INDEX offers_ended ON offers (ended_at) WHERE ended_at IS NOT NULL;

CREATE INDEX offers_number ON offers (number, made_at);

CREATE INDEX offers_of ON offers (waiting);

CREATE UNIQUE INDEX offers_open ON offers (waiting) WHERE ended_at IS NULL;

COMMENT ON TABLE offers IS 'a place held for one person of the waiting list, one at a time; unreached: no word of it arrived';

COMMENT ON COLUMN offers.booking IS 'the hold that it is, or the booking whose next places it is';

COMMENT ON COLUMN offers.code IS 'what its text or call carries; used when it is taken';

CREATE TABLE queue (
  id UUID NOT NULL,
  line UUID NOT NULL,
  number UUID,
  call UUID,
  reason TEXT NOT NULL,
  language TEXT NOT NULL,
  class SMALLINT DEFAULT '0' NOT NULL,
  arrived_at TIMESTAMP WITH TIME ZONE NOT NULL,
  mode TEXT NOT NULL CONSTRAINT queue_mode CHECK (mode IN ('waits', 'callback')),
  state TEXT DEFAULT 'waiting' NOT NULL CONSTRAINT queue_state CHECK (state IN ('waiting', 'ringing', 'joined', 'done', 'left', 'failed')),
  agent UUID,
  rung_until TIMESTAMP WITH TIME ZONE,
  tries SMALLINT DEFAULT '0' NOT NULL,
  not_before TIMESTAMP WITH TIME ZONE,
  promised_s INTEGER,
  picked_at TIMESTAMP WITH TIME ZONE,
  met_at TIMESTAMP WITH TIME ZONE,
  ended_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT queue_pkey PRIMARY KEY (id),
  CONSTRAINT queue_line_fkey FOREIGN KEY(line) REFERENCES lines (id),
  CONSTRAINT queue_number_fkey FOREIGN KEY(number) REFERENCES numbers (id),
  CONSTRAINT queue_agent_fkey FOREIGN KEY(agent) REFERENCES agents (id)
);

CREATE INDEX queue_arrived ON queue (arrived_at);

CREATE UNIQUE INDEX queue_call ON queue (call) WHERE ended_at IS NULL AND call IS NOT NULL;

CREATE UNIQUE INDEX queue_callback ON queue (number) WHERE ended_at IS NULL AND mode = 'callback';

CREATE INDEX queue_ended ON queue (ended_at) WHERE ended_at IS NOT NULL;

CREATE INDEX queue_number ON queue (number);

CREATE INDEX queue_picked ON queue (picked_at) WHERE picked_at IS NOT NULL;

CREATE INDEX queue_waiting ON queue (line, class, arrived_at) WHERE ended_at IS NULL;

COMMENT ON TABLE queue IS 'who waits for a person of the desk, on the line or to be called back, and who did';

COMMENT ON COLUMN queue.call IS 'the call that waits, or asked to be called back';

COMMENT ON COLUMN queue.class IS 'the highest first, then by arrival';

COMMENT ON COLUMN queue.tries IS 'of a call-back: calls in vain';

COMMENT ON COLUMN queue.promised_s IS 'the bound of the wait that was told on entering';

COMMENT ON COLUMN queue.picked_at IS 'when the agent said yes: so long it waited';

COMMENT ON COLUMN queue.met_at IS 'when they were joined';

CREATE TABLE releases (
  id UUID NOT NULL,
  office UUID NOT NULL,
  service UUID NOT NULL,
  by TEXT NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  opens_at TIMESTAMP WITH TIME ZONE NOT NULL,
  first_day DATE NOT NULL,
  last_day DATE NOT NULL,
  places INTEGER NOT NULL CONSTRAINT releases_some CHECK (places > 0),
  CONSTRAINT releases_pkey PRIMARY KEY (id),
  CONSTRAINT releases_office_fkey FOREIGN KEY(office) REFERENCES offices (id),
  CONSTRAINT releases_service_fkey FOREIGN KEY(service) REFERENCES services (id)
);

CREATE INDEX releases_at ON releases (at);

COMMENT ON TABLE releases IS 'places go on sale by one of these: who released how many, when, and from when they can be had';

COMMENT ON COLUMN releases.by IS 'who, as the audit names them';

COMMENT ON COLUMN releases.places IS 'how many';

CREATE TABLE slots (
  id UUID NOT NULL,
  office UUID NOT NULL,
  service UUID NOT NULL,
  wall TIMESTAMP WITHOUT TIME ZONE NOT NULL,
  zone TEXT NOT NULL,
  starts TIMESTAMP WITH TIME ZONE NOT NULL,
  day_ends TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT slots_pkey PRIMARY KEY (id),
  CONSTRAINT slots_office_service_starts_key UNIQUE (office, service, starts),
  CONSTRAINT slots_office_fkey FOREIGN KEY(office) REFERENCES offices (id),
  CONSTRAINT slots_service_fkey FOREIGN KEY(service) REFERENCES services (id)
);

COMMENT ON COLUMN slots.wall IS 'wall time in `zone`: the truth';

COMMENT ON COLUMN slots.starts IS 'the instant, derived from wall and zone';

COMMENT ON COLUMN slots.day_ends IS 'end of the slot''s local day';

CREATE TABLE suspensions (
  id UUID NOT NULL,
  service UUID,
  office UUID,
  channel TEXT CONSTRAINT suspensions_channel CHECK (channel IN ('voice', 'sms', 'desk')),
  from_at TIMESTAMP WITH TIME ZONE NOT NULL,
  until_at TIMESTAMP WITH TIME ZONE,
  reason TEXT NOT NULL,
  words JSONB DEFAULT '{}' NOT NULL,
  by TEXT NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  ended_by TEXT,
  CONSTRAINT suspensions_pkey PRIMARY KEY (id),
  CONSTRAINT suspensions_ends_after_it_begins CHECK (until_at > from_at),
  CONSTRAINT suspensions_service_fkey FOREIGN KEY(service) REFERENCES services (id),
  CONSTRAINT suspensions_office_fkey FOREIGN KEY(office) REFERENCES offices (id)
);

COMMENT ON TABLE suspensions IS 'null means all; read by hold for new bookings only; ended rows are kept';

COMMENT ON COLUMN suspensions.reason IS 'why, for colleagues';

COMMENT ON COLUMN suspensions.words IS 'language → why, as callers hear and read it';

CREATE TABLE agent_states (
  agent UUID NOT NULL,
  state TEXT NOT NULL CONSTRAINT agent_states_state CHECK (state IN ('off', 'available', 'ringing', 'talking', 'after')),
  since TIMESTAMP WITH TIME ZONE NOT NULL,
  waiter UUID,
  missed SMALLINT DEFAULT '0' NOT NULL,
  CONSTRAINT agent_states_pkey PRIMARY KEY (agent),
  CONSTRAINT agent_states_agent_fkey FOREIGN KEY(agent) REFERENCES agents (id),
  CONSTRAINT agent_states_waiter_fkey FOREIGN KEY(waiter) REFERENCES queue (id)
);

COMMENT ON TABLE agent_states IS 'what each agent does now; after: writes up the last call, and is not rung';

COMMENT ON COLUMN agent_states.missed IS 'rings in a row that were not taken';

CREATE TABLE early_bookings (
  round UUID NOT NULL,
  booking UUID NOT NULL,
  slot UUID NOT NULL,
  released_at TIMESTAMP WITH TIME ZONE,
  released_by TEXT,
  released_why TEXT,
  CONSTRAINT early_bookings_pkey PRIMARY KEY (round, booking),
  CONSTRAINT early_bookings_round_fkey FOREIGN KEY(round) REFERENCES early_rounds (id),
  CONSTRAINT early_bookings_booking_fkey FOREIGN KEY(booking) REFERENCES bookings (id)
);

COMMENT ON TABLE early_bookings IS 'the bookings of an early follow-up; what each was asked and answered is in touches';

COMMENT ON COLUMN early_bookings.slot IS 'the time it was asked about';

COMMENT ON COLUMN early_bookings.released_by IS 'login of the second supervisor';

COMMENT ON COLUMN early_bookings.released_why IS 'a word of a list';

CREATE TABLE places (
  id BIGINT GENERATED BY DEFAULT AS IDENTITY,
  slot UUID NOT NULL,
  office UUID NOT NULL,
  service UUID NOT NULL,
  starts TIMESTAMP WITH TIME ZONE NOT NULL,
  pool TEXT NOT NULL CONSTRAINT places_pool CHECK (pool IN ('public', 'reserve', 'offer', 'batch')),
  open_from TIMESTAMP WITH TIME ZONE DEFAULT '-infinity' NOT NULL,
  release UUID,
  free_at TIMESTAMP WITH TIME ZONE DEFAULT '-infinity' NOT NULL,
  booking UUID,
  CONSTRAINT places_pkey PRIMARY KEY (id),
  CONSTRAINT places_public_released CHECK (pool <> 'public' OR release IS NOT NULL),
  CONSTRAINT places_slot_fkey FOREIGN KEY(slot) REFERENCES slots (id),
  CONSTRAINT places_release_fkey FOREIGN KEY(release) REFERENCES releases (id)
)
 WITH (fillfactor = 80);

CREATE INDEX places_offer ON places (open_from) WHERE pool = 'offer' AND free_at < 'infinity';

CREATE INDEX places_open ON places (office, service, starts, free_at, id) WHERE free_at < 'infinity';

COMMENT ON COLUMN places.booking IS 'the owner while free_at lies ahead; one column, so never two owners';

CREATE TABLE records_holds (
  booking UUID NOT NULL,
  number UUID NOT NULL,
  reason TEXT NOT NULL,
  by TEXT NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  until TIMESTAMP WITH TIME ZONE,
  CONSTRAINT records_holds_pkey PRIMARY KEY (booking),
  CONSTRAINT records_holds_booking_fkey FOREIGN KEY(booking) REFERENCES bookings (id),
  CONSTRAINT records_holds_number_fkey FOREIGN KEY(number) REFERENCES numbers (id)
);

CREATE INDEX records_holds_number ON records_holds (number);

COMMENT ON TABLE records_holds IS 'bookings that are not erased when their time has come, with their number, for a reason that is written';

COMMENT ON COLUMN records_holds.until IS 'null: until it is released';

CREATE TABLE touches (
  id UUID NOT NULL,
  booking UUID NOT NULL,
  slot UUID NOT NULL,
  kind TEXT NOT NULL CONSTRAINT touches_kind CHECK (kind IN ('second_touch', 'follow_up', 'follow_up_again', 'call_list', 'release', 'check_in', 'reminder', 'early', 'early_again', 'early_list')),
  due TIMESTAMP WITH TIME ZONE NOT NULL,
  until TIMESTAMP WITH TIME ZONE NOT NULL,
  state TEXT DEFAULT 'planned' NOT NULL CONSTRAINT touches_state CHECK (state IN ('planned', 'done', 'answered', 'skipped')),
  asks UUID[] DEFAULT '{}' NOT NULL,
  code UUID,
  asked_at TIMESTAMP WITH TIME ZONE,
  answered_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT touches_pkey PRIMARY KEY (id),
  CONSTRAINT touches_booking_slot_kind_key UNIQUE (booking, slot, kind),
  CONSTRAINT touches_booking_fkey FOREIGN KEY(booking) REFERENCES bookings (id)
);

CREATE INDEX touches_due ON touches (due) WHERE state = 'planned';

CREATE INDEX touches_until ON touches (until);

COMMENT ON TABLE touches IS 'what is due for a booking before its day, once for each time it had; an ask is open until it is answered';

COMMENT ON COLUMN touches.slot IS 'the time it is planned for; void once the booking has another';

COMMENT ON COLUMN touches.until IS 'later it is of no use';

COMMENT ON COLUMN touches.asks IS 'the messages and calls it made';

COMMENT ON COLUMN touches.code IS 'the nonce or check-in code that it told';

CREATE TABLE visitors (
  id UUID NOT NULL,
  booking UUID NOT NULL,
  nth SMALLINT NOT NULL,
  birth_date BYTEA NOT NULL,
  call UUID,
  tries SMALLINT DEFAULT '0' NOT NULL,
  found TEXT CONSTRAINT visitors_found CHECK (found IN ('match', 'one_digit_off', 'unknown', 'different')),
  CONSTRAINT visitors_pkey PRIMARY KEY (id),
  CONSTRAINT visitors_booking_nth_key UNIQUE (booking, nth),
  CONSTRAINT visitors_booking_fkey FOREIGN KEY(booking) REFERENCES bookings (id)
);

COMMENT ON COLUMN visitors.birth_date IS 'MMDDYYYY, unknown parts 0, sealed';

COMMENT ON COLUMN visitors.tries IS 'dates keyed at the counter in vain';

COMMENT ON COLUMN visitors.found IS 'how the date on the document compared last; null: not compared';

