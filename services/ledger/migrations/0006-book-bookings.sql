-- Tickets: what a booking is worth to its organiser, and what of it is taken back.
alter table entry drop constraint entry_kind_check;
alter table entry add constraint entry_kind_check check (kind in ('capture', 'sale', 'refund',
  'reversal', 'cancel', 'issue', 'redeem', 'dispute', 'cover', 'booking'));
