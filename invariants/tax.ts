// Tax: why a quote has its tax, and that the order carries it on by line. Whether the books took it
// out of what sellers get is among those of the ledger (L3).
import type { Invariant } from './invariant.ts';

export const tax: readonly Invariant[] = [
  {
    code: 'T1',
    when: 'instant',
    says: 'the evidence of a quote explains its tax to the minor unit, on top or in its prices',
    needs: ['pricing'],
    over: 'shop',
    sql: `
with said as (
  select q.quote_id, q.tax_minor, q.shipping_minor, (q.tax->>'included')::boolean as inside,
    (q.tax->>'included_minor')::bigint as included,
    (q.tax->>'includedShipping_minor')::bigint as way,
    (select coalesce(sum((p->>'tax_minor')::bigint), 0) from jsonb_array_elements(q.tax->'parts') p)
      as parts,
    l.included as lines, l.own, l.most
  from pricing.quote q join (
    select quote_id, sum(included_minor) as included, sum(tax_minor) as own,
      max(included_minor - (total_minor - discount_minor)) as most
    from pricing.quote_line group by quote_id
  ) l using (quote_id)
  where q.tax is not null
)
select format('%s: tax %s, in prices %s (lines %s, delivery %s), its parts %s, of lines %s',
  quote_id, tax_minor, included, lines, way, parts, own) as detail
from said
where parts <> case when inside then included else tax_minor end
  or case when inside then tax_minor <> 0 else included <> 0 end
  or included <> lines + way or way > shipping_minor or own > tax_minor or most > 0`,
  },
  {
    code: 'T2',
    when: 'instant',
    says: 'the lines of an order carry the tax that was quoted for them, and so its delivery',
    needs: ['orders', 'pricing'],
    over: 'shop',
    sql: `
select format('%s line %s: tax %s, in its price %s; quoted %s and %s', o.order_id, l.line_no,
  l.tax_minor, l.included_minor, q.tax_minor, q.included_minor) as detail
from orders."order" o join orders.order_line l using (order_id)
join pricing.quote_line q on q.quote_id = o.quote_id and q.line_no = l.line_no
where (l.tax_minor, l.included_minor) is distinct from (q.tax_minor, q.included_minor)
union all
select format('%s: in its delivery %s, quoted %s', o.order_id, o.included_shipping_minor,
  q.tax->>'includedShipping_minor')
from orders."order" o join pricing.quote q using (quote_id)
where o.included_shipping_minor <> coalesce((q.tax->>'includedShipping_minor')::bigint, 0)`,
  },
];
