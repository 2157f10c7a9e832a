-- What people agreed to be told, and took back, with the time: the proof of a consent is its log.
-- Only what a person changed; the newest 500 of each.
create table consent (
  consent_id text collate "C" primary key,
  user_id text collate "C" not null,
  topic text not null,
  channel text not null,
  given boolean not null,
  created_at timestamptz not null default now()
);
create index consent_of_user on consent (user_id, consent_id);
