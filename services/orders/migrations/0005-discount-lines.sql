-- What was taken off a line, as quoted; what goes back for it is what was paid for it.
alter table order_line add column discount_minor bigint not null default 0,
  add constraint order_line_discount check (discount_minor between 0 and total_minor);
