-- Films of a product with poster, length and captions; what matters most of it, by language; and
-- the colours that values of an attribute are shown with, by value in lower case.
alter table product
  add column videos jsonb not null default '[]',
  add column highlights jsonb not null default '{}';
alter table attribute add column colors jsonb not null default '{}';
