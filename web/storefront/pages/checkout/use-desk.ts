import { useEffect, useRef, useState } from 'react';
import { addressOf } from '../../../client/request.ts';
import { followStream } from '../../../client/stream.ts';
import { useApp, type App } from '../../app.tsx';
import { reachable } from '../../state/contact.ts';
import { onlooker } from '../../state/onlooker.ts';
import { useStore } from '../../state/store.ts';
import { Desk, type DeskTools } from './desk.ts';
import { emptied } from './emptied.ts';
import { draftFor, emptyDraft, readDraft, type DraftMemory } from './draft.ts';

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** What this tab remembers; a strict browser may refuse, then it is for this page only. */
function tabMemory(): DraftMemory {
  const kept = new Map<string, string>();
  const attempt = <T>(work: (storage: Storage) => T, instead: () => T): T => {
    try {
      return work(sessionStorage);
    } catch {
      return instead();
    }
  };
  return {
    getItem: (key) =>
      kept.get(key) ??
      attempt(
        (tab) => tab.getItem(key),
        () => null,
      ),
    setItem: (key, value) => {
      kept.set(key, value);
      attempt(
        (tab) => tab.setItem(key, value),
        () => undefined,
      );
    },
    removeItem: (key) => {
      kept.delete(key);
      attempt(
        (tab) => tab.removeItem(key),
        () => undefined,
      );
    },
  };
}

function looked(): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => {
      if (document.hidden) return;
      document.removeEventListener('visibilitychange', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
  });
}

/** The bank sends back to this page; only its own page in this shop takes such an address. */
export function handOver(actionUrl: string): void {
  const url = new URL(actionUrl, location.href);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return;
  if (url.origin === location.origin) url.searchParams.set('return', location.pathname);
  location.assign(url);
}

interface Around {
  memory: DraftMemory;
  channel: BroadcastChannel | null;
  /** Of a sale, in place of the cart. */
  tokenId(): string | null;
}

function toolsOf(app: App, { memory, channel, tokenId }: Around): DeskTools {
  const { api, cart, session, toasts, speech } = app;
  return {
    api,
    memory,
    draft: readDraft(memory) ?? emptyDraft(app.deliverTo.place.get()),
    local_ms: () => performance.now(),
    sleep,
    hidden: () => document.hidden,
    looked,
    person: (email) => reachable(app, email),
    cartId: () => tokenId() ?? cart.state.get().cart?.cartId ?? null,
    follow: (orderId, heard) =>
      followStream({
        url: addressOf({ path: '/orders/{orderId}/events', call: { params: { orderId } } }),
        fetch: (url, init) => fetch(url, init),
        token: session.token,
        renew: session.renew,
        onlooker: onlooker(),
        onEvent: heard,
      }),
    handOver,
    tell: (checkoutId) => channel?.postMessage(checkoutId),
    placedAway: (orderNumber) => {
      if (tokenId() === null) void emptied(cart);
      const to = `/orders/${orderNumber}/confirmed`;
      const link = { label: speech.t('checkout.placed.view'), to };
      toasts.show({ text: speech.t('checkout.placed.away'), tone: 'good', link });
    },
  };
}

/** The desk of this page, from when the page came to life until it is left. */
export function useDesk(tokenId: string | null): Desk | null {
  const app = useApp();
  const token = useRef(tokenId);
  token.current = tokenId;
  const session = useStore(app.session.state);
  const [desk, setDesk] = useState<Desk | null>(null);
  useEffect(() => {
    const channel = new BroadcastChannel('trueshelf.checkout');
    const made = new Desk(
      toolsOf(app, { memory: tabMemory(), channel, tokenId: () => token.current }),
    );
    channel.onmessage = ({ data }: MessageEvent<string>) => {
      // Another tab did something to the same checkout.
      if (data === made.state.get().checkout?.checkoutId) void made.look(data);
    };
    setDesk(made);
    return () => {
      made.dispose();
      channel.close();
    };
  }, [app]);
  useOwner(desk, session);
  return desk;
}

/** Looks again when the tab is looked at again, and notes that somebody is here. */
export function useAttention(desk: Desk | null): void {
  useEffect(() => {
    if (desk === null) return undefined;
    const again = () => {
      const { checkout, stage } = desk.state.get();
      if (document.hidden || checkout === null || stage === 'done') return;
      if (stage === 'open' || stage === 'action') void desk.look(checkout.checkoutId);
    };
    const touched = () => desk.touched();
    document.addEventListener('visibilitychange', again);
    addEventListener('pageshow', again);
    addEventListener('online', again);
    addEventListener('pointerdown', touched);
    addEventListener('keydown', touched);
    return () => {
      document.removeEventListener('visibilitychange', again);
      removeEventListener('pageshow', again);
      removeEventListener('online', again);
      removeEventListener('pointerdown', touched);
      removeEventListener('keydown', touched);
    };
  }, [desk]);
}

function useOwner(desk: Desk | null, session: ReturnType<App['session']['state']['get']>): void {
  useEffect(() => {
    if (desk === null || session.kind === 'unknown') return;
    // A shop that could not be asked says nothing about who is here.
    if (session.kind === 'anonymous' && ('unreached' in session || 'ended' in session)) return;
    const owner = session.kind === 'anonymous' ? null : { ...session.user, kind: session.kind };
    const draft = desk.draft.get();
    const next = draftFor(draft, owner);
    const email = next.email === '' && owner?.kind === 'guest' ? (owner.email ?? '') : next.email;
    if (next !== draft || email !== next.email) desk.edit({ ...next, email });
  }, [desk, session]);
}
