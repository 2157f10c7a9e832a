-- A cart may be merged into another one while it is being bought. The order then takes its units
-- out of the cart that has them now, once: this names the order that did.
alter table cart add column settled_order text collate "C";
