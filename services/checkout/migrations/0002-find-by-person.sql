-- What a person has opened: to hand it out, and to forget their addresses.
create index checkout_of_user on checkout (user_id, checkout_id);
