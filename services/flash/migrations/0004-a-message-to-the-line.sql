-- A short text of the operators that everybody in the line sees; it stands in the watermark.
alter table line add column message text check (length(message) between 1 and 280),
  add column message_at timestamptz;
