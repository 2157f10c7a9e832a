-- What a return was decided to give back, by line, until its money is on its way.
create table open_return (
  return_id text collate "C" not null,
  round int not null,
  decision jsonb not null,
  since timestamptz not null default now(),
  primary key (return_id, round)
);
