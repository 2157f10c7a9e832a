// The registry is complete: every step of every saga has its five crash points, each is really
// passed, and what its effect is has been said.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Lane } from './lane.ts';
import {
  further,
  matrix,
  otherSteps,
  outcomes,
  returnSteps,
  steps,
  victims,
  type Cell,
} from './points.ts';
import { watchSchedule } from './schedule.ts';
import { knownOf, stepsIn, stepsOf, unknownSteps } from './steps.ts';

test('the matrix: 11 steps, 5 points, 8 outcomes and 5 victims, and no cell twice', () => {
  const cells = matrix();
  assert.deepEqual([Object.keys(steps).length, outcomes.length, victims.length], [11, 8, 5]);
  assert.equal(cells.length, 2_200);
  assert.equal(cells.filter(({ victim }) => victim === 'orchestrator').length, 440);
  const all = [...cells, ...further()].map(({ id }) => id);
  assert.equal(new Set(all).size, all.length);
});

test('every step of every saga is in the registry, with its effect', () => {
  assert.deepEqual(unknownSteps(), []);
  const named = knownOf('services/checkout').filter((name) => !/\.undo$|^CHARGE_2$/.test(name));
  assert.deepEqual(stepsOf('services/checkout'), named.sort());
  assert.deepEqual(stepsOf('services/returns'), Object.keys(returnSteps).sort());
  assert.throws(() => stepsIn('saga.step(name, {})'), TypeError);
  assert.deepEqual(stepsIn("await saga.step<true>('NEW_STEP', {"), ['NEW_STEP']);
  assert.deepEqual(stepsIn('saga.step(`TURN_${turn}`, {'), ['TURN_1']);
});

let lane: Lane;
before(async () => {
  lane = await Lane.open({ name: 'points', ownPostgres: false });
});
after(() => lane?.close());

/** Stories that together pass everything, without a strike. */
const stories = [
  'orchestrator/success/ORDER.e',
  'orchestrator/success/HOLD.undo.e',
  'orchestrator/timeout-decline/ORDER_FAILED.e',
  'orchestrator/timeout-success/PENDING.e',
  'orchestrator/decline/CHARGE_2.e',
  'orchestrator/decline/REOPEN_1.e',
  'orchestrator/decline/ORDER_PENDING.undo.e',
  'orchestrator/success/EXTEND_1.e',
  'orchestrator/timeout-success/ASK_1.e',
  'orchestrator/success/TAKE_1.e',
  'orchestrator/decline/RELEASE_1.e',
  'orchestrator/success/RESERVE_1.undo.e',
  'orchestrator/decline/GIVE_BACK_1.e',
  'orchestrator/success/COUPON.e',
  'orchestrator/success/QUOTE.undo.e',
  'orchestrator/cancelled/inbox.inventory.restock.handled',
  'orchestrator/return/SETTLED.e',
  'orchestrator/return-exchange/EXCHANGED.e',
  'orchestrator/return-cash/PAYOUT.e',
  'orchestrator/return-late/ASK_1.e',
];

test('in twenty stories without a crash all five points of every step are passed', async () => {
  const cells = new Map([...matrix(), ...further()].map((cell) => [cell.id, cell]));
  const passed = new Set<string>();
  for (const id of stories) {
    const seen = await watchSchedule(lane, { cell: cells.get(id) as Cell, seed: 'points' });
    for (const point of seen) passed.add(point);
  }
  const names = [...Object.keys(steps), ...Object.keys(otherSteps)];
  const wanted = names.flatMap((name) =>
    ['a', 'b', 'c', 'd', 'e'].map((at) => `checkout.${name}.${at}`),
  );
  const back = Object.entries(returnSteps).flatMap(([name, { effect }]) =>
    (effect === null ? ['a', 'b', 'd', 'e'] : ['a', 'b', 'c', 'd', 'e']).map(
      (at) => `return.${name}.${at}`,
    ),
  );
  assert.deepEqual(
    [...wanted, ...back].filter((point) => !passed.has(point)),
    [],
  );
  const others = further().map(({ failpoint }) => failpoint);
  assert.deepEqual(
    others.filter((point) => !passed.has(point)),
    [],
  );
});
