// One list with a thing that somebody gave, and one alert that was told, in the small world of
// seed.ts; and the changes that turn each code of wishes.ts red. What is bought together as well,
// the flash sale of flash-world.ts and the bookings of booking-world.ts.
import { basketMutations, basketSeed } from './baskets-world.ts';
import { bookingMutations, bookingSeed } from './booking-world.ts';
import { flashMutations, flashSeed } from './flash-world.ts';

export const wishSeed = `${basketSeed}${flashSeed}${bookingSeed}
insert into wishes.wishlist (list_id, user_id, name, is_default, items)
values ('wsl_1', 'usr_1', '', true, 1);
insert into wishes.item (item_id, list_id, user_id, product_id, variant_id, slug, name,
  variant_name, wanted, bought, added_minor, currency)
values ('wsi_1', 'wsl_1', 'usr_1', 'prod_1', 'var_1', 'one_1', 'One', 'A', 2, 1, 100, 'USD');
insert into wishes.gift (item_id, user_id, quantity) values ('wsi_1', 'usr_2', 1);
insert into wishes.subject (kind, subject, due) values ('back', 'var_1', false);
insert into wishes.alert (alert_id, user_id, kind, subject, product_id, variant_id, state, round,
  told_at)
values ('alr_1', 'usr_1', 'back', 'var_1', 'prod_1', 'var_1', 'IDLE', 1, now());
insert into notifications.notification (notification_id, user_id, ref, type, channel, facts,
  status)
values ('ntf_w1', 'usr_1', 'alr_1:1', 'back-in-stock', 'EMAIL', '{}', 'SENT');`;

interface Mutation {
  code: string;
  change: string;
  guard?: { table: string; name: string; index?: boolean };
}

export const wishMutations: Mutation[] = [
  ...basketMutations,
  { code: 'W1', change: 'update wishes.wishlist set items = 2' },
  { code: 'W1', change: "update wishes.item set user_id = 'usr_2'" },
  { code: 'W1', change: 'update wishes.item set bought = 2' },
  { code: 'W1', change: 'update wishes.wishlist set is_default = false' },
  {
    code: 'W1',
    change: `insert into wishes.wishlist (list_id, user_id, name, is_default)
      values ('wsl_2', 'usr_1', 'x', true)`,
    guard: { table: 'wishes', name: 'wishlist_default', index: true },
  },
  { code: 'W2', change: 'update wishes.alert set round = 2' },
  { code: 'W2', change: 'update wishes.alert set round = 0' },
  {
    code: 'W2',
    change: "update notifications.notification set user_id = 'usr_2' where ref = 'alr_1:1'",
  },
  { code: 'W3', change: "update wishes.alert set state = 'WAITING'" },
  ...flashMutations,
  ...bookingMutations,
];
