-- A notification is also an entry of the notification centre, unless its reader switched that off
-- or it is nothing to keep, such as a code. One row for both: most people are told by mail and in
-- the app alike, and a second row would cost every order as much as the first.
-- not_before: the end of the reader's quiet hours.
alter table notification
  add column in_app boolean not null default true,
  add column read_at timestamptz,
  add column not_before timestamptz;

-- What people want to be told, where it differs from what everybody is told.
create table preference (
  user_id text collate "C" primary key,
  -- { "sales:email": true }
  cells jsonb not null default '{}',
  -- Minutes after midnight in time_zone; all three or none.
  quiet_from int check (quiet_from between 0 and 1439),
  quiet_to int check (quiet_to between 0 and 1439),
  time_zone text,
  version int not null default 1,
  updated_at timestamptz not null default now(),
  check ((quiet_from is null) = (quiet_to is null)),
  check ((quiet_from is null) = (time_zone is null))
);
