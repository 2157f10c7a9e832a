/**
 * The walk over the catalogue: page by page, what is indexed is compared with what there is, by
 * version and by whether it can be seen; what differs is looked up again, and so is one page in
 * full on every step, so that a lost event about a price or the stock heals too. It goes on for
 * ever, slowly; `trueshelf reindex` runs it through at once and writes every document anew.
 */
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { catalogCalls, ProductSnapshot } from '#services/catalog/contract.ts';
import { lookUp, type IntakeNeeds } from './intake.ts';
import * as due from './store-due.ts';
import * as store from './store.ts';

const page_products = 200;
const lease_s = 60;
/** What differs is looked at again: news of it may be on their way. */
const lookAgain_ms = 5_000;
/** More documents than products in a range: these are many times as many as there should be. */
const documents_max = 2_000;

export interface WalkNeeds extends IntakeNeeds {
  all: Pick<Client<typeof catalogCalls>, 'productsAfter'>;
}

export interface Step {
  /** Where the next step begins; '' when this was the last. */
  after: string;
  compared: number;
  /** Products whose document was missing, older, or said that they can be seen when they cannot. */
  different: string[];
}

async function pageAfter(needs: WalkNeeds, after: string): Promise<ProductSnapshot[]> {
  const found = await needs.all.productsAfter({ productId: after, limit: page_products });
  if (isRefusal(found)) throw new Error(`products: ${found.code}`);
  return found.products;
}

/** Compares one page. Two statements and one call. */
async function compare(
  needs: WalkNeeds,
  after: string,
): Promise<Step & { products: ProductSnapshot[] }> {
  const products = await pageAfter(needs, after);
  const isLast = products.length < page_products;
  const to = isLast ? null : (products.at(-1)?.productId ?? null);
  const range = { after, to, limit: documents_max };
  const documents = await due.documentsBetween(needs.db, range);
  const known = new Map(documents.map((one) => [one.productId, one]));
  const different = products
    .filter((product) => {
      const document = known.get(product.productId);
      if (document === undefined) return true;
      return document.version < product.version || document.live !== product.visible;
    })
    .map((one) => one.productId);
  const there = new Set(products.map((one) => one.productId));
  const gone = documents.filter((one) => one.live && !there.has(one.productId));
  different.push(...gone.map((one) => one.productId));
  return { after: to ?? '', compared: products.length, different, products };
}

async function compareAgain(
  needs: WalkNeeds,
  after: string,
  first: Step,
): ReturnType<typeof compare> {
  await needs.clock.sleep(lookAgain_ms);
  const second = await compare(needs, after);
  return { ...second, different: second.different.filter((id) => first.different.includes(id)) };
}

/** One step of the walk, if no other process is at it. Null: another one is. */
export async function walkOn(needs: WalkNeeds): Promise<Step | null> {
  const walk = await due.takeWalk(needs.db, lease_s);
  if (walk === null) return null;
  const first = await compare(needs, walk.after);
  const step = first.different.length === 0 ? first : await compareAgain(needs, walk.after, first);
  await due.noteProducts(
    needs.db,
    step.products.map((one) => one.productId).concat(step.different),
  );
  await due.moveWalk(needs.db, {
    after: step.after,
    compared: step.compared,
    repaired: step.different.length,
  });
  return step;
}

/** Writes the documents of one page anew. Searches go on meanwhile; safe to repeat. */
export async function reindexStep(
  needs: WalkNeeds,
  from: string,
): Promise<{ after: string; products: number; different: number }> {
  const { after, compared, different, products } = await compare(needs, from);
  await store.writeDocuments(needs.db, await lookUp(needs, products));
  const there = new Set(products.map((one) => one.productId));
  await due.noteProducts(
    needs.db,
    different.filter((id) => !there.has(id)),
  );
  return { after, products: compared, different: different.length };
}
