-- What buyers and sellers write to each other about an order or a product. A thread is one buyer,
-- one seller and one thing; its row is what writers wait for, so that its messages have no gap.
create table thread (
  thread_id text collate "C" primary key,
  buyer_id text collate "C" not null,
  seller_id text collate "C" not null,
  about_kind text not null check (about_kind in ('order', 'product')),
  about_id text collate "C" not null,
  -- The order's number, the product's name: as they were.
  about_name text not null,
  -- The number of its last message, the version of its event, and how far each side has read.
  last_seq int not null default 0,
  buyer_read int not null default 0,
  seller_read int not null default 0,
  -- Whole milliseconds: pages go by it.
  last_at timestamptz not null default date_trunc('milliseconds', now()),
  last_author text not null,
  -- The buyer's first message, and the seller's first after it.
  asked_at timestamptz,
  answered_at timestamptz,
  check (buyer_read <= last_seq and seller_read <= last_seq),
  unique (buyer_id, seller_id, about_kind, about_id)
) with (fillfactor = 80);
create index thread_of_buyer on thread (buyer_id, last_at desc, thread_id desc);
create index thread_of_seller on thread (seller_id, last_at desc, thread_id desc);
create index thread_asked on thread (seller_id, asked_at) where asked_at is not null;

create table message (
  thread_id text collate "C" not null,
  seq int not null check (seq >= 1),
  author text not null check (author in ('buyer', 'seller', 'shop')),
  -- Who wrote it; null: the shop itself, or somebody who was forgotten.
  user_id text collate "C",
  -- Of the shop itself: what happened, as a name for words of the reader's language.
  note text,
  body text not null,
  at timestamptz not null default now(),
  primary key (thread_id, seq)
);
create index message_of_writer on message (user_id, at) where user_id is not null;
