-- What moved the unit prices of a quote: [{ lineNo, stage, ref, name, amount_minor }]; null where
-- nothing did but a sale.
alter table quote add column moves jsonb;
