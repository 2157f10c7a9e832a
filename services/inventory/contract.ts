/** What other rooms may use of inventory: holds, stock, warehouses, events, error codes. */
import { Type, type Static } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { defineEvents } from '#kernel/events/event.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';
import { reviewedStockCalls } from '#services/reconciliation/contract.ts';

export const linesPerHold_max = 50;
export const quantityPerLine_max = 1_000;
export const variantsPerCall_max = 200;
export const adjustmentsPerCall_max = 1_000;
export const hold_ms_max = 24 * 60 * 60 * 1_000;
/** Display copies hear of a counter only while it is at or below this. */
export const stockNews_max = 50;
/** Variants of one flash sale. */
export const itemsPerSale_max = 50;
/** Units of one variant that a flash sale can set aside. */
export const allotted_max = 1_000_000;
export const unitsPerCall_max = 500;
/** How long it counts that somebody was refused a variant. */
export const wants_ms = 15 * 60 * 1_000;

const id = Type.String({ minLength: 1, maxLength: 64 });
const quantity = Type.Integer({ minimum: 1, maximum: quantityPerLine_max });

/** Where a parcel goes, as far as the choice of a warehouse needs it. */
export const placeSchema = Type.Object({
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
  state: Type.Optional(Type.String({ maxLength: 100 })),
  postalCode: Type.String({ maxLength: 20 }),
});
export type Place = Static<typeof placeSchema>;

export const holdLineSchema = Type.Object({ variantId: id, productId: id, quantity });
export const takeSchema = Type.Object({ variantId: id, warehouseId: id, quantity });
export type Take = Static<typeof takeSchema>;

export const warehouseSchema = Type.Object({
  warehouseId: id,
  name: Type.String({ minLength: 1, maxLength: 200 }),
  latitude: Type.Number({ minimum: -90, maximum: 90 }),
  longitude: Type.Number({ minimum: -180, maximum: 180 }),
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
  state: Type.Union([Type.String({ maxLength: 100 }), Type.Null()]),
  sellerId: Type.Union([id, Type.Null()]),
});
export type Warehouse = Static<typeof warehouseSchema>;

export const adjustmentReasons = [
  'receipt',
  'correction',
  'damage',
  'loss',
  'return',
  'count',
  'transfer',
  'import',
  'demo',
] as const;

export const adjustmentSchema = Type.Object({
  /** Names the adjustment: the same ref again changes nothing. */
  ref: Type.String({ minLength: 1, maxLength: 200 }),
  variantId: id,
  productId: id,
  sellerId: id,
  warehouseId: id,
  delta: Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 }),
  reason: Type.Enum([...adjustmentReasons]),
});
export type Adjustment = Static<typeof adjustmentSchema>;

/** Units of one line that a buyer sent back. */
export const takenBackSchema = Type.Object({
  /** Names the effect: the same ref again changes nothing. */
  ref: Type.String({ minLength: 1, maxLength: 200 }),
  variantId: id,
  productId: id,
  sellerId: id,
  warehouseId: id,
  /** Go back onto the shelf. */
  restock: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  /** Came back and cannot be sold again: booked in and out. */
  writeOff: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
});
export type TakenBack = Static<typeof takenBackSchema>;

export const inventoryErrors = defineErrors({
  'stock-too-low': {
    status: 409,
    title: 'Not enough stock',
    explain: 'Less is free than was asked for; items lists what was requested and is available.',
    retryable: false,
  },
  'hold-gone': {
    status: 409,
    title: 'The hold is gone',
    explain: 'The held units were released or expired, and the stock does not allow them again.',
    retryable: false,
  },
  'warehouse-not-found': {
    status: 404,
    title: 'Warehouse not found',
    explain: 'There is no such warehouse, or it belongs to another seller.',
    retryable: false,
  },
  'variant-not-found': {
    status: 404,
    title: 'Variant not found',
    explain: 'There is no such variant, or it belongs to another seller.',
    retryable: false,
  },
});

