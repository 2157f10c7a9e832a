import type { App } from '../app.tsx';

/** The present identity, or a guest's; a guest who gives another e-mail is written to there. */
export async function reachable({ session, api }: App, email: string): Promise<void> {
  const known = await session.ensureGuest(email === '' ? undefined : email);
  if (known.kind !== 'guest' || email === '' || known.email === email.toLowerCase()) return;
  const { email: kept } = await api.request('PUT /me/contact', { body: { email } });
  session.learn({ email: kept });
}
