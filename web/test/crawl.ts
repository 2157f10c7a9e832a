// What every page must be, whatever it shows: readable, reachable by keyboard, inside its screen.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** Serious findings of axe (WCAG 2.2 A and AA), one line each. */
export async function axeFindings(page: Page, only?: string[]): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  // Our pages hold no frames; the other mode opens a page of its own for each look.
  const builder = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (only ? builder.withRules(only) : builder.withTags(tags)).analyze();
  return violations.map(({ id, help, nodes }) => {
    const where = nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.html}`);
    return `axe ${id}: ${help}\n      ${where.join('\n      ').slice(0, 900)}`;
  });
}

/** One heading, a title, a description where search engines may come, no message ids as words. */
export function formFindings(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const headings = [...document.querySelectorAll('h1')];
    if (headings.length !== 1) found.push(`${headings.length} h1`);
    if ((headings[0]?.textContent ?? '').trim() === '') found.push('the h1 says nothing');
    if (!/\S+ .*Trueshelf|Trueshelf.* \S+/.test(document.title))
      found.push(`title ${document.title}`);
    const content = (name: string) =>
      document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';
    const said = content('description').trim();
    if (!content('robots').includes('noindex') && said.length < 20) found.push('no description');
    const words = document.body.innerText.match(/(?:^|\s)[a-z]+(?:\.[a-z-]+){1,4}(?=\s|$)/g) ?? [];
    const ids = words
      .map((word) => word.trim())
      .filter((word) => !/\.(?:test|com|org)$/.test(word));
    if (ids.length > 0) found.push(`message ids: ${ids.slice(0, 4).join(', ')}`);
    if (/\{\w+\}|undefined|\bNaN\b|\[object/.test(document.body.innerText))
      found.push('raw values');
    return found;
  });
}

/** Whether anything makes the page wider than the screen, and what. */
export async function widthFindings(page: Page, what: string): Promise<string[]> {
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return null;
    const isOut = (element: Element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && (right > clientWidth + 1 || left < -1);
    };
    const all = [...document.body.querySelectorAll('*')].filter(isOut);
    const worst = all.filter((element) => ![...element.children].some(isOut)).slice(0, 3);
    const named = worst.map((one) => one.outerHTML.slice(0, 160));
    return `${scrollWidth} > ${clientWidth}: ${named.join(' | ')}`;
  });
  return wide === null ? [] : [`${what}: scrolls sideways, ${wide}`];
}

const stops_max = 40;

/** Goes through the page by Tab: each stop is seen to have the focus, and nothing covers it. */
export async function focusFindings(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
    scrollTo(0, 0);
  });
  const found = new Set<string>();
  for (let stop = 0; stop < stops_max; stop += 1) {
    await page.keyboard.press('Tab');
    let said = await page.evaluate(lookAtFocus);
    // What moves in when it gets the focus, or scrolls there, may need a frame or two.
    for (let look = 0; look < 8 && said !== null && said !== 'end'; look += 1) {
      await page.waitForTimeout(40);
      said = await page.evaluate(lookAtFocus);
    }
    if (said === 'end') break;
    if (said !== null) found.add(said);
  }
  return [...found];
}

/** Runs in the page: null when the focused element shows it; 'end' when the focus left the page. */
function lookAtFocus(): string | null {
  const element = document.activeElement;
  if (element === null || element === document.body) return 'end';
  const name = element.outerHTML.slice(0, 140);
  const shown = element.closest('label') ?? element;
  const styles = [getComputedStyle(element), getComputedStyle(shown)];
  const isRinged = styles.some(
    ({ outlineStyle, outlineWidth, boxShadow }) =>
      (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || boxShadow !== 'none',
  );
  if (!isRinged) return `no sign of focus: ${name}`;
  const { left, top, width, height } = element.getBoundingClientRect();
  // Radio buttons behind their label are as large as nothing; their label shows the focus.
  if (width < 2 || height < 2) return null;
  const at = [0.5, 0.1, 0.9].map((part) =>
    document.elementFromPoint(left + width / 2, top + height * part),
  );
  const isMine = (one: Element | null) =>
    one !== null && (element.contains(one) || one.contains(element) || shown.contains(one));
  if (!at.some(isMine)) return `focus is covered by ${at[0]?.outerHTML.slice(0, 80)}: ${name}`;
  return null;
}

/** The browser takes its time over this, and now and then forgets it. */
async function forceColors(page: Page): Promise<void> {
  const taken = () => matchMedia('(forced-colors: active)').matches;
  for (let tries = 1; ; tries += 1) {
    await page.emulateMedia({ forcedColors: 'active' });
    try {
      await page.waitForFunction(taken, undefined, { timeout: 3_000 });
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
      return;
    } catch (error) {
      if (tries === 5) throw error;
      await page.emulateMedia({ forcedColors: 'none' });
    }
  }
}

/** What keeps its own colours or has no edge. The browser may draw new colours a moment late. */
async function stubbornParts(page: Page): Promise<string[]> {
  for (let tries = 1; ; tries += 1) {
    const found = await page.evaluate(() => {
      const all = [...document.body.querySelectorAll('*')];
      const own = all.filter((one) => getComputedStyle(one).forcedColorAdjust === 'none');
      const bare = all.filter((one) => {
        if (one.tagName !== 'BUTTON' || one.getBoundingClientRect().width === 0) return false;
        const { borderTopWidth, textDecorationLine } = getComputedStyle(one);
        return parseFloat(borderTopWidth) === 0 && !textDecorationLine.includes('underline');
      });
      const named = (what: string) => (one: Element) => `${what}: ${one.outerHTML.slice(0, 120)}`;
      return [
        ...own.slice(0, 2).map(named('keeps its own colours')),
        ...bare.slice(0, 2).map(named('a button without an edge')),
      ];
    });
    if (found.length === 0 || tries === 10) return found;
    await page.waitForTimeout(200);
  }
}

/** With the system's own colours: nothing insists on its own, and all words can be read. */
export async function forcedFindings(page: Page): Promise<string[]> {
  await forceColors(page);
  const stubborn = await stubbornParts(page);
  const unread = await axeFindings(page, ['color-contrast']);
  await page.emulateMedia({ forcedColors: 'none' });
  return [...stubborn, ...unread].map((one) => `forced colours: ${one}`);
}
