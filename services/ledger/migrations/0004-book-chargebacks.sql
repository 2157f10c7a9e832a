-- What buyers' banks take back: disputed while the case is open, lost or at the gateway again at
-- its end, and what the gateway charges for it.
alter table entry drop constraint entry_kind_check;
alter table entry add constraint entry_kind_check check (kind in ('capture', 'sale', 'refund',
  'reversal', 'cancel', 'issue', 'redeem', 'dispute'));
alter table entry drop constraint entry_account_check;
alter table entry add constraint entry_account_check check (account in ('buyer', 'gateway',
  'seller', 'commission', 'tax', 'shipping', 'store_credit', 'gift_card', 'credit_issued',
  'suspense', 'disputed', 'dispute_loss', 'dispute_fee'));
