-- Whether a use is also given back when all of its order came back and was paid back.
alter table coupon add column returns_refunded boolean not null default false;
