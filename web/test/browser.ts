// A real browser for tests of pages: a new profile each, errors of the page are failures, axe,
// a slow phone, screenshots. One process a test file; a profile of its own for whoever opens it.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type Page,
  type Request,
} from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1440, height: 900 };

export interface BrowserOptions {
  viewport?: { width: number; height: number };
  javaScript?: boolean;
  scheme?: 'light' | 'dark';
  locale?: string;
  reducedMotion?: boolean;
  forcedColors?: boolean;
  /** A film (Y4M) that a camera sees over and over, or why there is none; a process of its own. */
  camera?: { film: string } | 'refused' | 'none';
}

export interface Opened {
  context: BrowserContext;
  /** A page whose script errors and policy violations are collected in `problems`. */
  page(): Promise<Page>;
  /** What went wrong on the pages; assert that it is empty. */
  problems: string[];
  close(): Promise<void>;
}

/** Debian's browser; the one without windows where it is installed, for half the work. */
function executable(): string {
  const own = process.env['CHROMIUM'];
  if (own) return own;
  const light = '/usr/bin/chromium-headless-shell';
  return existsSync(light) ? light : '/usr/bin/chromium';
}

/** One process for all that are open; it ends when nobody has opened another for a moment. */
let running: Promise<Browser> | null = null;
let opened = 0;
const LINGER_MS = 300;

async function leave(context: BrowserContext, own: Browser | null): Promise<void> {
  await context.close();
  if (own !== null) return own.close();
  opened -= 1;
  if (opened > 0) return;
  setTimeout(() => {
    if (opened > 0 || running === null) return;
    void running.then((browser) => browser.close());
    running = null;
  }, LINGER_MS);
}

/** Cameras are of the process. Nobody is there to be asked, so the answer is given with it. */
function withCamera(camera: NonNullable<BrowserOptions['camera']>): Promise<Browser> {
  const answer = camera === 'refused' ? '=deny' : '';
  const args = [...FLAGS, `--use-fake-ui-for-media-stream${answer}`];
  if (camera !== 'none') args.push('--use-fake-device-for-media-stream');
  if (typeof camera === 'object') args.push(`--use-file-for-fake-video-capture=${camera.film}`);
  return chromium.launch({ executablePath: executable(), args });
}

function shared(): Promise<Browser> {
  opened += 1;
  running ??= chromium.launch({ executablePath: executable(), args: FLAGS });
  return running;
}

export async function openBrowser(options: BrowserOptions = {}): Promise<Opened> {
  const own = options.camera === undefined ? null : await withCamera(options.camera);
  const browser = own ?? (await shared());
  const context = await browser.newContext({
    viewport: options.viewport ?? desktop,
    javaScriptEnabled: options.javaScript ?? true,
    colorScheme: options.scheme ?? 'light',
    locale: options.locale ?? 'en-US',
    timezoneId: 'UTC',
    serviceWorkers: 'allow',
    reducedMotion: options.reducedMotion === true ? 'reduce' : null,
    forcedColors: options.forcedColors === true ? 'active' : null,
  });
  const problems: string[] = [];
  return {
    context,
    problems,
    page: async () => {
      const page = await context.newPage();
      page.setDefaultTimeout(30_000); // a slow minute is not a defect
      countRequests(page);
      page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
      page.on('console', (message) => {
        // Replies of 4xx are told by the page itself; everything else is ours to mend.
        const text = message.text();
        if (message.type() !== 'error' || /status of 4\d\d/.test(text)) return;
        problems.push(`${page.url()}: ${text}`);
      });
      return page;
    },
    close: () => leave(context, own),
  };
}

/** What a page has asked for and not got yet; streams stay open and do not count. */
const underWay = new WeakMap<Page, Set<Request>>();

function countRequests(page: Page): void {
  const open = new Set<Request>();
  underWay.set(page, open);
  page.on('request', (request) => {
    if (request.headers()['accept'] !== 'text/event-stream') open.add(request);
  });
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
}

/** Resolves when the page has come to life and has had nothing under way for a moment. */
export async function alive(page: Page): Promise<void> {
  await page.locator('html[data-alive]').waitFor({ state: 'attached', timeout: 30_000 });
  const end = performance.now() + 2_500;
  for (let quiet = 0; quiet < 4 && performance.now() < end;) {
    quiet = (underWay.get(page)?.size ?? 0) === 0 ? quiet + 1 : 0;
    await page.waitForTimeout(30);
  }
}

/** No serious finding by axe (WCAG 2.2 A and AA). */
export async function assertAccessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const axe = new AxeBuilder({ page })
    .options({ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })
    .setLegacyMode(); // our pages have no foreign frames, which is what the slow way is for
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, help, nodes }) => {
    const where = nodes.slice(0, 4).map((node) => `  ${node.target.join(' ')} ${node.html}`);
    return [`${id}: ${help}`, ...where].join('\n');
  });
  assert.deepEqual(found, [], page.url());
}

/** A middling phone on a middling network: four times slower, 1.6 Mbit/s, 150 ms away. */
export async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: (1.6 * 1024 * 1024) / 8,
    uploadThroughput: (750 * 1024) / 8,
  });
}

/** The whole page as a picture, for people to look at. */
export async function screenshot(page: Page, file: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  await page.screenshot({ path: file, fullPage: true });
}
