-- A refund that a lost chargeback has paid: the loss is the buyer's money back.
alter table entry drop constraint entry_kind_check;
alter table entry add constraint entry_kind_check check (kind in ('capture', 'sale', 'refund',
  'reversal', 'cancel', 'issue', 'redeem', 'dispute', 'cover'));
