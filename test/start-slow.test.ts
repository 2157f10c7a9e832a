// A first start that is interrupted while it loads the demo world, and what comes after it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { wasStopped } from '#kernel/doctor/built-in.ts';
import { demoWorld } from '#services/demo/catalogue.ts';
import { homeOf, portOf, run, serve } from './start-kit.ts';

const demo = { TRUESHELF_DEMO: 'on' };

test('Ctrl-C during the demo load, kill -9 in the next, the third loads the rest', async (t) => {
  const home = homeOf(t);
  const first = serve(home, demo);
  await first.said('Stocking the shelves');
  first.child.kill('SIGINT');
  assert.equal(await first.ended, 130, first.output());
  assert.equal(wasStopped(join(home, 'postgres', 'data')), true);

  const second = serve(home, demo);
  await second.said('Stocking the shelves');
  second.child.kill('SIGKILL');
  await second.ended;

  const third = serve(home, demo);
  await third.said('Trueshelf is open');
  const shop = `http://127.0.0.1:${portOf(third)}/api/v1`;
  const { products, offers } = demoWorld();
  const count = products.length + offers.length;
  assert.equal(await countOnce(shop, count), count);
  const login = await fetch(`${shop}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'shopper9@demo.test', password: 'trueshelf-demo-1234' }),
  });
  assert.equal(login.status, 200);

  const beside = { TRUESHELF_HOME: home };
  for (const [args, sentence] of [
    [['demo', '--status'], /is loaded/],
    [['demo', '--load'], /was loaded already/],
    [['check', '--json'], /"violations":0\}/],
    [['backup', '--out', join(home, 'saved')], /Saved \d+ files/],
  ] as const) {
    const command = run([...args], beside);
    assert.equal(await command.ended, 0, command.output());
    assert.match(command.output(), sentence);
  }
  third.child.kill('SIGINT');
  assert.equal(await third.ended, 0, third.output());
  assert.equal(wasStopped(join(home, 'postgres', 'data')), true);

  const again = run(
    ['backup', '--restore', join(home, 'saved'), '--into', `${home}-again`],
    beside,
  );
  assert.equal(await again.ended, 0, again.output());
  assert.match(again.output(), /^Restored /m);
});

/** How many products are listed, once there are so many; what is seen after a minute otherwise. */
async function countOnce(shop: string, wanted: number): Promise<number> {
  for (let look = 0; ; look += 1) {
    const list: unknown = await (await fetch(`${shop}/products`)).json();
    const { total } = (list as { pagination: { total: number } }).pagination;
    if (total === wanted || look === 120) return total;
    await new Promise((done) => setTimeout(done, 500));
  }
}
