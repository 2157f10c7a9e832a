// The tables of crash points, and the tests made of them: every point of a story is passed by
// it and no other, each is crashed at once, and every other pair of point and story has a reason.
import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import { listFailpoints } from '#kernel/core/failpoint.ts';
import { openWorld, runInPeace, runSchedule, type Story, type World } from './crash-kit.ts';

const LANES = 2;

const step = (name: string) => ['a', 'b', 'd'].map((at) => `checkout.${name}.${at}`);
const undo = (name: string) => ['b', 'd'].map((at) => `checkout.${name}.undo.${at}`);
const flow = (consumer: string) => [`relay.${consumer}.delivered`, `inbox.${consumer}.handled`];

const opening = [
  ...['QUOTE', 'HOLD', 'OPEN'].flatMap(step),
  'checkout.SHOPPER_1.e',
  ...flow('catalog.stock'),
];
const charging = [...step('CHARGE_1'), 'payments.charge.begun'];
const answered = ['payments.charge.answered'];
const settled = flow('checkout.settle');
const waiting = [...['ORDER_PENDING', 'PENDING'].flatMap(step), 'checkout.GATEWAY_1.e'];
const told = [...flow('cart.clear'), ...flow('notifications.orders')];
const ordering = [
  ...['CONFIRM', 'ORDER', 'FINISH'].flatMap(step),
  'checkout.END.a',
  'checkout.END.e',
];
const released = ['OPEN', 'HOLD'].flatMap(undo);
const undone = [...undo('CHARGE_1'), ...released];
const secondTry = ['checkout.SHOPPER_2.e', ...['CLOSE_1', 'CHARGE_2'].flatMap(step)];
const refunding = ['payments.refund.begun', 'payments.refund.answered', ...flow('orders.refunds')];

/** A story, the points it passes, and those of them that are crashed here. */
export interface Chapter {
  story: Story;
  passes: string[];
  crashes: string[];
}

const whole = (story: Story, passes: string[]): Chapter => ({ story, passes, crashes: passes });

export const chapters = {
  tok_visa: whole({ name: 'tok_visa', token: 'tok_visa', ends: 'ordered' }, [
    ...opening,
    ...charging,
    ...answered,
    ...settled,
    ...ordering,
    ...told,
  ]),
  tok_stolen: whole({ name: 'tok_stolen', token: 'tok_stolen', ends: 'nothing' }, [
    ...opening,
    ...charging,
    ...answered,
    ...settled,
    ...undone,
  ]),
  tok_timeout_success: whole(
    { name: 'tok_timeout_success', token: 'tok_timeout_success', ends: 'ordered' },
    [...opening, ...charging, ...settled, ...waiting, ...ordering, ...told],
  ),
  tok_timeout_declined: whole(
    { name: 'tok_timeout_declined', token: 'tok_timeout_declined', ends: 'nothing' },
    [...opening, ...charging, ...settled, ...waiting, ...step('ORDER_FAILED'), ...undone, ...told],
  ),
  /** Declined, then paid with another card. */
  tok_declined: {
    story: { name: 'tok_declined', token: 'tok_declined', again: true, ends: 'ordered' },
    passes: [...opening, ...charging, ...answered, ...settled, ...secondTry, ...ordering, ...told],
    crashes: [...step('CHARGE_1').slice(2), ...secondTry],
  },
  /** Captured, but the hold had run out and its units were sold. */
  lost_hold: {
    story: { name: 'lost_hold', token: 'tok_visa', lostHold: true, ends: 'nothing' },
    passes: [
      ...opening,
      ...charging,
      ...answered,
      ...settled,
      ...step('CONFIRM'),
      ...undone,
      ...refunding,
    ],
    crashes: [...step('CONFIRM'), ...undone, ...refunding],
  },
  /** The shopper leaves before paying. */
  left: {
    story: { name: 'left', token: null, ends: 'nothing' },
    passes: [...opening, ...released],
    crashes: released,
  },
} satisfies Record<string, Chapter>;

type Name = keyof typeof chapters;
const names = Object.keys(chapters) as Name[];
const points = [...new Set(names.flatMap((name) => chapters[name].passes))].sort();

