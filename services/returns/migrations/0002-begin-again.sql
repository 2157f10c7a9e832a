-- A decision whose saga two persons gave up can be carried out by another one: its steps find what
-- the first has done by return and round, and its units by the first one's id.
alter table return_decision add column first_saga_id text collate "C";
