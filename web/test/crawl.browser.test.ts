// Every page of the table of routes in every state it can have: with data, with nothing yet, with
// an API that fails, with one that does not answer, and for somebody who may not see it. A page
// that is added to the table must be added here.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { Failure } from '#kernel/core/error.ts';
import { commitNumber } from '../../tools/commit-number.ts';
import { desktop, openBrowser, phone, type Opened } from './browser.ts';
import {
  axeFindings,
  focusFindings,
  forcedFindings,
  formFindings,
  widthFindings,
} from './crawl.ts';
import { openEvents, type Events } from './world-events.ts';
import { become, openWorld, pageOf, type Person, type World } from './world.ts';

const SHIFT_MAX = 0.05;

interface Visit {
  /** An address with data. */
  at(world: World): string;
  who?: 'shopper' | 'organiser';
  /** Where there is nothing: another address, or the same one for somebody new. */
  empty?: ((world: World) => string) | 'newcomer';
  /**
   * What becomes of it when the API fails: `page` an error page with its status, `notice` words
   * inside the page, `spared` a page that does without the API or says nothing about it.
   */
  fails: 'page' | 'notice' | 'spared';
  /** Who is not signed in is told so, with the way in. */
  closed?: true;
}

const mine = { who: 'shopper', closed: true } as const;
const plans = { who: 'organiser', closed: true } as const;

