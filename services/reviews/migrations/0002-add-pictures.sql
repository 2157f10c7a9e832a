-- Pictures that people add to their reviews. They wait for a moderator by themselves: the text and
-- its stars need not wait for them.
alter table post
  -- [{ pictureId, url, width, height }], in the order of their author.
  add column pictures jsonb not null default '[]',
  add column pictures_state text not null default 'NONE'
    check (pictures_state in ('NONE', 'WAITING', 'SHOWN', 'REFUSED')),
  add column pictures_reason text,
  -- Counts events of a review.
  add column told int not null default 0,
  add constraint post_pictures check ((pictures = '[]') = (pictures_state = 'NONE')),
  add constraint post_pictures_of_review check (kind = 'review' or pictures = '[]');

create index post_photos on post (product_id, post_id)
  where pictures_state = 'SHOWN' and state = 'PUBLISHED';

drop index post_queue;
create index post_queue on post (post_id) where state = 'PENDING' or reports > 0
  or (pictures_state = 'WAITING' and state = 'PUBLISHED');
