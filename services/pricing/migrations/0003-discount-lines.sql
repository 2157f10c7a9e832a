-- What is taken off a line of a quote; all lines together are the quote's discount.
alter table quote_line add column discount_minor bigint not null default 0,
  add constraint quote_line_discount check (discount_minor between 0 and total_minor);