const visits: Record<string, Visit> = {
  '/': { at: () => '/', fails: 'spared' },
  '/c/*': {
    at: ({ category }) => `/c/${category}`,
    empty: ({ emptyCategory }) => `/c/${emptyCategory}`,
    fails: 'page',
  },
  '/p/:slug': { at: ({ product }) => `/p/${product.slug}?color=red`, fails: 'page' },
  '/cart': { at: () => '/cart', who: 'shopper', empty: 'newcomer', fails: 'notice' },
  '/compare': {
    at: ({ product }) => `/compare?items=${product.slug}&q=thing`,
    empty: () => '/compare',
    fails: 'page',
  },
  '/checkout/*': {
    at: () => '/checkout',
    who: 'shopper',
    empty: 'newcomer',
    fails: 'notice',
  },
  '/search': {
    at: () => '/search?q=thing',
    empty: () => '/search?q=zzyzzyqq',
    fails: 'page',
  },
  '/s/:seller': { at: ({ sellerSlug }) => `/s/${sellerSlug}`, fails: 'page' },
  '/sale/:saleId/*': { at: ({ saleId }) => `/sale/${saleId}`, fails: 'page' },
  '/events': { at: () => '/events', empty: () => '/events?city=nowhere', fails: 'page' },
  '/e/:slug/*': { at: ({ eventSlug }) => `/e/${eventSlug}`, fails: 'page' },
  '/tickets/take': { at: () => '/tickets/take', fails: 'spared' },
  '/tickets': { at: () => '/tickets', ...mine, empty: 'newcomer', fails: 'notice' },
  '/about': { at: () => '/about', fails: 'spared' },
  '/help': { at: () => '/help', empty: () => '/help?q=zzyzzyqq', fails: 'spared' },
  '/contact': { at: () => '/contact', fails: 'spared' },
  '/delivery': { at: () => '/delivery', fails: 'spared' },
  '/returns-policy': { at: () => '/returns-policy', fails: 'spared' },
  '/privacy': { at: () => '/privacy', fails: 'spared' },
  '/terms': { at: () => '/terms', fails: 'spared' },
  '/orders': { at: () => '/orders', ...mine, empty: 'newcomer', fails: 'notice' },
  '/orders/lookup': { at: () => '/orders/lookup', fails: 'spared' },
  '/orders/:number': {
    at: ({ shopper }) => `/orders/${shopper.orderNumber}`,
    ...mine,
    empty: 'newcomer',
    fails: 'notice',
  },
  '/orders/:number/confirmed': {
    at: ({ shopper }) => `/orders/${shopper.orderNumber}/confirmed`,
    ...mine,
    empty: 'newcomer',
    fails: 'notice',
  },
  '/orders/:number/return': {
    at: ({ shopper }) => `/orders/${shopper.deliveredNumber}/return`,
    ...mine,
    empty: 'newcomer',
    fails: 'notice',
  },
  '/orders/:number/review': {
    at: ({ shopper }) => `/orders/${shopper.deliveredNumber}/review`,
    ...mine,
    empty: 'newcomer',
    fails: 'notice',
  },
  '/returns/:number': {
    at: ({ shopper }) => `/returns/${shopper.returnNumber}`,
    ...mine,
    empty: 'newcomer',
    fails: 'notice',
  },
  '/wishlists': { at: () => '/wishlists', ...mine, empty: 'newcomer', fails: 'notice' },
  '/w/:token': {
    at: ({ shopper }) => `/w/${shopper.wishToken}`,
    empty: ({ shopper }) => `/w/${shopper.bareToken}`,
    fails: 'page',
  },
  '/alerts/:what': {
    at: () => '/alerts/confirm#token=abc',
    empty: () => '/alerts/stop',
    fails: 'spared',
  },
  '/sign-in': { at: () => '/sign-in?next=/cart', fails: 'spared' },
  '/sign-up': { at: () => '/sign-up', fails: 'spared' },
  '/forgot-password': { at: () => '/forgot-password', fails: 'spared' },
  '/reset-password': {
    at: () => '/reset-password#token=abc',
    empty: () => '/reset-password',
    fails: 'spared',
  },
  '/verify-email': { at: () => '/verify-email', ...mine, fails: 'spared' },
  '/account': { at: () => '/account', ...mine, empty: 'newcomer', fails: 'notice' },
  '/account/messages': {
    at: () => '/account/messages',
    ...mine,
    empty: 'newcomer',
    fails: 'notice',
  },
  '/account/messages/:threadId': { at: () => '/account/messages/new', ...mine, fails: 'spared' },
  // Of sellers: others are asked to sign in.
  '/selling/*': { at: () => '/selling', fails: 'spared' },
  '/selling/events/*': { at: () => '/selling/events', fails: 'spared' },
  '/selling/messages': { at: () => '/selling/messages', fails: 'spared' },
  '/selling/messages/:threadId': { at: () => '/selling/messages/new', fails: 'spared' },
  '/account/addresses': {
    at: () => '/account/addresses',
    ...mine,
    empty: 'newcomer',
    fails: 'notice',
  },
  '/account/payments': {
    at: () => '/account/payments',
    ...mine,
    empty: 'newcomer',
    fails: 'notice',
  },
  '/account/reviews': {
    at: () => '/account/reviews',
    ...mine,
    empty: 'newcomer',
    fails: 'notice',
  },
  '/account/security': { at: () => '/account/security', ...mine, fails: 'notice' },
  '/account/preferences': { at: () => '/account/preferences', ...mine, fails: 'notice' },
  '/notifications': { at: () => '/notifications', ...mine, empty: 'newcomer', fails: 'notice' },
  '/admin/reviews': { at: () => '/admin/reviews', ...mine, fails: 'spared' },
  '/admin/sync': { at: () => '/admin/sync', ...mine, fails: 'spared' },
  '/admin/shipping/*': { at: () => '/admin/shipping', ...mine, fails: 'spared' },
  '/admin/price-lists/*': { at: () => '/admin/price-lists', ...mine, fails: 'spared' },
  '/admin/competitor-prices': { at: () => '/admin/competitor-prices', ...mine, fails: 'spared' },
  '/admin/:desk/*': { at: () => '/admin/promotions/new', ...mine, fails: 'spared' },
  '/offline': { at: () => '/offline', fails: 'spared' },
  '*': { at: () => '/no/such/page', fails: 'spared' },
};

