-- What a product is to tax: a class of the pricing room; null is standard.
alter table product add column tax_class text check (tax_class ~ '^[a-z-]{1,30}$');
