-- Asked once per statement instead of once per row: a scalar subquery is evaluated before the first row.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['tenants', 'events', 'records', 'record_keys', 'counters', 'receipts'] LOOP
    EXECUTE format(
      'ALTER POLICY tenant ON %I
         USING (tenant_id = (SELECT nullif(current_setting(''app.tenant_id'', true), '''')::uuid))
         WITH CHECK (tenant_id = (SELECT nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', name);
  END LOOP;
END
$$;
