import type { Invariant } from './invariant.ts';
import { roles } from './roles.ts';

/** Who may do what, and who did what. */
export const access: readonly Invariant[] = [
  ...roles,
  {
    code: 'A1',
    when: 'instant',
    says: 'what operators did is on record as it was written, without a gap',
    needs: ['ops'],
    over: 'shop',
    sql: `
select format('entry %s is not as it was written', seq) as detail
from (
  select a.seq, a.hash <> ops.audit_hash(a) or a.previous <> lag(a.hash, 1, repeat('0', 64))
    over (order by a.seq) or a.seq <> row_number() over (order by a.seq) as broken
  from ops.audit a
) chain where broken
union all
select format('the chain should end at entry %s', t.seq)
from ops.audit_tip t where t.seq <> (select coalesce(max(seq), 0) from ops.audit)`,
  },
  {
    code: 'B1',
    when: 'instant',
    says: 'a closed break tells who closed it and how',
    needs: ['reconciliation'],
    over: 'shop',
    sql: `
select format('%s is %s', b.break_id, b.state) as detail
from reconciliation.break b
where b.state <> 'open' and (b.done_by is null or b.action is null or not exists (
  select from reconciliation.break_entry e where e.break_id = b.break_id and e.action = b.action))`,
  },
];
