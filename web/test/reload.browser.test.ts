// Who reloads a page while their session is being renewed stays signed in: the reply with the next
// cookie finds its way although the page that asked is gone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemClock } from '#kernel/core/clock.ts';
import { openShop, startApp, type App } from '../../test/app.ts';
import { openBrowser, phone, type Opened } from './browser.ts';
import { signIn, someone, until } from './person-kit.ts';

let app: App;
let browser: Opened | undefined;
/** Renewals that came while somebody counts, and how long each of them takes. */
let renewals = -1;
const pauses_ms = [1_000, 2_000];

before(async () => {
  app = await startApp({
    web: true,
    config: { rateLimitMultiplier: 0 },
    trouble: async (route) => {
      if (route !== 'POST /auth/refresh' || renewals < 0) return;
      renewals += 1;
      await systemClock.sleep(pauses_ms[renewals - 1] ?? 0);
    },
  });
  await openShop(app);
});

after(async () => {
  await browser?.close();
  await app?.stop();
});

test('a page that is reloaded while its session is renewed is still theirs', async () => {
  const ada = await someone(app);
  browser = await openBrowser({ viewport: phone, reducedMotion: true });
  const page = await browser.page();
  await signIn(page, app, ada);
  renewals = 0;
  await page.goto(`${app.url}/account`);
  await until('asked', async () => (renewals === 1 ? true : undefined));
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Hello' }).waitFor({ timeout: 60_000 });
  assert.ok(renewals >= 3, 'the one that was lost, the one that came too late, and its successor');
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Hello' }).waitFor();
});
