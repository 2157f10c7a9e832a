// Completes package-lock.json for the platforms that the machine which wrote it could not see.
//
// npm writes a lock without an entry for an optional package that its registry does not serve,
// and `npm ci` then refuses that lock on every machine. The missing entries are platform
// binaries whose version is pinned by their parent and whose platform is in their name, so they
// can be written down. They carry no integrity hash; npm checks those that have one.
// Run `node tools/lock.ts` after a change of dependencies; tools/tidy.test.ts asks for it.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface LockEntry {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}
export interface Lock {
  packages: Record<string, LockEntry>;
}

const OPERATING_SYSTEMS = 'aix|android|darwin|freebsd|linux|openharmony|win32';
const PROCESSORS = 'arm64|arm|ia32|loong64|ppc64|riscv64|s390x|x64';
const EXACT = /^\d+\.\d+\.\d+\S*$/;
/** WebAssembly builds stand in on every system, so npm writes only their processor. */
const WASM = /\bwasm32-wasi$/;
const PLATFORM = new RegExp(`\\b(${OPERATING_SYSTEMS})-(${PROCESSORS})(?:-(\\w+))?$`);

/** The lock entries that an optional dependency names and the lock does not hold. */
export function missingEntries(lock: Lock): { path: string; entry: LockEntry }[] {
  const missing = new Map<string, LockEntry>();
  for (const [parent, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const path = `node_modules/${name}`;
      if (lock.packages[`${parent}/${path}`] || lock.packages[path]) continue;
      missing.set(path, platformEntry(name, { version, dev: entry.dev ?? false }));
    }
  }
  return [...missing].map(([path, entry]) => ({ path, entry }));
}

/** An entry for a platform package; throws when the name does not tell its platform. */
function platformEntry(name: string, from: { version: string; dev: boolean }): LockEntry {
  const flags = { ...(from.dev && { dev: true }), optional: true };
  if (WASM.test(name) && EXACT.test(from.version)) {
    return { version: from.version, cpu: ['wasm32'], ...flags };
  }
  const [, os, cpu, abi] = PLATFORM.exec(name) ?? [];
  if (!os || !cpu || !EXACT.test(from.version)) {
    throw new Error(`${name}@${from.version} is missing from the lock and its platform is unknown`);
  }
  const libc = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' }[abi ?? ''];
  return {
    version: from.version,
    ...(libc && { libc: [libc] }),
    cpu: [cpu],
    ...flags,
    os: [os],
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock;
  const added = missingEntries(lock);
  for (const { path, entry } of added) lock.packages[path] = entry;
  const [root, ...rest] = Object.entries(lock.packages);
  const sorted = rest.sort(([a], [b]) => (a < b ? -1 : 1));
  lock.packages = Object.fromEntries(root ? [root, ...sorted] : sorted);
  if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${added.length} lock entries added`);
}
