-- Invoices and credit notes: numbered without gaps, made once, and what they say is kept as it was.
create table document_series (
  kind text not null check (kind in ('invoice', 'credit-note')),
  year int not null,
  last int not null default 0 check (last >= 0),
  primary key (kind, year)
);

create table document (
  kind text not null check (kind in ('invoice', 'credit-note')),
  year int not null,
  seq int not null check (seq >= 1),
  order_id text collate "C" not null,
  -- Of a credit note.
  refund_id text collate "C",
  -- Everything that is printed, in minor units, but the people.
  facts jsonb not null,
  -- Names and streets; null once they were forgotten.
  people jsonb,
  at timestamptz not null default now(),
  primary key (kind, year, seq),
  check ((kind = 'credit-note') = (refund_id is not null))
);
create unique index document_invoice on document (order_id) where kind = 'invoice';
create unique index document_refund on document (refund_id) where refund_id is not null;
create index document_by_order on document (order_id);

create function keep_document() returns trigger language plpgsql as $$
begin
  -- Nothing changes but that people are forgotten.
  if tg_op = 'UPDATE' and new.people is null
    and (to_jsonb(new) - 'people') = (to_jsonb(old) - 'people') then
    return new;
  end if;
  raise exception 'document % % of % stays as it is', old.kind, old.seq, old.year
    using errcode = 'check_violation', constraint = 'document_stays';
end $$;

create trigger document_stays before update or delete on document
for each row execute function keep_document();
create function refuse_truncate() returns trigger language plpgsql as $$
begin
  raise exception 'documents are never deleted';
end $$;
create trigger document_never_truncated before truncate on document
for each statement execute function refuse_truncate();
