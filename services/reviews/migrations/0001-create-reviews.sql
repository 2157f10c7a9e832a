-- Orders that arrived and whose lines are not copied yet.
create table delivery (
  order_id text collate "C" primary key,
  delivered_at timestamptz not null
);

-- Delivered order lines: who may review what. A copy; orders says what is true.
create table purchase (
  order_id text collate "C" not null,
  line_no smallint not null,
  order_number text not null,
  user_id text collate "C" not null,
  product_id text collate "C" not null,
  variant_id text collate "C" not null,
  seller_id text collate "C" not null,
  product_name text not null,
  image_url text,
  delivered_at timestamptz not null,
  primary key (order_id, line_no)
);
create index purchase_user on purchase (user_id, order_id, line_no);
create index purchase_product on purchase (product_id, user_id);

-- What people write: reviews, questions and their answers. user_id is null where the author asked
-- to be forgotten; then there is no name either.
create table post (
  post_id text collate "C" primary key,
  kind text not null check (kind in ('review', 'question', 'answer')),
  product_id text collate "C" not null,
  seller_id text collate "C" not null,
  product_name text not null,
  parent_id text collate "C" references post,
  user_id text collate "C",
  author_name text,
  author_role text not null check (author_role in ('buyer', 'seller', 'asker')),
  order_id text collate "C",
  line_no smallint,
  stars smallint check (stars between 1 and 5),
  quality smallint check (quality between 1 and 5),
  value smallint check (value between 1 and 5),
  described smallint check (described between 1 and 5),
  title text not null default '',
  body text not null,
  -- Of the words alone, so that the same text is found again.
  text_hash text not null,
  state text not null check (state in ('PENDING', 'PUBLISHED', 'REJECTED', 'HIDDEN')),
  signals text[] not null default '{}',
  reason text,
  reports int not null default 0 check (reports >= 0),
  helpful int not null default 0 check (helpful >= 0),
  unhelpful int not null default 0 check (unhelpful >= 0),
  reply text,
  replied_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  edited_at timestamptz,
  constraint post_review check ((kind = 'review') =
    (stars is not null and order_id is not null and line_no is not null)),
  constraint post_answer check ((kind = 'answer') = (parent_id is not null)),
  constraint post_forgotten check (user_id is not null or author_name is null)
);
create unique index post_order_line on post (order_id, line_no) where kind = 'review';
create index post_newest on post (product_id, post_id)
  where kind = 'review' and state = 'PUBLISHED';
create index post_helpful on post (product_id, helpful, post_id)
  where kind = 'review' and state = 'PUBLISHED';
create index post_highest on post (product_id, stars, post_id)
  where kind = 'review' and state = 'PUBLISHED';
create index post_lowest on post (product_id, (-stars), post_id)
  where kind = 'review' and state = 'PUBLISHED';
create index post_question on post (product_id, post_id)
  where kind = 'question' and state = 'PUBLISHED';
create index post_parent on post (parent_id) where parent_id is not null;
create index post_user on post (user_id, post_id) where user_id is not null;
create index post_seller on post (seller_id, post_id) where state = 'PUBLISHED';
create index post_queue on post (post_id) where state = 'PENDING' or reports > 0;
create index post_text on post (text_hash);

-- Every move of a post; to_state is null when its author, or a request to be forgotten, removed it.
create table post_transition (
  post_id text collate "C" not null,
  version int not null,
  from_state text,
  to_state text,
  actor text not null,
  reason text,
  at timestamptz not null default now(),
  primary key (post_id, version)
);

create table vote (
  post_id text collate "C" not null references post on delete cascade,
  user_id text collate "C" not null,
  helpful boolean not null,
  primary key (post_id, user_id)
);
create index vote_user on vote (user_id, post_id);

create table report (
  post_id text collate "C" not null references post on delete cascade,
  user_id text collate "C" not null,
  reason text not null,
  at timestamptz not null default now(),
  primary key (post_id, user_id)
);
create index report_user on report (user_id);

-- The published reviews of a product, counted. One version for each change, and one event.
create table product_rating (
  product_id text collate "C" primary key,
  seller_id text collate "C" not null,
  stars1 int not null default 0 check (stars1 >= 0),
  stars2 int not null default 0 check (stars2 >= 0),
  stars3 int not null default 0 check (stars3 >= 0),
  stars4 int not null default 0 check (stars4 >= 0),
  stars5 int not null default 0 check (stars5 >= 0),
  quality_sum int not null default 0,
  quality_count int not null default 0 check (quality_count >= 0),
  value_sum int not null default 0,
  value_count int not null default 0 check (value_count >= 0),
  described_sum int not null default 0,
  described_count int not null default 0 check (described_count >= 0),
  version int not null default 0
);
