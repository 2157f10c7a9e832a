// A large world: the catalogue that `trueshelf demo --products` grows, by that very command, and
// what shoppers would ask it for. Products are told apart by number; the maker says what they are.
import { slugOf } from '#services/demo/products.ts';
import { growthMaker } from '#services/demo/grow-model.ts';
import type { Context } from './harness.ts';
import { command } from './harness-command.ts';
import { pause } from './harness-load.ts';
import { memoryOf } from './harness-proc.ts';

const grow_ms_max = 60 * 60_000;

/** Makes a world of so many products. */
export async function makeLargeWorld(ctx: Context, url: string, wanted: number): Promise<void> {
  ctx.say(`growing a catalogue of ${wanted} products`);
  const args = ['demo', '--products', String(wanted)];
  const output = await command(url, { args, ms_max: grow_ms_max });
  ctx.say(output.split('\n').at(-1) ?? '');
}

const whole_ms_max = 5 * 60_000;

/**
 * Asks until the answer is found among all products and not among some (`limited`), and keeps how
 * long the first answer and the first whole one took. Gives the body of the whole one.
 */
export async function untilWhole(
  ctx: Context,
  { url, pid }: { url: string; pid: number },
  { path, name }: { path: string; name: string },
): Promise<string> {
  const from_ms = performance.now();
  for (let asked = 0; ; asked += 1) {
    const reply = await fetch(`${url}/api/v1/${path}`);
    const body = await reply.text();
    if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${body.slice(0, 500)}`);
    const value = (performance.now() - from_ms) / 1000;
    if (asked === 0) ctx.keep({ name: `first ${name} after a start`, value, unit: 's' });
    if (!body.includes('"limited":true')) {
      ctx.keep({ name: `first whole ${name}`, value, unit: 's' });
      ctx.keep({
        name: `memory of the shop with ${name}`,
        value: memoryOf(pid).now_mb,
        unit: 'MB',
      });
      return body;
    }
    if (value * 1000 > whole_ms_max) throw new Error(`${path} stays limited`);
    await pause(500);
  }
}

/** What is in a grown world, as far as queries name it. */
export interface Grounds {
  /** Paths of shelves with several aisles below them, and of departments. */
  shelves: readonly string[];
  departments: readonly string[];
  /** Slugs of brands. */
  brands: readonly string[];
  product: ReturnType<typeof growthMaker>['make'];
  aisle(at: number): { noun: string; shelf: string; department: string };
  brandName(at: number): string;
}

export function grounds(): Grounds {
  const maker = growthMaker();
  const paths = maker.aisles.map((one) => one.path.split('/'));
  return {
    shelves: [...new Set(paths.map(([top, shelf]) => `${top}/${shelf}`))],
    departments: [...new Set(paths.map(([top]) => top ?? ''))],
    brands: maker.brands.map(slugOf),
    product: maker.make,
    aisle: (at) => {
      const one = maker.aisles[at];
      if (one === undefined) throw new RangeError('no such aisle');
      return { noun: one.noun, shelf: one.leaf.name, department: one.department.name };
    },
    brandName: (at) => maker.brands[at] ?? '',
  };
}
