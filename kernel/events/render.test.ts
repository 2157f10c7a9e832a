import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { defineEvents, roomOf, typesFrom } from './event.ts';
import { asyncApi, renderEvents } from './render.ts';

const orders = defineEvents({
  room: 'orders',
  topic: 'order.events',
  types: {
    ORDER_CREATED: Type.Object(
      {
        orderId: Type.String(),
        status: Type.Union([Type.Literal('PAID'), Type.Literal('PENDING')]),
        items: Type.Array(Type.Object({ quantity: Type.Integer() })),
        note: Type.Optional(Type.String({ description: 'from the buyer' })),
      },
      { additionalProperties: false, description: 'An order exists.' },
    ),
    ORDER_CANCELLED: Type.Object({}),
  },
});
const carts = defineEvents({ room: 'cart', topic: 'cart.events', types: {} });

test('the description names topics in order, types, fields and what is optional', () => {
  const text = renderEvents([orders, carts]);
  assert.ok(text.indexOf('## `cart.events`') < text.indexOf('## `order.events`'));
  assert.match(text, /### ORDER_CREATED\n\nAn order exists\.\n\n- `orderId` string\n/);
  assert.match(text, /- `status` "PAID" or "PENDING"\n/);
  assert.match(text, /- `items` list of object\n {2}- `quantity` integer\n/);
  assert.match(text, /- `note` string, optional: from the buyer\n/);
  assert.match(text, /### ORDER_CANCELLED\n\nNo fields\.\n/);
});

test('the AsyncAPI document has a channel per topic and lets fields be added', () => {
  const document = JSON.parse(JSON.stringify(asyncApi([orders, carts])));
  assert.equal(document.asyncapi, '3.0.0');
  assert.deepEqual(Object.keys(document.channels), ['cart-events', 'order-events']);
  assert.equal(document.channels['order-events'].address, 'order.events');
  const { payload } = document.components.messages.ORDER_CREATED;
  assert.equal(payload.properties.eventType.const, 'ORDER_CREATED');
  assert.deepEqual(payload.properties.payload.required, ['orderId', 'status', 'items']);
  assert.doesNotMatch(JSON.stringify(document), /additionalProperties/);
});

test('declarations: type names, rooms and subscriptions', () => {
  assert.throws(() => defineEvents({ room: 'x', topic: 'x', types: { created: Type.Null() } }));
  assert.equal(roomOf('cart.clear'), 'cart');
  const spec = { name: 'cart.clear', from: { orders: ['ORDER_CREATED'] } };
  assert.deepEqual(typesFrom(spec, 'orders'), ['ORDER_CREATED']);
  assert.deepEqual(typesFrom(spec, 'toString'), []);
});
