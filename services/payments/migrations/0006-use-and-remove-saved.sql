-- When it was last paid with, and what was removed but can still be put back.
alter table saved_method add column used_at timestamptz;
alter table saved_method add column removed_at timestamptz;
