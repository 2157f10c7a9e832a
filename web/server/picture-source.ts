/**
 * Where originals come from: our own folder, or a host that the operator allows. A name that
 * leads elsewhere leads nowhere: the address is resolved once, checked, and connected to as it
 * was checked; redirects are not followed; what is too large or too slow is dropped.
 */
import { lookup } from 'node:dns/promises';
import { readFile, stat } from 'node:fs/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import type { Uploads } from './picture-shown.ts';

export const original_bytes_max = 20 * 1024 * 1024;
const fetch_timeout_ms = 8_000;

export interface SourceOptions {
  imagesFolder: string;
  hosts: readonly string[];
  uploads: Pick<Uploads, 'read'>;
}

/** An original's address in canonical form; null for one that we do not take pictures from. */
export function sourceOf(text: string, { hosts }: Pick<SourceOptions, 'hosts'>): string | null {
  const own = /^images\/([\w-][\w.-]{0,120})$/.exec(text)?.[1];
  if (own !== undefined) return `images/${own}`;
  if (uploadIn(text) !== null) return text;
  if (!/^https:\/\//.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  const plain = url.username === '' && url.password === '' && url.port === '';
  return plain && hosts.includes(url.hostname) ? url.href : null;
}

/** The file of an uploaded picture; null for any other original. */
export function uploadIn(source: string): string | null {
  return /^media\/([0-9a-f]{40}-[0-9a-f]{16}\.webp)$/.exec(source)?.[1] ?? null;
}

/** The original's bytes; null when there is none. Throws when a host does not answer. */
export async function readOriginal(source: string, options: SourceOptions): Promise<Buffer | null> {
  if (source.startsWith('https:')) return fetchOriginal(new URL(source));
  const upload = uploadIn(source);
  if (upload !== null) return options.uploads.read(upload);
  const file = join(options.imagesFolder, source.slice('images/'.length));
  const found = await stat(file).catch(() => null);
  if (found === null || !found.isFile() || found.size > original_bytes_max) return null;
  return readFile(file);
}

const closed = new BlockList();
for (const [block, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  closed.addSubnet(block, bits, 'ipv4');
}
// Of IPv6 only global unicast is open; the ranges within it that reach inside are closed too.
const open6 = new BlockList();
open6.addSubnet('2000::', 3, 'ipv6');
for (const [block, bits] of [
  ['2001::', 23],
  ['2002::', 16],
] as const) {
  closed.addSubnet(block, bits, 'ipv6');
}

/** An address in the public internet. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, 'ipv4');
  return family === 6 && open6.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}

async function fetchOriginal(url: URL): Promise<Buffer | null> {
  const addresses = await lookup(url.hostname, { all: true });
  const safe = addresses[0];
  if (safe === undefined || !addresses.every(({ address }) => isPublic(address))) return null;
  // The connection goes to the address that was checked, whatever the name says next.
  const pinned: LookupFunction = (_name, options, done) => {
    if (options.all === true) done(null, [safe]);
    else done(null, safe.address, safe.family);
  };
  const agent = new Agent({ connect: { lookup: pinned, timeout: 3_000 } });
  try {
    const signal = AbortSignal.timeout(fetch_timeout_ms);
    const reply = await request(url, { dispatcher: agent, signal, headers: { accept: 'image/*' } });
    const told = Number(reply.headers['content-length'] ?? 0);
    if (reply.statusCode !== 200 || told > original_bytes_max) {
      reply.body.destroy();
      return null;
    }
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const part of reply.body) {
      bytes += (part as Buffer).length;
      if (bytes > original_bytes_max) return null;
      parts.push(part as Buffer);
    }
    return Buffer.concat(parts);
  } finally {
    void agent.destroy();
  }
}
