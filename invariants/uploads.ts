// Pictures that people sent: each owner has what is counted, and everybody sees what reviews show.
import type { Invariant } from './invariant.ts';

export const uploads: readonly Invariant[] = [
  {
    code: 'U1',
    when: 'instant',
    says: 'an owner of pictures has as many, as many unused and as many bytes as are counted',
    needs: ['media'],
    over: 'shop',
    sql: `
with there as (
  select owner_id, count(*) as pictures, count(*) filter (where ref is null) as unused,
    sum(bytes) as bytes
  from media.picture group by owner_id
)
select format('%s has %s pictures, %s unused, %s bytes; counted are %s, %s, %s', owner_id,
  coalesce(t.pictures, 0), coalesce(t.unused, 0), coalesce(t.bytes, 0), q.pictures, q.unused,
  q.bytes) as detail
from there t full join media.picture_quota q using (owner_id)
where (coalesce(t.pictures, 0), coalesce(t.unused, 0), coalesce(t.bytes, 0)) is distinct from
  (q.pictures, q.unused, q.bytes)`,
  },
  {
    code: 'U2',
    when: 'quiescent',
    says: 'everybody may see the pictures that published reviews show, and no others of reviews',
    needs: ['media', 'reviews'],
    over: 'shop',
    sql: `
with said as (
  select x ->> 'pictureId' as picture_id
  from reviews.post p cross join jsonb_array_elements(p.pictures) x
  where p.state = 'PUBLISHED' and p.pictures_state = 'SHOWN'
)
select format('%s is shown by its review and kept from readers', picture_id) as detail
from said left join media.picture m using (picture_id)
where not coalesce(m.shown and m.state = 'READY', false)
union all
select format('%s is shown to everybody by no review', picture_id)
from media.picture m left join said s using (picture_id)
where m.purpose = 'review' and m.shown and s.picture_id is null`,
  },
];
