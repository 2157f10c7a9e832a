/** OpenSearch over its HTTP API: one request, an answer as data or an error that says why not. */
import { Agent, request } from 'undici';

/** OpenSearch did not answer, or answered that it could not. */
export class EngineAway extends Error {
  readonly status: number;

  constructor(message: string, status = 0, cause?: unknown) {
    super(`opensearch: ${message}`, { cause });
    this.name = 'EngineAway';
    this.status = status;
  }
}

export interface Ask {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
  /** Lines of JSON, for `_bulk` and `_msearch`. */
  lines?: readonly unknown[];
  timeout_ms: number;
}

export interface OpenSearch {
  ask(of: Ask): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

const connections_max = 16;
const answer_chars_max = 32 * 1024 * 1024;
const told_chars = 300;

/** `url` may carry a name and a password. */
export function openSearch(url: string): OpenSearch {
  const given = new URL(url);
  const base = `${given.origin}${given.pathname.replace(/\/+$/, '')}`;
  const secret = `${decodeURIComponent(given.username)}:${decodeURIComponent(given.password)}`;
  const authorization =
    given.username === ''
      ? {}
      : { authorization: `Basic ${Buffer.from(secret).toString('base64')}` };
  const agent = new Agent({ connections: connections_max, maxResponseSize: answer_chars_max });
  return {
    async ask({ method, path, body, lines, timeout_ms }) {
      const text =
        lines === undefined
          ? body === undefined
            ? null
            : JSON.stringify(body)
          : lines.map((line) => `${JSON.stringify(line)}\n`).join('');
      const type = lines === undefined ? 'application/json' : 'application/x-ndjson';
      const sent = { ...authorization, ...(text === null ? {} : { 'content-type': type }) };
      let status = 0;
      let said = '';
      try {
        const reply = await request(base + path, {
          method,
          body: text,
          headers: sent,
          dispatcher: agent,
          signal: AbortSignal.timeout(timeout_ms),
        });
        status = reply.statusCode;
        said = await reply.body.text();
      } catch (error) {
        throw new EngineAway(`${method} ${path} was not answered`, 0, error);
      }
      if (status >= 400) {
        throw new EngineAway(`${method} ${path}: ${status} ${said.slice(0, told_chars)}`, status);
      }
      try {
        return (said === '' ? {} : JSON.parse(said)) as Record<string, unknown>;
      } catch (error) {
        throw new EngineAway(`${method} ${path} answered no JSON`, status, error);
      }
    },
    close: () => agent.destroy(),
  };
}
