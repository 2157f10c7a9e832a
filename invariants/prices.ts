// Price lists: who is in one and what it asks belong to a list that is there, and a list never
// makes anything dearer than everybody is shown.
import type { Invariant } from './invariant.ts';

const needs = ['pricing'];

export const prices: readonly Invariant[] = [
  {
    code: 'P6',
    when: 'instant',
    says: 'members and prices of a price list are those of a list that is there',
    needs,
    over: 'shop',
    sql: `
select format('%s is a member of %s, which is none', m.user_id, m.list_id) as detail
from pricing.price_list_member m
where not exists (select from pricing.price_list l
  where l.list_id = m.list_id and l.removed_at is null)
union all
select format('%s is a price of %s, which is none', e.entry_id, e.list_id)
from pricing.price_entry e
where e.kind = 'list'
  and not exists (select from pricing.price_list l where l.list_id = e.list_id
    and (e.ended or l.removed_at is null))`,
  },
  {
    code: 'P7',
    when: 'instant',
    says: 'a price list that moved a line of a quote is there, and made it cheaper',
    needs,
    over: 'shop',
    sql: `
select format('%s line %s: %s moves it by %s', q.quote_id, m->>'lineNo', m->>'ref',
  m->>'amount_minor') as detail
from pricing.quote q, jsonb_array_elements(q.moves) m
where q.moves is not null and m->>'stage' = 'LIST' and ((m->>'amount_minor')::bigint >= 0
  or not exists (select from pricing.price_list l where l.list_id = m->>'ref'))`,
  },
];