export const inventoryCalls = defineCalls('inventory', {
  ...reviewedStockCalls,
  hold: call({
    input: Type.Object({
      sagaId: id,
      lines: Type.Array(holdLineSchema, { minItems: 1, maxItems: linesPerHold_max }),
      ttl_ms: Type.Integer({ minimum: 1, maximum: hold_ms_max }),
      shipTo: placeSchema,
      /** Who wants them: nobody stands in their own way. */
      holder: Type.Optional(id),
      /** The one line is a unit set aside for a sale, and this is the token that stands for it. */
      unit: Type.Optional(Type.Object({ saleId: id, tokenId: id })),
    }),
    output: Type.Object({
      reservationId: id,
      expiresAt: Type.String(),
      lines: Type.Array(takeSchema),
    }),
    refusals: ['stock-too-low', 'hold-gone'],
    retry: true,
  }),
  extend: call({
    input: Type.Object({
      sagaId: id,
      ttl_ms: Type.Integer({ minimum: 1, maximum: hold_ms_max }),
    }),
    output: Type.Object({ expiresAt: Type.String() }),
    refusals: ['hold-gone'],
    retry: true,
  }),
  /** Variants of a hold that somebody else was lately refused, while they are still too few. */
  wanted: call({
    input: Type.Object({ sagaId: id, holder: id }),
    output: Type.Object({ variantIds: Type.Array(id) }),
    retry: true,
  }),
  confirm: call({
    input: Type.Object({ sagaId: id, orderId: id }),
    output: Type.Object({ lines: Type.Array(takeSchema) }),
    refusals: ['hold-gone'],
    retry: true,
  }),
  release: call({
    input: Type.Object({ sagaId: id, reason: Type.String({ maxLength: 100 }) }),
    output: Type.Object({ released: Type.Boolean() }),
    retry: true,
  }),
  availability: call({
    input: Type.Object({ variantIds: Type.Array(id, { maxItems: variantsPerCall_max }) }),
    output: Type.Object({
      items: Type.Array(
        Type.Object({
          variantId: id,
          available: Type.Integer({ minimum: 0 }),
          /** Units in open checkouts, which may come back. */
          held: Type.Integer({ minimum: 0 }),
        }),
      ),
    }),
    retry: true,
  }),
  /**
   * Where units would leave from if they were held now, nearest house first; what is short is left
   * out. Nothing is held, and what is held a moment later may come from elsewhere. One statement.
   */
  plan: call({
    input: Type.Object({
      lines: Type.Array(Type.Object({ variantId: id, quantity }), { maxItems: linesPerHold_max }),
      shipTo: placeSchema,
    }),
    output: Type.Object({
      takes: Type.Array(
        Type.Object({
          variantId: id,
          warehouseId: id,
          quantity,
          /** null: nobody knows where the place is. */
          distance_km: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
        }),
      ),
    }),
    retry: true,
  }),
  adjust: call({
    input: Type.Object({
      adjustments: Type.Array(adjustmentSchema, { maxItems: adjustmentsPerCall_max }),
    }),
    output: Type.Object({
      results: Type.Array(
        Type.Object({
          ref: Type.String(),
          onHand: Type.Integer(),
          available: Type.Integer(),
          applied: Type.Boolean(),
        }),
      ),
    }),
    refusals: ['warehouse-not-found'],
    timeout_ms: 10_000,
    retry: true,
  }),
  /** Books returned units, each line once per ref; `booked` counts those that were new. */
  takeBack: call({
    input: Type.Object({
      lines: Type.Array(takenBackSchema, { minItems: 1, maxItems: linesPerHold_max }),
    }),
    output: Type.Object({ booked: Type.Integer() }),
    refusals: ['warehouse-not-found'],
    retry: true,
  }),
  /** Sets units aside for a flash sale, all or none, once per sale. They leave the counters. */
  allot: call({
    input: Type.Object({
      saleId: id,
      items: Type.Array(
        Type.Object({
          variantId: id,
          productId: id,
          quantity: Type.Integer({ minimum: 1, maximum: allotted_max }),
        }),
        { minItems: 1, maxItems: itemsPerSale_max },
      ),
    }),
    output: Type.Object({}),
    refusals: ['stock-too-low'],
    retry: true,
  }),
  /** The sale is over: its free units go back onto the counters, and later those still held. */
  endAllotment: call({
    input: Type.Object({ saleId: id }),
    output: Type.Object({}),
    retry: true,
  }),
  /**
   * What became of tokens: 'held' by a checkout, 'sold', 'back' (no unit now), 'void'. A token
   * that is to be made void and has no unit never gets one again, whoever is under way with it.
   */
  settleUnits: call({
    input: Type.Object({
      units: Type.Array(Type.Object({ tokenId: id, saleId: id, makeVoid: Type.Boolean() }), {
        maxItems: unitsPerCall_max,
      }),
    }),
    output: Type.Object({
      units: Type.Array(
        Type.Object({ tokenId: id, state: Type.Enum(['held', 'sold', 'back', 'void']) }),
      ),
    }),
    retry: true,
  }),
  /** How the units of a sale stand: set aside, free, given back; the rest is held or sold. */
  pools: call({
    input: Type.Object({ saleId: id }),
    output: Type.Object({
      pools: Type.Array(
        Type.Object({
          variantId: id,
          allotted: Type.Integer(),
          free: Type.Integer(),
          returned: Type.Integer(),
        }),
      ),
    }),
    retry: true,
  }),
  warehouses: call({
    input: Type.Object({}),
    output: Type.Object({ warehouses: Type.Array(warehouseSchema) }),
    retry: true,
  }),
  addWarehouses: call({
    input: Type.Object({ warehouses: Type.Array(warehouseSchema, { maxItems: 1_000 }) }),
    output: Type.Object({ added: Type.Integer() }),
    retry: true,
  }),
});

const stockFacts = {
  variantId: id,
  productId: id,
  warehouseId: id,
  available: Type.Integer({ minimum: 0 }),
};

export const inventoryEvents = defineEvents({
  room: 'inventory',
  topic: 'inventory.events',
  types: {
    INVENTORY_RESERVED: Type.Object({
      reservationId: id,
      items: Type.Array(
        Type.Object({
          productId: id,
          variantId: id,
          warehouseId: id,
          quantityReserved: Type.Integer({ minimum: 1 }),
        }),
      ),
      expiresAt: Type.String(),
    }),
    INVENTORY_CONFIRMED: Type.Object({ reservationId: id, orderId: id }),
    INVENTORY_RELEASED: Type.Object({ reservationId: id, reason: Type.String() }),
    STOCK_CHANGED: Type.Object({ ...stockFacts, version: Type.Integer({ minimum: 1 }) }),
    LOW_STOCK: Type.Object({ ...stockFacts, sellerId: id }),
    BACK_IN_STOCK: Type.Object({ ...stockFacts, sellerId: id }),
  },
});
