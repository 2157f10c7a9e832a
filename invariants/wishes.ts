// Wishlists and alerts: lists count what is on them, who was told was told as often as is noted.
import { baskets } from './baskets.ts';
import { booking } from './booking.ts';
import { flash } from './flash.ts';
import type { Invariant } from './invariant.ts';
import { reviews } from './reviews.ts';
import { uploads } from './uploads.ts';

const wishes: readonly Invariant[] = [
  {
    code: 'W1',
    when: 'instant',
    says: 'wishlists count their things, things their gifts, and a person has one default list',
    needs: ['wishes'],
    over: 'shop',
    sql: `
select format('%s says %s things and has %s', list_id, l.items, coalesce(i.n, 0)) as detail
from wishes.wishlist l left join (
  select list_id, count(*) as n from wishes.item group by list_id
) i using (list_id)
where l.items <> coalesce(i.n, 0)
union all
select format('%s of %s is on a list of %s', item_id, i.user_id, l.user_id)
from wishes.item i join wishes.wishlist l using (list_id) where i.user_id <> l.user_id
union all
select format('%s says %s bought, gifts are %s', item_id, i.bought, coalesce(g.n, 0))
from wishes.item i left join (
  select item_id, sum(quantity) as n from wishes.gift group by item_id
) g using (item_id)
where i.bought <> coalesce(g.n, 0)
union all
select format('%s has %s default lists', user_id, count(*) filter (where is_default))
from wishes.wishlist group by user_id having count(*) filter (where is_default) <> 1`,
  },
  {
    code: 'W2',
    when: 'quiescent',
    says: 'each time that an alert told is one notice, and there are no others',
    needs: ['wishes', 'notifications'],
    over: 'shop',
    sql: `
with told as (
  select a.alert_id || ':' || n as ref, a.user_id
  from wishes.alert a cross join generate_series(1, a.round) n
), noted as (
  select n.ref, n.user_id from notifications.notification n
  join wishes.alert a on a.alert_id = split_part(n.ref, ':', 1)
  where n.type in ('back-in-stock', 'price-drop', 'now-available')
)
select format('%s: %s', coalesce(t.ref, n.ref), case when n.ref is null then 'was told, not noted'
  when t.ref is null then 'was noted, not told' else 'was told to another' end) as detail
from told t full join noted n on n.ref = t.ref
where n.ref is null or t.ref is null or n.user_id <> t.user_id`,
  },
  {
    code: 'W3',
    when: 'quiescent',
    says: 'nobody waits for a variant that can be bought',
    needs: ['wishes', 'inventory', 'catalog'],
    over: 'shop',
    sql: `
with free as (
  select variant_id, sum(on_hand - reserved) as units from inventory.stock
  where variant_id in (select subject from wishes.alert where kind = 'back' and state = 'WAITING')
  group by variant_id
)
select format('%s waits for %s, of which %s are free', a.alert_id, a.subject, f.units) as detail
from wishes.alert a join free f on f.variant_id = a.subject
join catalog.variant v on v.variant_id = a.subject and not v.removed
join catalog.product p on p.product_id = v.product_id
where a.kind = 'back' and a.state = 'WAITING' and f.units > 0
  and p.status = 'ACTIVE' and p.seller_approved`,
  },
];

/** What shoppers say, show, would like, buy together, stand in line for and book. */
export const shoppers: readonly Invariant[] = [
  ...reviews,
  ...uploads,
  ...wishes,
  ...baskets,
  ...flash,
  ...booking,
];
