/**
 * How many notifications are unread, for the header. It is asked for when the page has come to
 * life, each minute while somebody looks, and when the tab comes back to the front: streams are
 * few and kept for the notification centre, which tells the other tabs what it hears.
 */
import type { Client } from '../../client/request.ts';
import type { Session } from './session.ts';
import { store, type Store } from './store.ts';

export interface Notices {
  /** Null: nobody is here, or it is not known yet. */
  readonly unread: Store<number | null>;
  /** What the centre knows better; told to the other tabs. */
  tell(unread: number): void;
  /** Begins to ask; gives back how to stop. */
  follow(): () => void;
}

interface NoticesNeeds {
  api: Client;
  session: Session;
  channel: Pick<BroadcastChannel, 'postMessage'> & {
    onmessage: ((event: MessageEvent) => void) | null;
  };
}

const pause_ms = 60_000;

export function createNotices({ api, session, channel }: NoticesNeeds): Notices {
  const unread = store<number | null>(null);
  channel.onmessage = ({ data }: MessageEvent<number>) => {
    if (isHere(session)) unread.set(data);
  };
  const ask = async (): Promise<void> => {
    if (!isHere(session) || document.hidden) return;
    try {
      unread.set((await api.request('GET /notifications/unread', {})).unread);
    } catch {
      // Only a figure in the corner: what was known stays until the next time.
    }
  };
  return {
    unread,
    tell: (count) => {
      unread.set(count);
      channel.postMessage(count);
    },
    follow: () => {
      const changed = () => {
        if (isHere(session)) void ask();
        else unread.set(null);
      };
      const look = () => void ask();
      const unsubscribe = session.state.subscribe(changed);
      const timer = setInterval(look, pause_ms);
      document.addEventListener('visibilitychange', look);
      changed();
      return () => {
        unsubscribe();
        clearInterval(timer);
        document.removeEventListener('visibilitychange', look);
      };
    },
  };
}

function isHere(session: Session): boolean {
  const { kind } = session.state.get();
  return kind === 'user' || kind === 'guest';
}
