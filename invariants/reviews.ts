// What people say of goods: one review for each delivered line, one vote for each person, and the
// same figures wherever a rating is shown.
import type { Invariant } from './invariant.ts';

const needs = ['reviews'];

export const reviews: readonly Invariant[] = [
  {
    code: 'V1',
    when: 'instant',
    says: 'the figures of a product are those of its published reviews',
    needs,
    over: 'shop',
    sql: `
with counted as (
  select product_id, count(*) filter (where stars = 1) as n1,
    count(*) filter (where stars = 2) as n2, count(*) filter (where stars = 3) as n3,
    count(*) filter (where stars = 4) as n4, count(*) filter (where stars = 5) as n5,
    coalesce(sum(quality), 0) as q, count(quality) as nq, coalesce(sum(value), 0) as v,
    count(value) as nv, coalesce(sum(described), 0) as d, count(described) as nd
  from reviews.post where kind = 'review' and state = 'PUBLISHED' group by product_id
), zero as (
  select product_id, coalesce(n1, 0) as n1, coalesce(n2, 0) as n2, coalesce(n3, 0) as n3,
    coalesce(n4, 0) as n4, coalesce(n5, 0) as n5, coalesce(q, 0) as q, coalesce(nq, 0) as nq,
    coalesce(v, 0) as v, coalesce(nv, 0) as nv, coalesce(d, 0) as d, coalesce(nd, 0) as nd
  from counted c full join reviews.product_rating r using (product_id)
)
select format('%s counts %s reviews by stars %s, its figures say %s', product_id,
  n1 + n2 + n3 + n4 + n5, array[n1, n2, n3, n4, n5],
  array[r.stars1, r.stars2, r.stars3, r.stars4, r.stars5]) as detail
from zero z left join reviews.product_rating r using (product_id)
where (n1, n2, n3, n4, n5, q, nq, v, nv, d, nd) is distinct from
  (r.stars1, r.stars2, r.stars3, r.stars4, r.stars5, r.quality_sum, r.quality_count, r.value_sum,
    r.value_count, r.described_sum, r.described_count)`,
  },
  {
    code: 'V2',
    when: 'instant',
    says: 'each review rests on a delivered line of its own, bought by its author',
    needs,
    over: 'shop',
    sql: `
select format('%s line %s has %s reviews', order_id, line_no, count(*)) as detail
from reviews.post where kind = 'review' group by order_id, line_no having count(*) > 1
union all
select format('%s of %s by %s rests on a line that is not theirs', post_id, t.product_id,
  t.user_id)
from reviews.post t left join reviews.purchase p using (order_id, line_no)
where t.kind = 'review' and t.user_id is not null
  and (p.user_id, p.product_id) is distinct from (t.user_id, t.product_id)`,
  },
  {
    code: 'V3',
    when: 'instant',
    says: 'votes are one for each person, counted, and never for oneself',
    needs,
    over: 'shop',
    sql: `
with counted as (
  select post_id, count(*) filter (where helpful) as yes,
    count(*) filter (where not helpful) as no
  from reviews.vote group by post_id
)
select format('%s says %s helpful and %s not, votes are %s and %s', post_id, t.helpful,
  t.unhelpful, coalesce(yes, 0), coalesce(no, 0)) as detail
from reviews.post t left join counted using (post_id)
where (t.helpful, t.unhelpful) is distinct from (coalesce(yes, 0)::int, coalesce(no, 0)::int)
union all
select format('%s voted %s times on %s', user_id, count(*), post_id)
from reviews.vote group by user_id, post_id having count(*) > 1
union all
select format('%s voted on their own %s', v.user_id, post_id)
from reviews.vote v join reviews.post t using (post_id) where t.user_id = v.user_id`,
  },
  {
    code: 'V4',
    when: 'instant',
    says: 'what people write moves as it may, and its log ends in its state',
    needs,
    over: 'shop',
    sql: `
with step as (
  select *, lag(to_state) over (partition by post_id order by version) as before,
    lead(version) over (partition by post_id order by version) as next
  from reviews.post_transition
)
select format('%s moved from %s to %s after %s', post_id, from_state, to_state, before) as detail
from step where from_state is distinct from before
  or (coalesce(from_state, ''), coalesce(to_state, 'gone')) not in (
    ('', 'PENDING'), ('', 'PUBLISHED'), ('PENDING', 'PUBLISHED'), ('PENDING', 'REJECTED'),
    ('PUBLISHED', 'HIDDEN'), ('PUBLISHED', 'PENDING'), ('REJECTED', 'PUBLISHED'),
    ('REJECTED', 'PENDING'), ('HIDDEN', 'PUBLISHED'), ('HIDDEN', 'PENDING'),
    ('PENDING', 'gone'), ('PUBLISHED', 'gone'), ('REJECTED', 'gone'), ('HIDDEN', 'gone'))
union all
select format('%s is %s, its last move went to %s', post_id, t.state, s.to_state)
from reviews.post t full join (select * from step where next is null) s using (post_id)
where t.state is distinct from s.to_state or t.version < s.version`,
  },
  {
    code: 'V5',
    when: 'quiescent',
    says: 'the catalogue shows the figures of reviews, on pages and in lists',
    needs: ['reviews', 'catalog'],
    over: 'shop',
    sql: `
with rated as (
  select product_id, version, stars1 + stars2 + stars3 + stars4 + stars5 as n,
    stars1 + 2 * stars2 + 3 * stars3 + 4 * stars4 + 5 * stars5 as points
  from reviews.product_rating where version > 0
), wanted as (
  select product_id, version, n,
    case when n = 0 then 0 else floor(points * 100.0 / n + 0.5)::int end as x100
  from rated
)
select format('%s is rated %s of %s at version %s, the catalogue shows %s of %s at %s', product_id,
  w.x100, w.n, w.version, p.rating_x100, p.review_count, p.rating_version) as detail
from wanted w join catalog.product p using (product_id)
where (p.rating_x100, p.review_count, p.rating_version) is distinct from (w.x100, w.n, w.version)
union all
select format('%s has figures of reviews that has none', product_id)
from catalog.product p left join wanted w using (product_id)
where p.rating_version > 0 and w.product_id is null
union all
select format('%s is listed with %s of %s, its page shows %s of %s', product_id, l.rating_x100,
  l.review_count, p.rating_x100, p.review_count)
from catalog.listing l join catalog.product p using (product_id)
where l.unlisted_at is null
  and (l.rating_x100, l.review_count) is distinct from (p.rating_x100, p.review_count)`,
  },
  {
    code: 'V6',
    when: 'quiescent',
    says: 'a seller shows the figures of the reviews of its products',
    needs: ['reviews', 'sellers'],
    over: 'shop',
    sql: `
with counted as (
  select seller_id, sum(stars1 + stars2 + stars3 + stars4 + stars5) as n,
    sum(stars1 + 2 * stars2 + 3 * stars3 + 4 * stars4 + 5 * stars5) as points
  from reviews.product_rating group by seller_id
)
select format('%s has %s stars of %s reviews, its page says %s of %s', seller_id, c.points, c.n,
  s.sum, s.count) as detail
from counted c full join sellers.seller_rating s using (seller_id)
where (coalesce(c.n, 0), coalesce(c.points, 0)) is distinct from
  (coalesce(s.count, 0), coalesce(s.sum, 0))`,
  },
];
