/** Pictures to and from the API: bytes instead of JSON, with the token of who is here. */
import { problemOf, unreached, type ApiProblem } from './problem.ts';
import type { ReplyOf } from './request.ts';

export type SentPicture = ReplyOf<'POST /pictures'>;

export interface Holder {
  token(): Promise<string | null>;
  renew(stale: string): Promise<string | null>;
}

/** As the server takes them; told before megabytes are on their way. */
export const upload_bytes_max = 10 * 1024 * 1024;
const send_timeout_ms = 60_000;
const look_timeout_ms = 20_000;

/** Sends one; the same bytes again make the same picture. Throws ApiProblem. */
export async function sendPicture(
  holder: Holder,
  of: { file: Blob; purpose: 'review' | 'return' },
): Promise<SentPicture> {
  const { file, purpose } = of;
  const init = { method: 'POST', body: file, headers: { 'content-type': mediaType(file) } };
  const response = await ask(holder, {
    path: `/pictures?purpose=${purpose}`,
    init,
    timeout_ms: send_timeout_ms,
  });
  return (await response.json()) as SentPicture;
}

/** One that only some may see. Throws ApiProblem. */
export async function lookAt(holder: Holder, path: string): Promise<Blob> {
  const response = await ask(holder, { path, init: {}, timeout_ms: look_timeout_ms });
  return response.blob();
}

/** What browsers do not know by name is sent as bytes; the server looks at them anyway. */
const mediaType = ({ type }: Blob): string =>
  /^image\/(jpeg|png|webp|gif|avif)$/.test(type) ? type : 'application/octet-stream';

interface One {
  path: string;
  init: RequestInit;
  timeout_ms: number;
}

async function ask(holder: Holder, one: One): Promise<Response> {
  const token = await holder.token();
  let response = await once(one, token);
  if (response.status === 401 && token !== null) {
    const fresh = await holder.renew(token);
    if (fresh !== null) response = await once(one, fresh);
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function once({ path, init, timeout_ms }: One, token: string | null): Promise<Response> {
  const headers = { ...(init.headers as Record<string, string> | undefined) };
  if (token !== null) headers['authorization'] = `Bearer ${token}`;
  const signal = AbortSignal.timeout(timeout_ms);
  return fetch(`/api/v1${path}`, { ...init, headers, signal, credentials: 'same-origin' }).catch(
    (): never => {
      throw lost();
    },
  );
}

const lost = (): ApiProblem => unreached(navigator.onLine ? 'no-reply' : 'offline');
