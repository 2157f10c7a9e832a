/** The storefront inside the HTTP server: pages, their files, pictures, forms, sitemaps. */
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Config } from '#kernel/config/config.ts';
import type { Clock } from '#kernel/core/clock.ts';
import type { ExtendTools } from '#kernel/host/extend.ts';
import { serveAssets } from './assets.ts';
import { serveForms } from './forms.ts';
import { servePictures } from './pictures.ts';
import { uploads } from './picture-shown.ts';
import { openBundle, type Opener } from './opened.ts';
import { pageStore } from './page-cache.ts';
import { pageHeaders, servePages } from './pages.ts';
import { followedTypes, tagsOf } from './purge.ts';
import { serveQueue } from './queue.ts';
import { serveSeo } from './seo.ts';

export interface WebOptions {
  config: Config;
  tools: ExtendTools;
  opener: Opener;
  /** Where the originals of our own pictures are. */
  imagesFolder: string;
}

/** Builds or finds the build; before the server listens, so that a broken build is said at once. */
export function openWeb(options: {
  config: Config;
  clock: Clock;
  onProgress?(sentence: string): void;
}): Promise<Opener> {
  const { config, clock, onProgress } = options;
  return openBundle({
    folder: join(config.home, 'web'),
    watch: !config.production,
    now: () => clock.monotonic(),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
}

export async function mountWeb(app: FastifyInstance, options: WebOptions): Promise<void> {
  const { config, tools, opener, imagesFolder } = options;
  const { clock, log, closed } = tools;
  const follower = tools.follow(followedTypes, {
    onEvents: (events) => store.purge(events.flatMap(tagsOf)),
    onLost: (reason) => {
      store.clear();
      log.debug({ reason: String(reason) }, 'kept pages were dropped');
    },
  });
  const store = pageStore({ clock, following: () => follower.following() });
  app.addHook('onClose', () => follower.stop());
  await serveAssets(app, opener.build);
  const folder = join(config.home, 'pictures');
  servePictures(app, { imagesFolder, folder, config, log, uploads: uploads(config, tools) });
  serveSeo(app, { origin: config.publicUrl, clock, log });
  serveForms(app);
  const { publicUrl: origin, production, gateways, imageHosts: mediaHosts } = config;
  const { opened } = opener;
  const cardScript = gateways.stripe?.fields?.script ?? null;
  const answers = { opened, store, closed, origin, production };
  const headers = pageHeaders({ cardScript: null, mediaHosts: [], production });
  serveQueue(app, { build: opener.build, headers });
  servePages(app, { ...answers, cardScript, mediaHosts, log });
}
