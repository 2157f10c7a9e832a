/** Why the lines of an order cost what they did, for operators. */
import { Type } from 'typebox';
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { listNamesIn } from './list-names.ts';
import { whyOf, type WhyDeps } from './why.ts';

const amount = Type.Number();

const whySchema = Type.Object({
  orderId: Type.String(),
  orderNumber: Type.String(),
  createdAt: Type.String(),
  currency: Type.String(),
  lines: Type.Array(
    Type.Object({
      lineNo: Type.Integer(),
      variantId: Type.String(),
      name: Type.String(),
      quantity: Type.Integer(),
      unitPrice: amount,
      total: amount,
      discount: amount,
      /** Its share of the order's tax. */
      tax: amount,
      /** They add up to the total less the discount. */
      steps: Type.Array(
        Type.Object({
          stage: Type.String(),
          promotionId: Type.Union([Type.String(), Type.Null()]),
          name: Type.String(),
          amount,
        }),
      ),
    }),
  ),
  /** False: promotions have changed, and a line's discount is told as a whole. */
  exact: Type.Boolean(),
  discounts: Type.Array(
    Type.Object({
      promotionId: Type.String(),
      name: Type.String(),
      amount,
      code: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
  subtotal: amount,
  discount: amount,
  shipping: amount,
  tax: amount,
  total: amount,
});

export function whyRoute(deps: WhyDeps): Route {
  return route({
    audience: 'admin',
    roles: ['catalogue', 'finance', 'support'],
    owner: 'none',
    method: 'GET',
    path: '/admin/prices/orders/:order',
    summary: 'Why each line of an order cost what it did, by its id or number',
    description: 'From what was kept when it was bought; what prices do since changes nothing.',
    limit: 'read',
    idempotency: 'none',
    params: Type.Object({ order: Type.String({ minLength: 1, maxLength: 64 }) }),
    replies: { 200: whySchema },
    errors: ['not-found'],
    handle: async (req) => {
      const why = await whyOf(deps, keyOf(req.params.order));
      if (isRefusal(why)) return why;
      const { order, quote, isExact } = why;
      const names = await listNamesIn(
        deps.db,
        why.lines.flatMap((line) => line.steps),
      );
      const { currency } = quote;
      const money = (minor: number) => toMajor(minor, currency);
      return reply(200, {
        orderId: order.orderId,
        orderNumber: order.orderNumber,
        createdAt: order.createdAt,
        currency,
        exact: isExact,
        lines: why.lines.map(({ lineNo, variantId, name, quantity, steps, ...line }) => ({
          lineNo,
          variantId,
          name,
          quantity,
          unitPrice: money(line.unit_minor),
          total: money(line.total_minor),
          discount: money(line.discount_minor),
          tax: money(line.tax_minor),
          steps: steps.map(({ stage, ref, name: reason, amount_minor }) => {
            const said = (ref !== null && names.get(ref)) || reason;
            return { stage, promotionId: ref, name: said, amount: money(amount_minor) };
          }),
        })),
        discounts: (quote.discounts ?? []).map(({ promotionId, name, amount_minor, code }) => {
          return { promotionId, name, amount: money(amount_minor), code: code ?? null };
        }),
        subtotal: money(quote.subtotal_minor),
        discount: money(quote.discount_minor),
        shipping: money(quote.shipping_minor),
        tax: money(quote.tax_minor),
        total: money(quote.total_minor),
      });
    },
  });
}

/** Numbers are read out and typed in any case; ids are copied. */
const keyOf = (typed: string) => {
  const key = typed.trim();
  return key.startsWith('ord_') ? key : key.toUpperCase();
};
