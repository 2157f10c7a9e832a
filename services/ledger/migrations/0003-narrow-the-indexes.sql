-- A page sorts the few entries of one moment itself; the indexes need not carry their names.
drop index entry_by_account;
drop index entry_by_time;
create index entry_by_account on entry (account, owner, occurred_at);
create index entry_by_time on entry (occurred_at);
-- Currencies come from rooms that know them; a pattern for each row costs more than it finds.
alter table entry drop constraint entry_currency_check;
alter table entry add constraint entry_currency_check check (length(currency) = 3);
