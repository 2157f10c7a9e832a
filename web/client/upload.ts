/** Pictures of products on their way to the API, with how far each is: `fetch` does not tell. */
import { problemOf, unreached } from './problem.ts';
import type { Holder } from './pictures.ts';
import type { ReplyOf } from './request.ts';

export type ProductPicture = ReplyOf<'POST /seller/pictures'>;

const send_timeout_ms = 60_000;

export interface Upload {
  file: Blob;
  sellerId: string;
  /** From 0 to 1; 1 is sent and not answered yet. */
  onProgress(share: number): void;
  signal?: AbortSignal;
}

/** Sends one; the same bytes again make the same picture. Throws ApiProblem. */
export async function uploadPicture(holder: Holder, of: Upload): Promise<ProductPicture> {
  const token = await holder.token();
  let response = await once(of, token);
  if (response.status === 401 && token !== null) {
    const fresh = await holder.renew(token);
    if (fresh !== null) response = await once(of, fresh);
  }
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as ProductPicture;
}

const told = ['retry-after', 'x-request-id', 'content-type'] as const;

function once({ file, sellerId, onProgress, signal }: Upload, token: string | null) {
  return new Promise<Response>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/seller/pictures?sellerId=${encodeURIComponent(sellerId)}`);
    request.timeout = send_timeout_ms;
    // Names and declared types do not count: the server looks at the bytes.
    const known = /^image\/(jpeg|png|webp|gif|avif)$/.test(file.type);
    request.setRequestHeader('content-type', known ? file.type : 'application/octet-stream');
    if (token !== null) request.setRequestHeader('authorization', `Bearer ${token}`);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const headers = told.flatMap((name) => {
        const value = request.getResponseHeader(name);
        return value === null ? [] : [[name, value] as [string, string]];
      });
      resolve(new Response(request.responseText, { status: request.status, headers }));
    };
    const lost = () => reject(unreached(navigator.onLine ? 'no-reply' : 'offline'));
    request.onerror = lost;
    request.ontimeout = lost;
    request.onabort = lost;
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}
