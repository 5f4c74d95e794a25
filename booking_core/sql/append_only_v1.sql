-- append only: what the audit and its seals refuse, by whatever statement it is asked. The one way out is retention's:
-- a batch that was sealed longer ago than the rule is marked as erased, once, in order; then its rows may go, and its seal
-- once a later one stands for it.
ALTER SEQUENCE audit_id_seq OWNED BY audit.id;

CREATE FUNCTION append_only_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (
    SELECT 1 FROM audit_batches WHERE erased_at IS NOT NULL AND upto >= OLD.id) THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'the audit is append only: no % of it', lower(TG_OP) USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION seals_stand_v1() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_was audit_batches;
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM audit_batches WHERE erased_at IS NOT NULL AND number > OLD.number) THEN RETURN OLD; END IF;
  ELSIF TG_OP = 'UPDATE' THEN
    v_was := OLD;
    v_was.erased_at := NEW.erased_at;
    IF OLD.erased_at IS NULL AND v_was IS NOT DISTINCT FROM NEW
       AND NEW.sealed_at <= NEW.erased_at - (SELECT keep_audit_days FROM rules) * interval '1 day'
       AND NOT EXISTS (SELECT 1 FROM audit_batches WHERE number < OLD.number AND erased_at IS NULL) THEN RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'seals of the audit stand: no % of them', lower(TG_OP) USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION append_only_v1();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION append_only_v1();
CREATE TRIGGER seals_stand BEFORE UPDATE OR DELETE ON audit_batches FOR EACH ROW EXECUTE FUNCTION seals_stand_v1();
CREATE TRIGGER seals_stand_whole BEFORE TRUNCATE ON audit_batches FOR EACH STATEMENT EXECUTE FUNCTION seals_stand_v1();
