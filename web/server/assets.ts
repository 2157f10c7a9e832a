/** The addresses of built files, and the headers they are served with. */
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Manifest, WebBuild } from '../build.ts';
import type { Assets } from '../storefront/rendering.ts';

/** Everything below the app is loaded anyway; what is left are a page's own scripts. */
export function assetsOf(manifest: Manifest): Assets {
  const app = manifest['entry-client.tsx'];
  const first = manifest['first.ts'];
  if (app === undefined || first === undefined) throw new Error('the build has no entry');
  const always = closure(manifest, ['entry-client.tsx']);
  const style = manifest['style.css'];
  if (style === undefined) throw new Error('the build has no style');
  const kept = new Map<string, readonly string[]>();
  const font = Object.values(manifest).find(({ file }) => /latin-wght-normal.*\.woff2$/.test(file));
  const main = [...always].filter((key) => key !== 'entry-client.tsx');
  return {
    style: [`/${style.file}`],
    first: `/${first.file}`,
    app: `/${app.file}`,
    font: font === undefined ? null : `/${font.file}`,
    fileOf: (source) => {
      const entry = manifest[source];
      return entry === undefined ? null : `/${entry.file}`;
    },
    scriptsOf: (sources) => {
      const key = sources.join(' ');
      const known = kept.get(key);
      if (known !== undefined) return known;
      const own = [...closure(manifest, sources)].filter((one) => !always.has(one));
      const files = [...main, ...own].map((one) => `/${manifest[one]?.file ?? ''}`);
      kept.set(key, files);
      return files;
    },
  };
}

function closure(manifest: Manifest, sources: readonly string[]): Set<string> {
  const found = new Set<string>();
  const visit = (key: string) => {
    const entry = manifest[key];
    if (entry === undefined || found.has(key)) return;
    found.add(key);
    for (const one of entry.imports ?? []) visit(one);
  };
  for (const source of sources) visit(source);
  return found;
}

/** Content-hashed files never change; the service worker, whose name is fixed, is asked anew. */
export async function serveAssets(app: FastifyInstance, build: () => WebBuild): Promise<void> {
  await app.register(fastifyStatic, {
    root: build().clientFolder,
    serve: false,
    decorateReply: true,
    index: false,
    dotfiles: 'deny',
  });
  const send = { method: ['GET', 'HEAD'] as ('GET' | 'HEAD')[], exposeHeadRoute: false };
  app.route<{ Params: { '*': string } }>({
    ...send,
    url: '/assets/*',
    handler: (request, reply) => {
      void reply.header('x-content-type-options', 'nosniff');
      const root = join(build().clientFolder, 'assets');
      return reply.sendFile(request.params['*'], root, { immutable: true, maxAge: '365d' });
    },
  });
  app.route({
    ...send,
    url: '/sw.js',
    handler: (_request, reply) => {
      void reply.header('x-content-type-options', 'nosniff');
      return reply.sendFile('sw.js', build().clientFolder, { maxAge: 0 });
    },
  });
}
