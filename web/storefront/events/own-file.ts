/** A file that only its owner may have, saved: an address in a page cannot carry a token. */
import { problemOf, unreached } from '../../client/problem.ts';
import type { App } from '../app.tsx';

/** Puts it into the downloads; a phone offers what can open it. Throws ApiProblem. */
export async function saveOwnFile(app: App, path: string, name: string): Promise<void> {
  const token = await app.session.token();
  const headers = new Headers();
  if (token !== null) headers.set('authorization', `Bearer ${token}`);
  const signal = AbortSignal.timeout(15_000);
  const reply = await fetch(path, { headers, signal }).catch(() => {
    throw unreached(navigator.onLine ? 'no-reply' : 'offline');
  });
  if (!reply.ok) throw await problemOf(reply);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await reply.blob());
  link.download = name;
  link.click();
  // Some browsers read it only after they have asked where to put it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
