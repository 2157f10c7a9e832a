// Writes the pages that are made from the code: errors, events, routes, limits and the
// configuration table. Run `node tools/generate-docs.ts` after a change of any of them;
// tools/generate-docs.test.ts compares and says so.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig, renderConfig } from '#kernel/config/config.ts';
import { renderErrors } from '#kernel/core/error.ts';
import { asyncApi, renderEvents } from '#kernel/events/render.ts';
import { describeRooms } from '#kernel/host/describe.ts';
import { rooms } from '#services/directory.ts';
import { renderLimits, type LimitSource } from './render-limits.ts';
import { renderRoutes } from './render-routes.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The text that each generated page has to have, by path. */
export async function generateDocs(): Promise<Map<string, string>> {
  // Loading every room defines every error code.
  const { routes } = await describeRooms(rooms, loadConfig({}));
  const sets = rooms.flatMap((room) => (room.events ? [room.events] : []));
  const limits = await Promise.all(rooms.map((room) => limitsOf(room.name)));
  return new Map([
    ['docs/ERRORS.md', renderErrors()],
    ['docs/EVENTS.md', renderEvents(sets)],
    ['docs/asyncapi.json', `${JSON.stringify(asyncApi(sets), null, 2)}\n`],
    ['docs/ROUTES.md', renderRoutes(routes)],
    ['docs/LIMITS.md', between('docs/LIMITS.md', 'limits', renderLimits(limits))],
    ['README.md', between('README.md', 'config', renderConfig())],
  ]);
}

async function limitsOf(room: string): Promise<LimitSource> {
  const file = join(root, 'services', room, 'contract.ts');
  const values = (await import(file)) as Record<string, unknown>;
  return { room, text: readFileSync(file, 'utf8'), values };
}

/** A page with the text between its `<!-- name:start -->` and `<!-- name:end -->` replaced. */
function between(path: string, name: string, text: string): string {
  const page = readFileSync(join(root, path), 'utf8');
  const [start, end] = [`<!-- ${name}:start -->\n`, `<!-- ${name}:end -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${path} has no ${start.trim()} … ${end}`);
  return `${page.slice(0, from)}${start}${text}${page.slice(to)}`;
}

/** The pages whose file has other text; `write` mends them. */
export async function compareDocs(options: { write: boolean }): Promise<string[]> {
  const pages = await generateDocs();
  const stale = [...pages].filter(([path, text]) => {
    const file = join(root, path);
    return !existsSync(file) || readFileSync(file, 'utf8').replaceAll('\r\n', '\n') !== text;
  });
  if (options.write) for (const [path, text] of stale) writeFileSync(join(root, path), text);
  return stale.map(([path]) => path);
}

if (import.meta.main) {
  const written = await compareDocs({ write: true });
  process.stdout.write(written.length === 0 ? 'Nothing to do.\n' : `${written.join('\n')}\n`);
}
