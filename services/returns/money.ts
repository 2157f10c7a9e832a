// What goes back for units, exactly. How discount and tax spread over the lines is the order's to
// say (`sharesOf`), since cancelled lines give them back as well. A line's share goes over its
// units by running totals, so that any sequence of returns adds up to what was paid and no more.
import { assert } from '#kernel/core/assert.ts';
import { sharesOf } from '#services/orders/contract.ts';

export interface PaidOrder {
  subtotal_minor: number;
  discount_minor: number;
  shipping_minor: number;
  tax_minor: number;
  lines: readonly {
    lineNo: number;
    quantity: number;
    unit_minor: number;
    total_minor: number;
    /** Its part of the discount; where no line has one, it is shared out over all of them. */
    discount_minor?: number;
    /** Cancelled before it left: its money is back already. */
    cancelled?: boolean;
  }[];
}

/** Units that go back for money now, after `before` of the same line went back for money. */
export interface Going {
  lineNo: number;
  units: number;
  before: number;
}

export interface LineMoney {
  lineNo: number;
  units: number;
  goods_minor: number;
  discount_minor: number;
  tax_minor: number;
}

export interface RefundMoney {
  lines: LineMoney[];
  /** Only with the last unit of the order. */
  shipping_minor: number;
  amount_minor: number;
}

/** What the first `units` of a line carry of its share; all of it for all units. */
function running(share: number, units: number, quantity: number): number {
  // bigint: a share times a quantity may be above 2^53.
  return Number((BigInt(share) * BigInt(units)) / BigInt(quantity));
}

/**
 * The money for these units. `before` lists units of every line that went back for money already
 * (lines that are not named: none); shipping goes back when nothing stays.
 */
export function refundOf(
  order: PaidOrder,
  going: readonly Going[],
  before: ReadonlyMap<number, number>,
): RefundMoney {
  const shares = sharesOf(order);
  const gone = new Map(before);
  const lines = going.map(({ lineNo, units, before: first }): LineMoney => {
    const index = order.lines.findIndex((line) => line.lineNo === lineNo);
    const line = order.lines[index];
    assert(line !== undefined, 'what goes back is a line of the order');
    assert(units > 0 && first >= 0 && first + units <= line.quantity, 'no unit goes back twice');
    gone.set(lineNo, first + units);
    const part = (share: number) =>
      running(share, first + units, line.quantity) - running(share, first, line.quantity);
    return {
      lineNo,
      units,
      goods_minor: line.unit_minor * units,
      discount_minor: part(shares[index]?.discount_minor ?? 0),
      tax_minor: part(shares[index]?.tax_minor ?? 0),
    };
  });
  const nothingStays = order.lines.every(
    (line) => line.cancelled === true || gone.get(line.lineNo) === line.quantity,
  );
  const shipping_minor = nothingStays && going.length > 0 ? order.shipping_minor : 0;
  const sum = lines.reduce(
    (total, one) => total + one.goods_minor - one.discount_minor + one.tax_minor,
    shipping_minor,
  );
  return { lines, shipping_minor, amount_minor: Math.max(0, sum) };
}
