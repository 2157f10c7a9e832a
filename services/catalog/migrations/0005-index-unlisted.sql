-- Rows of products that are gone are few; finding them must not read the whole listing.
create index listing_unlisted on listing (unlisted_at) where unlisted_at is not null;
