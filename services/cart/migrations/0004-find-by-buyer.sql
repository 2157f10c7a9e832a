-- Carts that somebody claimed who has another one: few, and looked for when a person leaves.
create index cart_of_buyer on cart (buyer_id)
  where status = 'ACTIVE' and user_id is null and buyer_id is not null;
