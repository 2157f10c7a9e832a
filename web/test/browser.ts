// A real browser for tests of pages: a new profile each, errors of the page are failures, axe,
// a slow phone, screenshots. Close it in `after`.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

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
}

export interface Opened {
  context: BrowserContext;
  /** A page whose script errors and policy violations are collected in `problems`. */
  page(): Promise<Page>;
  /** What went wrong on the pages; assert that it is empty. */
  problems: string[];
  close(): Promise<void>;
}

export async function openBrowser(options: BrowserOptions = {}): Promise<Opened> {
  const profile = mkdtempSync(join(tmpdir(), 'trueshelf-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: FLAGS,
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
      page.setDefaultTimeout(15_000);
      page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
      page.on('console', (message) => {
        // Replies of 4xx are told by the page itself; everything else is ours to mend.
        const text = message.text();
        if (message.type() !== 'error' || /status of 4\d\d/.test(text)) return;
        problems.push(`${page.url()}: ${text}`);
      });
      return page;
    },
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/**
 * Resolves when the page has come to life and nothing is on its way; a stream that stays open is
 * not waited for.
 */
export async function alive(page: Page): Promise<void> {
  await page.waitForFunction(() => 'alive' in document.documentElement.dataset);
  await page.waitForLoadState('networkidle', { timeout: 2_500 }).catch(() => undefined);
}

/** No serious finding by axe (WCAG 2.2 A and AA). */
export async function assertAccessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
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
