// Builds the storefront once per state of its sources: the browser's bundle with content hashes
// in its names, and the server's bundle that renders pages. `npm start`, tests and benches all
// call `buildWeb`; it costs some milliseconds when nothing changed and two seconds when it did.
// Building is done by a process of its own: the tools take hundreds of megabytes, and set
// NODE_ENV, both of which the shop would keep until its end.
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { InlineConfig } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const KEPT = 3;
const MARKER = 'built.json';
const maker = '--make';

export interface WebBuild {
  digest: string;
  /** Files for the browser, below `assets/`, and `sw.js`. */
  clientFolder: string;
  /** To import: gives `render`; see web/server/bundle.ts. */
  serverEntry: string;
  manifest: Manifest;
}

/** Vite's manifest: what each source file became. */
export type Manifest = Record<
  string,
  { file: string; css?: string[]; imports?: string[]; dynamicImports?: string[]; src?: string }
>;

export interface BuildOptions {
  /** Where builds are kept: `<home>/web`. */
  folder?: string;
  /** With English in a language made of accents, for the test of what is no message. */
  pseudo?: boolean;
  onProgress?(sentence: string): void;
}

/** A digest of everything that a build depends on; about 20 ms. */
export function sourceDigest(): string {
  const files = globSync(['web/{client,ui,storefront}/**/*', 'web/build*.ts'], { cwd: root })
    .filter((path) => !/\.test\.\w+$/.test(path) && statSync(join(root, path)).isFile())
    .sort();
  const hash = createHash('sha256').update(process.version);
  for (const path of [...files, 'package-lock.json']) {
    hash.update(`\0${path.replaceAll('\\', '/')}\0`).update(readFileSync(join(root, path)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** The build of the present sources, made now when there is none. Errors: those of Vite. */
export async function buildWeb(options: BuildOptions = {}): Promise<WebBuild> {
  const name = options.pseudo === true ? 'web-pseudo' : 'web';
  const folder = options.folder ?? join(root, '.trueshelf', name);
  const digest = sourceDigest();
  const place = join(folder, digest);
  if (!existsSync(join(place, MARKER))) {
    options.onProgress?.('Building the storefront');
    await makeApart(folder, digest, options);
    forgetOld(folder, digest);
  }
  return open(place, digest);
}

function open(place: string, digest: string): WebBuild {
  const manifestFile = join(place, 'client', '.vite', 'manifest.json');
  return {
    digest,
    clientFolder: join(place, 'client'),
    serverEntry: pathToFileURL(join(place, 'server', 'entry-server.js')).href,
    manifest: JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest,
  };
}

/** `make` in another process, which goes when this one does. */
function makeApart(folder: string, digest: string, { pseudo = false }: BuildOptions) {
  return new Promise<void>((resolve, reject) => {
    const child = fork(import.meta.filename, [maker, folder, digest, String(pseudo)]);
    let failed: string | undefined;
    child.on('message', (message: { failed: string }) => (failed = message.failed));
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(failed ?? `the build ended with ${signal ?? `code ${code}`}`));
    });
  });
}

/** What the other process does. */
async function makeHere([folder = '', digest = '', pseudo = '']: string[]): Promise<void> {
  const gone = () => process.exit(1);
  process.on('disconnect', gone);
  try {
    await make(folder, digest, { pseudo: pseudo === 'true' });
  } catch (error) {
    process.exitCode = 1;
    const failed = error instanceof Error ? error.message : String(error);
    await new Promise<unknown>((sent) => process.send?.({ failed }, sent));
  }
  process.off('disconnect', gone);
  process.disconnect();
}

/** Built aside and moved in place, so that two processes may do it at once. */
async function make(folder: string, digest: string, options: BuildOptions): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const aside = join(folder, `making-${digest}-${process.pid}`);
  rmSync(aside, { recursive: true, force: true });
  try {
    const { build } = await import('vite');
    const clientFolder = join(aside, 'client');
    await build(await clientConfig(clientFolder, options));
    (await import('./build-queue.ts')).writeQueue(clientFolder);
    await build(await serverConfig(join(aside, 'server'), options));
    writeFileSync(join(aside, MARKER), `${JSON.stringify({ digest })}\n`);
    try {
      renameSync(aside, join(folder, digest));
    } catch (error) {
      if (!existsSync(join(folder, digest, MARKER))) throw error;
    }
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Keeps the last few builds, so that going back and forth between branches is quick. */
function forgetOld(folder: string, digest: string): void {
  const builds = readdirSync(folder)
    .filter((name) => /^[0-9a-f]{16}$/.test(name) && name !== digest)
    .map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { name } of builds.slice(KEPT - 1)) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

type Common = InlineConfig & { root: string };

async function common(outDir: string, { pseudo = false }: BuildOptions): Promise<Common> {
  const [{ default: tailwind }, { messagesPlugin }] = await Promise.all([
    import('@tailwindcss/vite'),
    import('./build-messages.ts'),
  ]);
  return {
    root: join(root, 'web', 'storefront'),
    configFile: false,
    envDir: false,
    mode: 'production',
    // Vite takes React's development runtime when NODE_ENV is 'test'.
    oxc: { jsx: { runtime: 'automatic', development: false } },
    logLevel: 'error',
    publicDir: false,
    plugins: [messagesPlugin({ pseudo }), tailwind()],
    build: { outDir, emptyOutDir: true, target: 'es2022', reportCompressedSize: false },
  };
}

async function clientConfig(outDir: string, options: BuildOptions): Promise<InlineConfig> {
  const config = await common(outDir, options);
  const { plainImportsPlugin, slimRouterPlugin } = await import('./build-router.ts');
  const source = (name: string) => join(root, 'web', 'storefront', name);
  return {
    ...config,
    plugins: [slimRouterPlugin(), plainImportsPlugin(), ...(config.plugins ?? [])],
    build: {
      ...config.build,
      manifest: true,
      cssCodeSplit: false,
      // The page names all scripts it needs at the start; later ones are small.
      modulePreload: false,
      // Small pictures inside the style would be blocked by the page's own policy.
      assetsInlineLimit: 0,
      rollupOptions: {
        // The words are loaded by address, so nobody is seen to use what they export.
        preserveEntrySignatures: 'exports-only',
        input: {
          app: source('entry-client.tsx'),
          first: source('first.ts'),
          sw: source('service-worker.ts'),
          queue: source('queue/room.ts'),
          ...Object.fromEntries(
            // Not imported by any script: the page says which ones its browser should load.
            globSync('i18n/locales/*/*.json', { cwd: config.root }).map((path) => [
              `words-${path.replaceAll('\\', '/').split('/').slice(-2).join('-').slice(0, -5)}`,
              source(path),
            ]),
          ),
        },
        output: {
          entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash:7].js'),
          // The table of pages, which every page loads, names each of them.
          chunkFileNames: 'assets/[name]-[hash:7].js',
        },
      },
    },
  };
}

async function serverConfig(outDir: string, options: BuildOptions): Promise<InlineConfig> {
  const config = await common(outDir, options);
  return {
    ...config,
    // Everything inside: React must be its production build whatever NODE_ENV says.
    ssr: { noExternal: true, target: 'node' },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      ...config.build,
      ssr: join(root, 'web', 'storefront', 'entry-server.tsx'),
      minify: false,
    },
  };
}

async function command(args: string[]): Promise<void> {
  if (args[0] === maker) return makeHere(args.slice(1));
  const started = performance.now();
  const built = await buildWeb({ onProgress: (sentence) => console.log(sentence) });
  const took_ms = Math.round(performance.now() - started);
  console.log(`${relative(root, built.clientFolder)} in ${took_ms} ms`);
}

if (import.meta.main) await command(process.argv.slice(2));
