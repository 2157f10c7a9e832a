-- When a person agreed to the terms and the privacy policy by making an account of their own.
-- null: a guest, made by the operator, or from before this was noted.
alter table account add column terms_at timestamptz;
