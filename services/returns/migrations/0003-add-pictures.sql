-- What buyers show of the goods they send back: [{ pictureId, url, width, height }]. Only the
-- buyer, the seller of the return and operators see them; media keeps the files.
alter table return_request add column pictures jsonb not null default '[]';
