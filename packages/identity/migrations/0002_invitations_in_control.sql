-- Invitations stay in the main database wherever the tenant lives, so what opens a tenant's rows does not show them.
DROP POLICY tenant_only ON invitations;
CREATE POLICY control_tenant ON invitations
  USING (tenant_id = nullif(current_setting('app.control_tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.control_tenant_id', true), '')::uuid);
