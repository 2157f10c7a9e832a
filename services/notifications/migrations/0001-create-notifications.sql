-- What people are told, once per thing, kind and channel however often the event comes. A row is
-- claimed before it is sent: QUEUED, SENDING under a claim that ends, then SENT.
create table notification (
  notification_id text collate "C" primary key,
  user_id text collate "C" not null,
  -- What it is about, an order id.
  ref text collate "C" not null,
  type text not null,
  channel text not null check (channel in ('EMAIL')),
  status text not null default 'QUEUED'
    check (status in ('QUEUED', 'SENDING', 'SENT', 'SKIPPED', 'FAILED')),
  -- What the list shows without asking other rooms: { orderNumber }.
  facts jsonb not null,
  -- Names the sender at work; only who holds it may end the sending.
  claim text,
  claimed_until timestamptz,
  attempts int not null default 0,
  -- Why it was skipped or failed.
  reason text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  unique (ref, type, channel)
) with (fillfactor = 70);

create index notification_by_user on notification (user_id, notification_id);

-- Where mail goes when there is no mail server: the page at /dev/mailbox.
create table mailbox (
  mail_id text collate "C" primary key,
  notification_id text collate "C" not null unique,
  message_id text not null,
  sender text not null,
  recipient text not null,
  subject text not null,
  plain text not null,
  html text not null,
  created_at timestamptz not null default now()
);
