-- A list that somebody took away stays for the quotes that it moved. It has no members and no
-- prices any more, and its row counts in no limit.
alter table price_list add column removed_at timestamptz;

-- When the prices of a list change next.
create index price_entry_list_begins on price_entry (list_id, valid_from)
  where list_id <> '' and not ended;
create index price_entry_list_ends on price_entry (list_id, valid_until)
  where list_id <> '' and not ended and valid_until is not null;