/** Why a story does not pass a point, or is not crashed there. The first that fits counts. */
const reasons: [name: RegExp, point: RegExp, why: string][] = [
  [/left/, /CHARGE|payments|settle|SHOPPER_2|CLOSE|relay\.orders/, 'nothing is paid'],
  [/tok_declined|lost_hold|left/, /./, 'same as in tok_visa or tok_stolen, or not on its way'],
  [/^/, /SHOPPER_2|CLOSE_1|CHARGE_2/, 'there is no second attempt'],
  [/^/, /refund/, 'nothing captured is given back'],
  [/tok_timeout/, /charge\.answered/, 'the gateway does not answer'],
  [/visa|stolen/, /PENDING|GATEWAY/, 'the gateway answers at once'],
  [/visa|success/, /undo|ORDER_FAILED/, 'nothing is undone'],
  [/stolen/, /ORDER_FAILED|cart\.clear|notifications/, 'there was no order yet'],
  [/stolen|timeout_declined/, /CONFIRM|ORDER\.|FINISH|END/, 'no money, no order'],
];

function reasonOf(name: string, point: string): string | undefined {
  return reasons.find(([who, what]) => who.test(name) && what.test(point))?.[2];
}

/** Which points a test file has time for: those before the gateway is asked, those after, all. */
type Part = 'all' | 'opening' | 'rest';

const inPart = (part: Part, point: string) =>
  part === 'all' || opening.includes(point) === (part === 'opening');

/** The tests of some stories. */
export function crashTests(mine: Name[], part: Part = 'all'): void {
  const worlds: World[] = [];
  before(async () => {
    for (let lane = 0; lane < LANES; lane += 1) worlds.push(await openWorld());
  });
  after(async () => {
    for (const world of worlds) await world.close();
  });

  test('every pair of point and story is crashed, or has a reason not to be', () => {
    const open = names.flatMap((name) =>
      points
        .filter((point) => !chapters[name].crashes.includes(point) && !reasonOf(name, point))
        .map((point) => `${name} ${point}`),
    );
    assert.deepEqual(open, []);
  });

  for (const name of part === 'opening' ? [] : mine) {
    test(`${name} without a crash passes the points of its table and no others`, async () => {
      const { story, passes } = chapters[name];
      const before_ = hits();
      await runInPeace(worlds[0] as World, story);
      const passed = [...hits()].filter(([point, n]) => n > (before_.get(point) ?? 0));
      assert.deepEqual(passed.map(([point]) => point).sort(), passes.toSorted());
    });
  }

  test('a crash at each point, and everything is true afterwards', async (t) => {
    const cells = mine.flatMap((name) =>
      chapters[name].crashes
        .filter((point) => inPart(part, point))
        .map((point) => ({ story: chapters[name].story, point })),
    );
    const results = await runCells(worlds, cells);
    print(t, mine, results);
    assert.ok(cells.length > 0);
    assert.equal(results.size, cells.length);
    const bad = [...results].filter(([, result]) => result !== 'hit');
    assert.deepEqual(
      bad.map(([cell, result]) => `${cell}: ${result}`),
      [],
    );
  });
}

function hits(): Map<string, number> {
  const ours = listFailpoints().filter(({ name }) =>
    /^(checkout|payments|relay|inbox)\./.test(name),
  );
  return new Map(ours.map(({ name, hits: n }) => [name, n]));
}

interface Cell {
  story: Story;
  point: string;
}

/** Runs the cells, one at a time in each world; 'hit' or what went wrong. */
async function runCells(worlds: World[], cells: Cell[]): Promise<Map<string, string>> {
  const results = new Map<string, string>();
  const queue = [...cells];
  const lane = async (world: World) => {
    for (let cell = queue.shift(); cell; cell = queue.shift()) {
      const name = `${cell.story.name} ${cell.point}`;
      try {
        results.set(name, (await runSchedule(world, cell)) ? 'hit' : 'was never reached');
      } catch (error) {
        results.set(name, error instanceof Error ? String(error.stack) : String(error));
      }
    }
  };
  await Promise.all(worlds.map(lane));
  return results;
}

/** The table of cells: 'hit', '-' where there is a reason, and what failed. */
function print(t: TestContext, mine: Name[], results: Map<string, string>): void {
  const width = Math.max(...points.map(({ length }) => length));
  t.diagnostic(`${' '.repeat(width)}  ${mine.join('  ')}`);
  for (const point of points) {
    if (!mine.some((name) => results.has(`${name} ${point}`))) continue;
    const cells = mine.map((name) => {
      const result = results.get(`${name} ${point}`) ?? '-';
      return (result.length > 3 ? 'BAD' : result).padEnd(name.length);
    });
    t.diagnostic(`${point.padEnd(width)}  ${cells.join('  ')}`);
  }
  t.diagnostic(`${results.size} crashes`);
}
