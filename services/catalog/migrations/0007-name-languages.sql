-- What categories, attributes and values of attributes are called in other languages: by locale,
-- beside the name that goes without one. Values by what products carry, in lower case.
alter table category add column names jsonb not null default '{}';
alter table attribute
  add column names jsonb not null default '{}',
  add column value_names jsonb not null default '{}';
