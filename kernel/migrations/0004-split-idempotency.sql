-- Replies apart from claims: a claim is a small row that is written once, and so is a reply. In
-- one table each reply would write its row a second time, with all its index entries.
-- claim_id is new for each claim: a runner that was taken for dead writes a reply nobody reads.
alter table idempotency add column claim_id bigint generated always as identity;

create table idempotency_reply (
  claim_id bigint primary key,
  status int not null,
  headers json not null,
  body text not null,
  finished_at timestamptz not null default now()
);
insert into idempotency_reply (claim_id, status, headers, body, finished_at)
select claim_id, status, coalesce(headers, '{}'), coalesce(body, ''), coalesce(finished_at, now())
from idempotency where state = 'done' and status is not null;

drop index idempotency_running;
alter table idempotency drop column state, drop column status, drop column headers,
  drop column body, drop column finished_at;
