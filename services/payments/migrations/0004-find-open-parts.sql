-- Credit that is set aside for longer than any purchase lasts is given up.
create index payment_open_part on payment (created_at)
  where gateway = 'credit' and status = 'AUTHORIZED';
