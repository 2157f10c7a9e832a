// One published review with a picture in the small world of seed.ts, told everywhere, and the
// changes that turn each code of reviews.ts and uploads.ts red.
export const reviewSeed = `
insert into reviews.purchase (order_id, line_no, order_number, user_id, product_id, variant_id,
  seller_id, product_name, delivered_at)
values ('ord_1', 1, 'N_1', 'usr_1', 'prod_1', 'var_1', 'slr_1', 'One', now());
insert into reviews.post (post_id, kind, product_id, seller_id, product_name, user_id, author_role,
  order_id, line_no, stars, quality, body, text_hash, state, helpful, version)
values ('rev_1', 'review', 'prod_1', 'slr_1', 'One', 'usr_1', 'buyer', 'ord_1', 1, 4, 5, 'Good',
  'x', 'PUBLISHED', 1, 2);
insert into reviews.post_transition (post_id, version, from_state, to_state, actor)
values ('rev_1', 1, null, 'PENDING', 'usr_1'), ('rev_1', 2, 'PENDING', 'PUBLISHED', 'usr_9');
insert into reviews.vote (post_id, user_id, helpful) values ('rev_1', 'usr_2', true);
insert into reviews.product_rating (product_id, seller_id, stars4, quality_sum, quality_count,
  version) values ('prod_1', 'slr_1', 1, 5, 1, 1);
update reviews.post set pictures_state = 'SHOWN', pictures =
  '[{"pictureId": "pic_1", "url": "/media/f_1.webp", "width": 9, "height": 9}]';
insert into media.picture (picture_id, owner_id, purpose, state, source_hash, file, bytes, width,
  height, shown, ref, keep_until)
values ('pic_1', 'usr_1', 'review', 'READY', 'h', 'f_1.webp', 500, 9, 9, true, 'ord_1:1', now());
insert into media.picture_quota (owner_id, pictures, unused, bytes) values ('usr_1', 1, 0, 500);
update catalog.product set rating_x100 = 400, review_count = 1, rating_version = 1
where product_id = 'prod_1';
update catalog.listing set rating_x100 = 400, review_count = 1 where product_id = 'prod_1';
insert into sellers.product_rating (product_id, seller_id, count, sum, version)
values ('prod_1', 'slr_1', 1, 4, 1);
insert into sellers.seller_rating (seller_id, count, sum) values ('slr_1', 1, 4);`;

const again = `
insert into reviews.post
select (jsonb_populate_record(p, '{"post_id": "rev_2"}')).* from reviews.post p
where post_id = 'rev_1'`;

interface Mutation {
  code: string;
  change: string;
  guard?: { table: string; name: string; index?: boolean };
}

export const reviewMutations: Mutation[] = [
  { code: 'V1', change: 'update reviews.product_rating set stars4 = 0, stars5 = 1' },
  { code: 'V1', change: 'update reviews.product_rating set quality_sum = 4' },
  { code: 'V1', change: "update reviews.post set stars = 1 where post_id = 'rev_1'" },
  { code: 'V1', change: "update reviews.post set state = 'HIDDEN' where post_id = 'rev_1'" },
  { code: 'V1', change: 'delete from reviews.product_rating' },
  {
    code: 'V2',
    change: again,
    guard: { table: 'reviews', name: 'post_order_line', index: true },
  },
  { code: 'V2', change: "update reviews.purchase set user_id = 'usr_3'" },
  { code: 'V2', change: "update reviews.post set line_no = 2 where post_id = 'rev_1'" },
  { code: 'V3', change: "update reviews.post set helpful = 2 where post_id = 'rev_1'" },
  { code: 'V3', change: 'update reviews.vote set helpful = false' },
  {
    code: 'V3',
    change: 'insert into reviews.vote select * from reviews.vote',
    guard: { table: 'reviews.vote', name: 'vote_pkey' },
  },
  { code: 'V3', change: "update reviews.vote set user_id = 'usr_1'" },
  { code: 'V4', change: 'delete from reviews.post_transition where version = 1' },
  { code: 'V4', change: "update reviews.post set state = 'PENDING' where post_id = 'rev_1'" },
  {
    code: 'V4',
    change: "update reviews.post_transition set to_state = 'HIDDEN' where version = 2",
  },
  { code: 'V5', change: 'update reviews.product_rating set version = 2' },
  {
    code: 'V5',
    change: "update catalog.product set review_count = 2 where product_id = 'prod_1'",
  },
  {
    code: 'V5',
    change: "update catalog.product set rating_version = 1 where product_id = 'prod_2'",
  },
  {
    code: 'V5',
    change: "update catalog.listing set rating_x100 = 500 where product_id = 'prod_1'",
  },
  { code: 'V6', change: 'update sellers.seller_rating set sum = 5' },
  { code: 'V6', change: 'delete from sellers.seller_rating' },
  { code: 'U1', change: 'update media.picture_quota set bytes = 499' },
  { code: 'U1', change: 'update media.picture set ref = null' },
  { code: 'U1', change: 'delete from media.picture_quota' },
  { code: 'U2', change: 'update media.picture set shown = false' },
  { code: 'U2', change: "update media.picture set state = 'GONE'" },
  { code: 'U2', change: "update reviews.post set pictures_state = 'WAITING'" },
  { code: 'U2', change: "update reviews.post set pictures_state = 'REFUSED'" },
];
