/** The bundle that renders pages, loaded once; in development again when its sources change. */
import { buildWeb, sourceDigest, type BuildOptions, type WebBuild } from '../build.ts';
import type { Assets, Bundle } from '../storefront/rendering.ts';
import { assetsOf } from './assets.ts';

export interface Opened {
  digest: string;
  build: WebBuild;
  bundle: Bundle;
  assets: Assets;
}

export interface Opener {
  /** What renders now. With `watch` the sources are looked at again, at most once a second. */
  opened(): Promise<Opened>;
  build(): WebBuild;
}

const look_ms = 1_000;

async function open(build: WebBuild): Promise<Opened> {
  const bundle = (await import(build.serverEntry)) as Bundle;
  await bundle.warm();
  return { digest: build.digest, build, bundle, assets: assetsOf(build.manifest) };
}

export interface OpenerOptions extends BuildOptions {
  watch: boolean;
  now(): number;
}

/** Builds when that is needed; errors are those of the build. */
export async function openBundle(options: OpenerOptions): Promise<Opener> {
  let current = open(await buildWeb(options));
  let present = await current;
  let looked_ms = options.now();
  const refreshed = async (): Promise<Opened> => {
    const digest = sourceDigest();
    if (digest === present.digest) return present;
    // A broken source leaves the last good build in place; its error is shown.
    present = await open(await buildWeb(options));
    return present;
  };
  return {
    build: () => present.build,
    opened: () => {
      if (!options.watch || options.now() - looked_ms < look_ms) return current;
      looked_ms = options.now();
      current = refreshed().catch((error: unknown) => {
        options.onProgress?.(`The storefront cannot be built: ${String(error)}`);
        return present;
      });
      return current;
    },
  };
}
