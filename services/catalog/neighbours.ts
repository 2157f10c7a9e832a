/** What the catalogue asks of other rooms, narrowed to what it uses, so that tests can stand in. */
import type { Refusal } from '#kernel/core/refusal.ts';

export interface PriceSetting {
  variantId: string;
  currency: string;
  base_minor: number;
  sale_minor: number | null;
}

export interface PriceNow extends PriceSetting {
  effective_minor: number;
  version: number;
}

export interface StockAdjustment {
  /** Unique per change; a repeat has no second effect. */
  ref: string;
  variantId: string;
  productId: string;
  sellerId: string;
  warehouseId: string;
  delta: number;
  reason: 'import';
}

export interface WarehousePlace {
  warehouseId: string;
  name: string;
  latitude: number;
  longitude: number;
  country: string;
  state: string | null;
  sellerId: string | null;
}

export interface SellerFacts {
  sellerId: string;
  name: string;
  slug: string;
  status: string;
}

/** Each is one call between rooms; the shapes are those of the owning room's contract. */
export interface Neighbours {
  setPrices(input: { prices: PriceSetting[] }): Promise<unknown>;
  prices(input: {
    variantIds: string[];
    currency: string;
  }): Promise<{ prices: PriceNow[] } | Refusal>;
  /** The lowest price of the 30 days before the present one began. */
  lowest(input: {
    variantIds: string[];
    currency: string;
  }): Promise<{ prices: { variantId: string; lowest30_minor: number }[] } | Refusal>;
  availability(input: {
    variantIds: string[];
  }): Promise<{ items: { variantId: string; available: number; held: number }[] } | Refusal>;
  adjust(input: {
    adjustments: StockAdjustment[];
  }): Promise<{ results: { ref: string; applied: boolean }[] } | Refusal>;
  warehouses(): Promise<{ warehouses: WarehousePlace[] } | Refusal>;
  addWarehouses(input: { warehouses: WarehousePlace[] }): Promise<{ added: number } | Refusal>;
  /** The ways a parcel can go to a place; see the contract of shipping. */
  rates(input: {
    country: string;
    postalCode: string;
    weight_g: number;
    subtotal_minor: number;
    currency: string;
  }): Promise<
    | { methods: { method: string; amount_minor: number; minDays: number; maxDays: number }[] }
    | Refusal
  >;
  sellers(input: { sellerIds: string[] }): Promise<{ sellers: SellerFacts[] } | Refusal>;
}
