// Every room there is, in the order they start. A new room is added here and nowhere else.
import type { Room } from '#kernel/service.ts';
import { booking } from './booking/service.ts';
import { cart } from './cart/service.ts';
import { catalog } from './catalog/service.ts';
import { checkout } from './checkout/service.ts';
import { credit } from './credit/service.ts';
import { flash } from './flash/service.ts';
import { identity } from './identity/service.ts';
import { inventory } from './inventory/service.ts';
import { ledger } from './ledger/service.ts';
import { media } from './media/service.ts';
import { messages } from './messages/service.ts';
import { notifications } from './notifications/service.ts';
import { ops } from './ops/service.ts';
import { orders } from './orders/service.ts';
import { payments } from './payments/service.ts';
import { pricing } from './pricing/service.ts';
import { returns } from './returns/service.ts';
import { recommendations } from './recommendations/service.ts';
import { reconciliation } from './reconciliation/service.ts';
import { reviews } from './reviews/service.ts';
import { sandbox } from './sandbox/service.ts';
import { search } from './search/service.ts';
import { sellers } from './sellers/service.ts';
import { shipping } from './shipping/service.ts';
import { sync } from './sync/service.ts';
import { wishes } from './wishes/service.ts';

export const rooms: readonly Room[] = [
  identity,
  sellers,
  catalog,
  pricing,
  inventory,
  shipping,
  cart,
  sandbox,
  credit,
  payments,
  orders,
  flash,
  booking,
  checkout,
  returns,
  reviews,
  media,
  search,
  recommendations,
  wishes,
  messages,
  ledger,
  notifications,
  ops,
  reconciliation,
  sync,
];
