import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOver, stepsOf, type ReturnStatus } from './progress.ts';

const at = '2026-11-20T10:00:00.000Z';
const went = (...statuses: ReturnStatus[]) => ({
  status: statuses.at(-1) ?? 'REQUESTED',
  resolution: 'REFUND' as const,
  timeline: statuses.map((status) => ({ status, at, by: 'customer', reason: null })),
});
const told = (of: Parameters<typeof stepsOf>[0]) =>
  stepsOf(of).map(({ status, state }) => `${status} ${state}`);

test('what happened, where it is, and what is still to come', () => {
  assert.deepEqual(told(went('REQUESTED', 'LABELLED')), [
    'REQUESTED done',
    'LABELLED now',
    'IN_TRANSIT ahead',
    'RECEIVED ahead',
    'INSPECTED ahead',
    'REFUNDED ahead',
  ]);
  assert.deepEqual(
    told({ ...went('REQUESTED', 'RECEIVED', 'INSPECTED'), resolution: 'EXCHANGE' }),
    ['REQUESTED done', 'RECEIVED done', 'INSPECTED now', 'EXCHANGED ahead'],
  );
  assert.deepEqual(told(went('INSPECTED', 'APPROVED', 'REFUNDING')).slice(-2), [
    'REFUNDING now',
    'REFUNDED ahead',
  ]);
});

test('an end has nothing ahead; a refusal is a problem, and its appeal goes on', () => {
  assert.deepEqual(told(went('REQUESTED', 'EXPIRED')), ['REQUESTED done', 'EXPIRED problem']);
  assert.deepEqual(told(went('INSPECTED', 'REJECTED', 'APPROVED', 'REFUNDED')), [
    'INSPECTED done',
    'REJECTED problem',
    'APPROVED done',
    'REFUNDED done',
  ]);
  assert.ok(isOver('CANCELLED') && !isOver('REFUNDING'));
});