/** Pages that share a line of the table with another. */
const others: Record<string, Visit> = {
  'a unit of a sale': { at: ({ saleId }) => `/sale/${saleId}/turn`, fails: 'page' },
  'the report of a sale': { at: ({ saleId }) => `/sale/${saleId}/fairness`, fails: 'page' },
  'a booking': {
    at: ({ eventSlug }) => `/e/${eventSlug}/book`,
    ...mine,
    empty: 'newcomer',
    fails: 'page',
  },
  'held seats': { at: () => events.held, ...mine, fails: 'page' },
  'an event that is sold out': { at: () => `/e/${events.soldOutSlug}`, fails: 'page' },
  'an event that is cancelled': { at: () => `/e/${events.cancelledSlug}`, fails: 'page' },
  'a ticket that is offered': { at: () => `/tickets/take#token=${events.token}`, fails: 'notice' },
  'events of an organiser': { at: () => '/selling/events', ...plans, fails: 'notice' },
  'a plan': { at: () => '/selling/events/new', ...plans, fails: 'notice' },
  'an event of an organiser': {
    at: () => `/selling/events/${events.eventId}`,
    ...plans,
    fails: 'notice',
  },
  'a draft': { at: () => `/selling/events/${events.draftId}/edit`, ...plans, fails: 'notice' },
  'a door': { at: () => `/selling/events/${events.eventId}/door`, ...plans, fails: 'notice' },
  'a price list': { at: () => '/admin/price-lists/new', ...mine, fails: 'spared' },
  'sales of operators': { at: () => '/admin/flash-sales', ...mine, fails: 'spared' },
};

const table = readFileSync(new URL('../storefront/routes.tsx', import.meta.url), 'utf8');
const paths = [...table.matchAll(/^ {4}path: '([^']+)',$/gm)].map(([, path]) => path ?? '');

let world: World;
let events: Events;
let browser: Opened;

before(async () => {
  world = await openWorld();
  events = await openEvents(world);
  browser = await openBrowser({ viewport: phone, reducedMotion: true });
});
after(async () => {
  await browser?.close();
  await world?.app.stop();
});

test('every page of the table of routes is looked at here', () => {
  assert.ok(paths.length > 10);
  assert.deepEqual(Object.keys(visits).sort(), paths.toSorted());
});

interface Look {
  path: string;
  at: string;
  page: Page;
  /** Adds what is wrong. */
  found(...what: string[]): void;
}

interface Round {
  who: Person | null;
  take(visit: Visit, path: string): string | null;
  look(one: Look, visit: Visit): Promise<void>;
  /** The server's 5xx are part of it. */
  failing?: boolean;
  /** Pages at a time. Only one is in front, and the others are neither focused nor painted. */
  at_once?: number;
}

/** Looks at each page that the round takes, some at a time; fails with all that was found. */
async function round({ who, take, look, failing = false, at_once = 1 }: Round): Promise<void> {
  await become(world, browser, who);
  const found: string[] = [];
  const all = Object.entries({ ...visits, ...others });
  const rest = all.filter(([path, visit]) => isAskedFor(path) && take(visit, path) !== null);
  const worker = async () => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
      const [path, visit] = next;
      const page = await pageOf(browser, who);
      const add = (...what: string[]) => found.push(...what.map((one) => `${path}: ${one}`));
      const at = world.app.url + (take(visit, path) ?? '');
      await look({ path, at, page, found: add }, visit).catch((error: unknown) =>
        add(String(error)),
      );
      await page.close();
    }
  };
  await Promise.all(Array.from({ length: at_once }, worker));
  const is5xx = /status of 5\d\d/;
  const problems = browser.problems.splice(0).filter((one) => !failing || !is5xx.test(one));
  assert.equal([...found, ...problems].join('\n'), '');
}

const isWho = (visit: Visit, who: Visit['who']) => visit.who === who;

/** Come to life, and what it loads is there. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => 'js' in document.documentElement.dataset);
  const isStill = () => document.querySelector('main .skeleton') === null;
  await page.waitForFunction(isStill, undefined, { timeout: 10_000 });
  await page.waitForTimeout(60);
}

/**
 * All looks but the first take each page with every third commit; `CRAWL=all` takes all of them,
 * and another pattern (`CRAWL='event|ticket'`) all of those whose name matches and nothing else. A
 * page that is changed is looked at with CRAWL by whoever changes it.
 */
const THIRDS = 3;
const third = commitNumber() % THIRDS;
const places = Object.keys({ ...visits, ...others });
const asked = process.env['CRAWL'] ?? '';
const only = asked === '' || asked === 'all' ? null : new RegExp(asked);
const isAskedFor = (path: string): boolean => only === null || only.test(path);
const isThisTime = (path: string): boolean =>
  asked !== '' || places.indexOf(path) % THIRDS === third;

