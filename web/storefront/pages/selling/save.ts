// Saving a product as the API takes it: the product, then each variant that differs, each with the
// version that the step before it gave. What breaks off in between is told with how far it came,
// so that saving again sends the rest.
import { newKey, type Client } from '../../../client/request.ts';
import {
  newBody,
  productPatch,
  variantBody,
  variantChanges,
  type Draft,
  type Product,
} from './goods.ts';

export const tagOf = ({ version }: Pick<Product, 'version'>): string => `"${version}"`;

export const readProduct = (api: Client, productId: string, signal?: AbortSignal) =>
  api.request('GET /seller/products/{productId}', {
    params: { productId },
    ...(signal ? { signal } : {}),
  });

interface New {
  draft: Draft;
  sellerId: string;
  key: string;
  /** Once it is there, before its units are. */
  onStep(now: Product): void;
}

/** Makes it, with the units its variants begin with in the first warehouse. */
export async function createProduct(api: Client, of: New): Promise<void> {
  const { draft, sellerId, key, onStep } = of;
  const made = await api.request('POST /seller/products', { body: newBody(draft, sellerId), key });
  onStep(made);
  await addUnits(api, draft, made);
}

/** Units that new variants begin with; the same key for the same variant, so once each. */
async function addUnits(api: Client, draft: Draft, now: Product): Promise<void> {
  const begun = draft.variants.filter((one) => Number(one.units) > 0);
  if (begun.length === 0) return;
  const houses = await api.request('GET /seller/warehouses', {});
  const warehouseId = houses.data[0]?.warehouseId;
  if (warehouseId === undefined) return;
  for (const { sku, units, key } of begun) {
    const there = now.variants.find((one) => one.sku === sku.trim());
    if (there === undefined) continue;
    const { variantId } = there;
    const body = { variantId, warehouseId, delta: Number(units), reason: 'receipt' as const };
    await api.request('POST /seller/inventory/adjustments', { body, key: `units-${key}` });
  }
}

interface Kept {
  draft: Draft;
  was: Product;
  /** After each step that went through. */
  onStep(now: Product): void;
}

/** Sends what differs from `was`. Throws ApiProblem: 412 when somebody else changed it. */
export async function saveProduct(api: Client, { draft, was, onStep }: Kept): Promise<void> {
  const { productId } = was;
  let now = was;
  const step = async (ask: (ifMatch: string) => Promise<Product>) => {
    now = await ask(tagOf(now));
    onStep(now);
  };
  const params = { productId };
  const patch = productPatch(draft, was);
  if (Object.keys(patch).length > 0) {
    await step((ifMatch) =>
      api.request('PATCH /seller/products/{productId}', { params, ifMatch, body: patch }),
    );
  }
  const { added, changed, removed } = variantChanges(draft, was);
  for (const one of added) {
    const body = variantBody(one, draft.options);
    await step((ifMatch) =>
      api.request('POST /seller/products/{productId}/variants', {
        params,
        ifMatch,
        body,
        key: newKey(),
      }),
    );
  }
  for (const { variantId, patch: body } of changed) {
    const of = { params: { productId, variantId } };
    await step((ifMatch) =>
      api.request('PATCH /seller/products/{productId}/variants/{variantId}', {
        ...of,
        ifMatch,
        body,
      }),
    );
  }
  for (const variantId of removed) {
    const of = { params: { productId, variantId } };
    await step((ifMatch) =>
      api.request('DELETE /seller/products/{productId}/variants/{variantId}', { ...of, ifMatch }),
    );
  }
  await addUnits(api, draft, now);
}
