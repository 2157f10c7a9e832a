// Files in a bucket that speaks S3: requests signed with AWS Signature Version 4 (aws4fetch), each
// with a deadline, a few tries, a bound on what is read, and the hash of its body in the signature.
import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { systemClock } from '../core/clock.ts';
import { checkedName, FilesAway, type Files } from './file.ts';

const request_timeout_ms = 8_000;
const tries_max = 3;
const pause_ms = 200;
/** More than anything that is put. */
const file_bytes_max = 32 * 1024 * 1024;

export interface Bucket {
  /** With the bucket in the path, as every S3-compatible store understands it. */
  base: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** `s3://key:secret@host[:port]/bucket[/folder]?region=…`; `s3+http:` speaks without TLS. */
export function bucketOf(text: string): Bucket | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const scheme = { 's3:': 'https', 's3+http:': 'http' }[url.protocol];
  const path = url.pathname.replace(/\/+$/, '');
  const named = /^\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w.-]{1,100}){0,5}$/.test(path);
  if (scheme === undefined || url.host === '' || !named) return undefined;
  const [accessKeyId, secretAccessKey] = [url.username, url.password].map(plain);
  if (!accessKeyId || !secretAccessKey) return undefined;
  const region = url.searchParams.get('region') ?? 'us-east-1';
  return { base: `${scheme}://${url.host}${path}`, region, accessKeyId, secretAccessKey };
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

interface Ask {
  method: 'GET' | 'PUT' | 'DELETE';
  name: string;
  body?: Uint8Array;
  type?: string;
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const nothing = new Uint8Array(0);

/** Throws AssertionFailure for an address that names no bucket; config has checked it. */
export function s3Files(text: string): Files {
  const bucket = bucketOf(text);
  if (bucket === undefined) throw new FilesAway('the address of the bucket cannot be read');
  const { base, ...keys } = bucket;
  const aws = new AwsClient({ ...keys, service: 's3', retries: 0 });

  const once = async ({ method, name, body, type }: Ask): Promise<Response> => {
    const headers: Record<string, string> = { 'x-amz-content-sha256': hashOf(body ?? nothing) };
    if (type !== undefined) headers['content-type'] = type;
    const signed = await aws.sign(`${base}/${name}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> }),
    });
    return fetch(signed, {
      redirect: 'error',
      signal: AbortSignal.timeout(request_timeout_ms),
    });
  };
  /** Each of these may be repeated: a name stands for the same bytes for ever. */
  const ask = async (of: Ask): Promise<Response> => {
    checkedName(of.name);
    for (let nth = 1; ; nth += 1) {
      try {
        const reply = await once(of);
        if (reply.ok || reply.status === 404) return reply;
        await reply.body?.cancel();
        throw new FilesAway(`the bucket answered ${of.method} with ${reply.status}`);
      } catch (cause) {
        if (nth >= tries_max) {
          if (cause instanceof FilesAway) throw cause;
          throw new FilesAway('the bucket did not answer', { cause });
        }
        await systemClock.sleep(pause_ms * 2 ** nth);
      }
    }
  };
  return {
    kind: 's3',
    put: async (name, body, type) => {
      const reply = await ask({ method: 'PUT', name, body, type });
      await reply.body?.cancel();
      if (!reply.ok) throw new FilesAway('there is no such bucket');
    },
    get: async (name) => {
      const reply = await ask({ method: 'GET', name });
      if (reply.ok) return readAll(reply);
      await reply.body?.cancel();
      return null;
    },
    remove: async (name) => {
      const reply = await ask({ method: 'DELETE', name });
      await reply.body?.cancel();
    },
  };
}

async function readAll(reply: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of reply.body ?? []) {
      bytes += part.length;
      if (bytes > file_bytes_max) throw new FilesAway('a file of the bucket is too large');
      parts.push(part);
    }
  } catch (cause) {
    if (cause instanceof FilesAway) throw cause;
    throw new FilesAway('the bucket broke off', { cause });
  }
  return Buffer.concat(parts);
}
