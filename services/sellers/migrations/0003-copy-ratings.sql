-- What buyers say of a seller's products, as reviews tells it; the higher version wins.
create table product_rating (
  product_id text collate "C" primary key,
  seller_id text collate "C" not null,
  count int not null,
  sum int not null,
  version int not null
);

-- The sum over the products of a seller, kept with every change of one.
create table seller_rating (
  seller_id text collate "C" primary key,
  count bigint not null,
  sum bigint not null
);
