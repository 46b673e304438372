/** The roles of a service: `app` logs in and sees one workspace at a time, `system` is entered for stated reasons. */
export function rolesOf(service: string): { app: string; system: string } {
  return { app: `linkflow_${service}`, system: `linkflow_${service}_system` }
}

/**
 * SQL condition: the service whose system role is `$1` has roles of its own here. Roles belong to the whole cluster, so
 * that one exists says nothing: another database may have made it. Those of a single-role database are not ours to use.
 */
export const HAS_OWN_ROLES = `exists (
  select from pg_roles system, pg_roles me
  where system.rolname = $1 and me.rolname = current_user
    and (me.rolsuper or me.rolcreaterole or pg_has_role(me.oid, system.oid, 'member')))`
