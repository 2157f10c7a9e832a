// `node web/test/shots.ts <origin> <folder> <path>…`: pictures of pages at 390 and 1440 px, light
// and dark, to look at while working on them. `--top` takes only the first screen.
import { join } from 'node:path';
import { alive, desktop, openBrowser, phone, screenshot } from './browser.ts';

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const top = process.argv.includes('--top');
const only = process.argv.find((word) => word.startsWith('--only='))?.slice('--only='.length);
const [origin = 'http://localhost:3000', folder = '/tmp/shots', ...paths] = words;

for (const [size, viewport] of Object.entries({ phone, desktop })) {
  for (const scheme of ['light', 'dark'] as const) {
    if (only !== undefined && !`${size}-${scheme}`.includes(only)) continue;
    const browser = await openBrowser({ viewport, scheme, reducedMotion: true });
    for (const path of paths.length === 0 ? ['/'] : paths) {
      const page = await browser.page();
      await page.goto(origin + path);
      await alive(page);
      const name = path.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home';
      const file = join(folder, `${name}-${size}-${scheme}.png`);
      if (top) await page.screenshot({ path: file });
      else await screenshot(page, file);
      console.log(file);
      await page.close();
    }
    for (const problem of browser.problems) console.log('PROBLEM', problem);
    await browser.close();
  }
}
