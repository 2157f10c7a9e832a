-- Variants that follow a catalogue elsewhere, and the version of it that they have.
create table outside (
  sku text collate "C" primary key,
  variant_id text collate "C" not null,
  product_id text collate "C" not null,
  currency text not null,
  version int not null
);
