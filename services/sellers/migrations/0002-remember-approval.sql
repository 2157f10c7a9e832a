-- Who was let in once keeps a public page while suspended, saying that it does not sell at
-- present; who was turned down never had one.
alter table seller add ever_approved boolean not null default false;
update seller set ever_approved = true where status = 'APPROVED';
