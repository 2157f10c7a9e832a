import type { Invariant } from './invariant.ts';

export const roles: readonly Invariant[] = [
  {
    code: 'R2',
    when: 'instant',
    says: 'the role of a room owns nothing and reaches no other room',
    needs: [],
    over: 'room',
    sql: `
with role as (
  select * from pg_roles where rolname = 'trueshelf_%room%'
)
select 'there is no role trueshelf_%room%' as detail where not exists (select from role)
union all
select format('%s has more rights than a room needs', rolname)
from role where rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolcanlogin
union all
select format('%s owns %s', r.rolname, c.oid::regclass)
from role r join pg_class c on c.relowner = r.oid
union all
select format('%s owns schema %s', r.rolname, n.nspname)
from role r join pg_namespace n on n.nspowner = r.oid
union all
select format('%s may enter schema %s', r.rolname, n.nspname)
from role r join pg_namespace n
  on n.nspname in (select room from trueshelf.migration union all select 'trueshelf')
where n.nspname <> '%room%' and has_schema_privilege(r.oid, n.oid, 'usage')
union all
select format('%s is a member of %s', r.rolname, m.roleid::regrole)
from role r join pg_auth_members m on m.member = r.oid`,
  },
  {
    code: 'R4',
    when: 'instant',
    says: 'the server writes what it has acknowledged',
    needs: [],
    over: 'shop',
    sql: `
select format('%s is %s', name, setting) as detail from pg_settings
where name in ('fsync', 'full_page_writes') and setting <> 'on'
  or name = 'synchronous_commit' and setting not in ('on', 'remote_apply')`,
  },
];
