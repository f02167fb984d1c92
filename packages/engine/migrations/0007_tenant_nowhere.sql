-- A place that holds nothing of a tenant says so. In the main database the tenant may be about to be made; in one of
-- its own something is wrong, and an empty workspace would be a wrong answer.
CREATE OR REPLACE FUNCTION enter_tenant(tenant uuid, writes boolean) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  elsewhere text;
BEGIN
  PERFORM set_config('app.tenant_id', tenant::text, true);
  IF writes THEN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('atrium.tenant.write', 0) # hashtextextended(tenant::text, 0));
  END IF;
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('atrium.tenant.use', 0) # hashtextextended(tenant::text, 0));
  SELECT moved_to INTO elsewhere FROM tenants WHERE tenant_id = tenant;
  IF NOT FOUND THEN
    RETURN 'nowhere';
  END IF;
  RETURN elsewhere;
END
$$;
