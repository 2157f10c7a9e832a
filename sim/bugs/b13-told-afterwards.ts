import type { Bug } from './bug.ts';

export const bug: Bug = {
  name: 'B13',
  says: 'the event of an order is written after its transaction, fire and forget',
  harm: 'a crash between the two loses it',
  patches: [
    {
      file: 'services/orders/store.ts',
      from: [
        '  from made m join item i on i."orderId" = m.order_id',
        ')',
        'select i."checkoutId", m.order_id',
      ].join('\n'),
      to: [
        '  from made m join item i on i."orderId" = m.order_id where false',
        ')',
        'select i."checkoutId", m.order_id',
      ].join('\n'),
    },
    {
      file: 'services/orders/store.ts',
      from: '  return byCheckout(await db.rows<PlacedRow>(PLACE, ' + '[JSON.stringify(orders)]));',
      to: [
        '  const placed = await db.rows<PlacedRow>(PLACE, [JSON.stringify(orders)]);',
        '  const TOLD = `insert into outbox (type, agg_type, agg_id, ' +
          'agg_version, saga_id, payload, metadata)',
        "    select 'ORDER_CREATED', 'order', t.o, 1, t.s, t.p, t.m",
        '    from json_to_recordset($1::json) as t(o text, s text, p json, m json)`;',
        '  const made = new Set(placed.map((one) => one.orderId));',
        '  const told = orders.filter((one) => made.has(one.orderId));',
        '  const rows = told.map((one) => ({ o: one.orderId, s: one.sagaId, p: ' +
          'one.payload, m: JSON.parse(one.meta) }));',
        '  void db.run(TOLD, [JSON.stringify(rows)]).catch(() => undefined);',
        '  return byCheckout(placed);',
      ].join('\n'),
    },
  ],
  caughtBy: { by: 'simulation', climate: { crash: 0.003, statement: 0.06 } },
};