async function lookAtData({ path, at, page, found }: Look): Promise<void> {
  await page.addInitScript(() => {
    const seen = { shift: 0 };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as unknown as { value: number; hadRecentInput: boolean };
        if (!shift.hadRecentInput) seen.shift += shift.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const reply = await page.goto(at);
  if (reply?.status() !== (path === '*' ? 404 : 200)) found(`status ${reply?.status()}`);
  await settled(page);
  const { shift } = await page.evaluate(
    () => (globalThis as unknown as { seen: { shift: number } }).seen,
  );
  if (shift > SHIFT_MAX) found(`its parts moved by ${shift.toFixed(3)}`);
  found(...(await formFindings(page)), ...(await axeFindings(page)));
  await page.setViewportSize({ width: 320, height: 640 });
  found(...(await widthFindings(page, '320 px')));
  await page.setViewportSize({ width: 640, height: 450 });
  found(...(await widthFindings(page, '1280 px at 200 %')));
  if (!isThisTime(path)) return;
  await page.setViewportSize(desktop);
  found(...(await focusFindings(page)));
  found(...(await forcedFindings(page)));
  await page.setViewportSize(phone);
  await page.goto(at.replace(world.app.url, `${world.app.url}/ar`));
  await settled(page);
  const direction = await page.evaluate(() => getComputedStyle(document.body).direction);
  if (direction !== 'rtl') found(`ar is written ${direction}`);
  found(...(await widthFindings(page, 'ar')), ...(await formFindings(page)));
}

test('with data, for anybody: whole, readable, by keyboard, at every size', () =>
  round({
    who: null,
    take: (visit) => (isWho(visit, undefined) ? visit.at(world) : null),
    look: lookAtData,
  }));

test('with data, for whose it is', () =>
  round({
    who: world.shopper,
    take: (visit) => (isWho(visit, 'shopper') ? visit.at(world) : null),
    look: lookAtData,
  }));

test('with data, for who plans events', () =>
  round({
    who: events.organiser,
    take: (visit) => (isWho(visit, 'organiser') ? visit.at(world) : null),
    look: lookAtData,
  }));

async function lookAtWords({ path, at, page, found }: Look): Promise<void> {
  await page.goto(at);
  await settled(page);
  found(...(await formFindings(page)), ...(await axeFindings(page)));
  const text = (await page.locator('main').innerText()).trim();
  if (text.length < 20) found(`says only ‘${text}’`);
  const ways = await page.locator('main :is(a[href], button)').count();
  if (ways === 0 && path !== '/help') found('leads nowhere');
}

test('with nothing yet: it says so, and how to go on', async () => {
  await round({
    who: null,
    take: ({ empty }, path) =>
      isThisTime(path) && typeof empty === 'function' ? empty(world) : null,
    look: lookAtWords,
  });
  await round({
    who: world.newcomer,
    take: (visit, path) =>
      isThisTime(path) && visit.empty === 'newcomer' ? visit.at(world) : null,
    look: lookAtWords,
  });
});

test('for somebody who may not see it: told so, with the way in', () =>
  round({
    who: null,
    take: (visit, path) => (isThisTime(path) && visit.closed === true ? visit.at(world) : null),
    look: async (one) => {
      await lookAtWords(one);
      const way = one.page.locator('main a[href*="/sign-in?next="]');
      if ((await way.count()) === 0) one.found('no way to sign in and come back');
      const text = await one.page.locator('main').innerText();
      for (const secret of ['1 Test Street', 'Shirin', 'shopper@example.test']) {
        if (text.includes(secret)) one.found(`shows ${secret}`);
      }
    },
  }));

/** The API fails or hangs, but for finding out who is there. */
const spares = (route: string) => route.startsWith('POST /auth/') || route.includes('/stream');

async function lookAtFailure({ path, at, page, found }: Look, { fails }: Visit): Promise<void> {
  const reply = await page.goto(at);
  const status = reply?.status() ?? 0;
  if (fails === 'page' ? status < 500 : status >= 500) found(`status ${status}`);
  await settled(page);
  found(...(await formFindings(page)));
  // What is spared looks as it does on any day.
  if (fails !== 'spared') found(...(await axeFindings(page)));
  const main = page.locator('main');
  if (fails === 'notice') {
    await main.locator('[role=alert]').first().waitFor({ timeout: 8_000 });
    if (!/req_[0-9a-f]{32}/.test(await main.innerText())) found('no number to tell to support');
  }
  if (fails === 'page' && !/req_[0-9a-f]{32}/.test(await main.innerText())) found('no number');
  if (fails !== 'spared' && (await main.locator(':is(a[href], button)').count()) === 0) {
    found('nothing can be done');
  }
  if (fails === 'spared' && path !== '*' && /mistake on our side/.test(await main.innerText())) {
    found('is an error page');
  }
}

/** A query of its own, so that the page was not kept before. */
const anew = (at: string, word: string) => {
  const [rest = '', hash] = at.split('#');
  return `${rest}${rest.includes('?') ? '&' : '?'}${word}=1${hash === undefined ? '' : `#${hash}`}`;
};

test('when the API fails: what happened, what to do, a number for support', async () => {
  world.trouble.now = (route) => {
    if (!spares(route)) throw new Failure('internal-error');
  };
  try {
    const people = { nobody: null, shopper: world.shopper, organiser: events.organiser };
    for (const who of [undefined, 'shopper', 'organiser'] as const) {
      await round({
        who: people[who ?? 'nobody'],
        take: (visit, path) =>
          isThisTime(path) && isWho(visit, who) ? anew(visit.at(world), 'failing') : null,
        look: lookAtFailure,
        failing: true,
      });
    }
  } finally {
    world.trouble.now = null;
  }
});

test('when the API is silent: its shape first, then words; never a blank page', async () => {
  let release = () => {};
  const silence = new Promise<void>((resolve) => (release = resolve));
  world.trouble.now = (route) => (spares(route) ? undefined : silence);
  try {
    await round({
      who: world.shopper,
      take: (visit, path) =>
        isThisTime(path) && visit.who === 'shopper' && visit.fails === 'notice'
          ? anew(visit.at(world), 'slow')
          : null,
      look: lookAtSilence,
      failing: true,
    });
  } finally {
    world.trouble.now = null;
    release();
  }
});

async function lookAtSilence({ at, page, found }: Look): Promise<void> {
  // The browser's deadline is the one clock that cannot be moved on; this one can.
  await page.addInitScript(() => {
    AbortSignal.timeout = (ms) => {
      const over = new AbortController();
      setTimeout(() => over.abort(new DOMException('', 'TimeoutError')), ms);
      return over.signal;
    };
  });
  await page.clock.install();
  await page.goto(at);
  await page.waitForFunction(() => 'js' in document.documentElement.dataset);
  await page.waitForTimeout(300);
  const main = page.locator('main');
  if ((await main.locator('.skeleton').count()) === 0) found('no shape of what is coming');
  if ((await main.locator('[role=status]').count()) === 0) found('does not say that it loads');
  found(...(await formFindings(page)));
  const height = await main.evaluate((element) => element.getBoundingClientRect().height);
  if (height < 300) found(`only ${height} px of shape`);
  await page.clock.runFor(31_000);
  await main.locator('[role=alert]').first().waitFor({ timeout: 8_000 });
  found(...(await axeFindings(page)));
  if ((await main.locator(':is(a[href], button)').count()) === 0) found('nothing can be done');
}

test('a first page whose API is silent is an answer within 12 s', async () => {
  let release = () => {};
  const silence = new Promise<void>((resolve) => (release = resolve));
  world.trouble.now = () => silence;
  try {
    const silent = Object.entries(visits).map(async ([path, visit]) => {
      if (visit.who !== undefined && path !== '/cart') return;
      const started = performance.now();
      const reply = await fetch(world.app.url + anew(visit.at(world), 'silent'));
      const took_s = (performance.now() - started) / 1_000;
      const text = await reply.text();
      assert.ok(took_s < 12, `${path} took ${took_s} s`);
      assert.match(text, /<h1/, path);
      if (visit.fails === 'page') assert.equal(reply.status, 503, path);
      if (reply.status === 503) assert.match(text, /req_[0-9a-f]{32}/, path);
    });
    await Promise.all(silent);
  } finally {
    world.trouble.now = null;
    release();
  }
});
