-- Where each tenant lives, how often that has changed, and what a move under way has reached.
ALTER TABLE tenant_directory ADD COLUMN generation bigint NOT NULL DEFAULT 1, ADD COLUMN move jsonb;

-- Set where a tenant's rows may not be used: they live elsewhere now, or have not all arrived yet.
ALTER TABLE tenants ADD COLUMN moved_to text, ADD COLUMN moved_by uuid;

-- The first word of every transaction for a tenant. It answers where the tenant lives if that is not here. The locks
-- let a move wait for those who began before it: first for writers, and before the old rows go, for readers too.
-- Volatile, so that the tenant's row is looked at after the lock was waited for.
CREATE FUNCTION enter_tenant(tenant uuid, writes boolean) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  elsewhere text;
BEGIN
  PERFORM set_config('app.tenant_id', tenant::text, true);
  IF writes THEN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('atrium.tenant.write', 0) # hashtextextended(tenant::text, 0));
  END IF;
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('atrium.tenant.use', 0) # hashtextextended(tenant::text, 0));
  SELECT moved_to INTO elsewhere FROM tenants WHERE tenant_id = tenant;
  RETURN elsewhere;
END
$$;

-- Whoever comes without that word is stopped here: a head in a place that was left never grows again.
CREATE FUNCTION refuse_sealed_tenant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The tenant does not live here, but at %.', OLD.moved_to USING ERRCODE = 'AT001';
END
$$;
CREATE TRIGGER sealed BEFORE UPDATE ON tenants FOR EACH ROW
  WHEN (OLD.moved_to IS NOT NULL AND NEW.moved_to IS NOT NULL AND NEW.moved_by IS NOT DISTINCT FROM OLD.moved_by)
  EXECUTE FUNCTION refuse_sealed_tenant();

-- Memberships stay in the main database wherever the tenant lives, so what opens a tenant's rows does not show them.
DROP POLICY tenant_or_user ON memberships;
CREATE POLICY tenant_or_user ON memberships
  USING (
    tenant_id = nullif(current_setting('app.control_tenant_id', true), '')::uuid
    OR user_id = nullif(current_setting('app.user_id', true), '')
  )
  -- A user may look across tenants, but only a tenant lets someone in.
  WITH CHECK (tenant_id = nullif(current_setting('app.control_tenant_id', true), '')::uuid);
