// What people try who want more than their place in the line: each deed must be refused, with the
// code that says why.
import { newId } from '#kernel/core/id.ts';
import type { Buyer } from './harness-buyer.ts';
import { codeOf, type Answer } from './harness-pool.ts';
import type { Sale } from './harness-sale.ts';
import { paths, type Shopper } from './harness-shop.ts';

const notTheirs = 'ticket-not-valid';
const noToken = 'sale-token-not-valid';

/** While they wait: claims with tickets that are not theirs, not of this sale, not signed. */
export async function beforeTurn(sale: Sale, one: Buyer, others: readonly Buyer[]): Promise<void> {
  const other = otherThan(one, others, (them) => them.ticket !== '');
  const forged = one.ticket.replace(/\.\d+\./, '.0.');
  const flipped = one.ticket.slice(0, -2) + (one.ticket.endsWith('AA') ? 'BB' : 'AA');
  const tries: [string, string][] = [
    ['forged number', forged === one.ticket ? flipped : forged],
    ['forged signature', flipped],
    ['no ticket at all', 'let-me-in'],
  ];
  if (other) tries.push(['shared ticket', other.ticket]);
  if (one.otherTicket !== '') tries.push(['ticket of another sale', one.otherTicket]);
  for (const [kind, ticket] of tries) {
    refused(sale, kind, { answer: await claimWith(sale, one, ticket), codes: [notTheirs] });
  }
  const [head, body, signature = ''] = one.token.split('.');
  // Not at its end, where one signature in many has these very bits.
  const start = signature.startsWith('AAAA') ? 'BBBB' : 'AAAA';
  const token = `${head}.${body}.${start}${signature.slice(4)}`;
  const answer = await claimWith(sale, { token }, one.ticket);
  refused(sale, 'forged identity', { answer, codes: ['not-authenticated'] });
  await jump(sale, one);
}

/** A claim before it is their turn, with a ticket that is good. */
async function jump(sale: Sale, one: Buyer): Promise<void> {
  const answer = await claimWith(sale, one, one.ticket);
  if (answer.status === 200) {
    // Their turn after all, which the watermark was about to say.
    one.tokenId = String(answer.body['tokenId']);
    if (!(await sale.whenIn(one.number))) sale.fault('somebody overtook the line');
    return;
  }
  const codes = ['sale-closed', 'sale-not-yet', 'sale-sold-out', 'sale-turn-over'];
  refused(sale, 'claim before the turn', { answer, codes });
}

/** With a unit of their own in hand: checkouts with tokens of others and of nobody. */
export async function withTokens(sale: Sale, one: Buyer, others: readonly Buyer[]): Promise<void> {
  const other = otherThan(one, others, (them) => them.tokenId !== '');
  if (other) {
    const answer = await openWith(sale, one, other.tokenId);
    refused(sale, 'token of another', { answer, codes: [noToken] });
  }
  const answer = await openWith(sale, one, newId('tok'));
  refused(sale, 'invented token', { answer, codes: [noToken] });
}

/** With an order: the token again, and a second unit for the same place. */
export async function afterPurchase(sale: Sale, one: Buyer): Promise<void> {
  const codes = [noToken, 'cart-already-ordered', 'cart-converted'];
  refused(sale, 'token again', { answer: await openWith(sale, one, one.tokenId), codes });
  const again = await claimWith(sale, one, one.ticket);
  const isSame = again.status === 200 && again.body['tokenId'] === one.tokenId;
  count(sale, 'second claim', isSame && again.body['state'] !== 'HELD');
}

function claimWith(sale: Sale, who: Pick<Shopper, 'token'>, ticket: string): Promise<Answer> {
  const body = JSON.stringify({ ticket, variantId: sale.plan.variantId });
  return sale.ask('refusal', who, { method: 'POST', path: sale.path('claim'), body });
}

function openWith(sale: Sale, one: Buyer, tokenId: string): Promise<Answer> {
  const { addressId } = one;
  const body = { cartId: tokenId, shippingAddressId: addressId, billingAddressId: addressId };
  return sale.ask('refusal', one, {
    method: 'POST',
    path: paths.initiate,
    key: newId('key'),
    body: JSON.stringify(body),
  });
}

function refused(sale: Sale, kind: string, of: { answer: Answer; codes: string[] }): void {
  const { answer, codes } = of;
  const isRefused = answer.status >= 400 && codes.includes(codeOf(answer));
  count(sale, kind, isRefused);
  if (!isRefused) sale.fault(`${kind}: ${answer.status} ${codeOf(answer)}`);
}

function count(sale: Sale, kind: string, isRefused: boolean): void {
  const known = sale.cheats.get(kind) ?? { tried: 0, refused: 0 };
  sale.cheats.set(kind, {
    tried: known.tried + 1,
    refused: known.refused + (isRefused ? 1 : 0),
  });
}

/** Somebody near them in the crowd of whom this is so. */
function otherThan(
  one: Buyer,
  others: readonly Buyer[],
  isSo: (them: Buyer) => boolean,
): Buyer | undefined {
  const at = others.indexOf(one);
  for (let step = 1; step <= 20; step += 1) {
    const them = others[(at + step * 7) % others.length];
    if (them && them !== one && isSo(them)) return them;
  }
  return undefined;
}
