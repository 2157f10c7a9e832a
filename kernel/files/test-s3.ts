/**
 * A bucket for tests: speaks as much of S3 as files need, and checks each signature by the steps
 * of AWS Signature Version 4 as they are documented, with code of its own.
 */
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TestBucket {
  /** For TRUESHELF_FILES_URL. */
  url: string;
  files: Map<string, { bytes: Buffer; type: string }>;
  /** Answers so many of the next requests with this status, or not at all (0). */
  trouble: { status: number; times: number };
  /** Requests whose signature was good. */
  served(): number;
  stop(): Promise<void>;
}

const key = { id: 'TESTKEY', secret: 'a/secret+with=signs', region: 'test-1' };
const hash = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
const hmac = (by: Buffer | string, text: string) => createHmac('sha256', by).update(text).digest();

/** The signature that a request should carry. */
function signatureOf(request: IncomingMessage, signedHeaders: string): string {
  const headers = signedHeaders.split(';').map((name) => {
    return `${name}:${String(request.headers[name] ?? '').trim()}\n`;
  });
  const path = request.url ?? '/';
  const payload = String(request.headers['x-amz-content-sha256']);
  const canonical = [request.method, path, '', headers.join(''), signedHeaders, payload].join('\n');
  const at = String(request.headers['x-amz-date']);
  const day = at.slice(0, 8);
  const scope = `${day}/${key.region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', at, scope, hash(canonical)].join('\n');
  const steps = [day, key.region, 's3', 'aws4_request'];
  const signing = steps.reduce<Buffer | string>((by, step) => hmac(by, step), `AWS4${key.secret}`);
  return hmac(signing, text).toString('hex');
}

function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const given = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=(\w+)$/;
  const [, credential = '', signed = '', signature = ''] =
    given.exec(request.headers.authorization ?? '') ?? [];
  const needed = ['host', 'x-amz-content-sha256', 'x-amz-date'];
  return (
    credential.startsWith(`${key.id}/`) &&
    needed.every((name) => signed.split(';').includes(name)) &&
    request.headers['x-amz-content-sha256'] === hash(body) &&
    signature === signatureOf(request, signed)
  );
}

/** Listens on a free port of this machine. */
export async function testBucket(): Promise<TestBucket> {
  const files: TestBucket['files'] = new Map();
  const trouble = { status: 500, times: 0 };
  let served = 0;
  const answer = (request: IncomingMessage, body: Buffer, reply: ServerResponse): void => {
    if (trouble.times > 0) {
      trouble.times -= 1;
      if (trouble.status === 0) request.socket.destroy();
      else reply.writeHead(trouble.status).end();
      return;
    }
    if (!isSigned(request, body)) {
      reply.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
      return;
    }
    served += 1;
    const name = (request.url ?? '').replace(/^\/pictures\//, '');
    const there = files.get(name);
    if (request.method === 'PUT') {
      files.set(name, { bytes: body, type: request.headers['content-type'] ?? '' });
      reply.writeHead(200).end();
    } else if (request.method === 'DELETE') {
      files.delete(name);
      reply.writeHead(204).end();
    } else if (there === undefined)
      reply.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    else reply.writeHead(200, { 'content-type': there.type }).end(there.bytes);
  };
  const server = createServer((request, reply) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('error', () => undefined);
    request.on('end', () => answer(request, Buffer.concat(parts), reply));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const secret = encodeURIComponent(key.secret);
  return {
    url: `s3+http://${key.id}:${secret}@127.0.0.1:${port}/pictures?region=${key.region}`,
    files,
    trouble,
    served: () => served,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
