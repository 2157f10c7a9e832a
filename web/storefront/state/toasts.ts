/** Short notices about what happened in the background, with a way back where there is one. */
import { store, type Store } from './store.ts';

export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'good' | 'problem';
  action?: { label: string; run(): void };
  link?: { label: string; to: string };
}

export interface Toasts {
  readonly list: Store<readonly Toast[]>;
  show(toast: Omit<Toast, 'id' | 'tone'> & { tone?: Toast['tone'] }): number;
  dismiss(id: number): void;
}

const shown_max = 3;

export function createToasts(): Toasts {
  const list = store<readonly Toast[]>([]);
  let last = 0;
  return {
    list,
    show: (toast) => {
      last += 1;
      const full: Toast = { tone: 'plain', ...toast, id: last };
      list.set([...list.get(), full].slice(-shown_max));
      return last;
    },
    dismiss: (id) => list.set(list.get().filter((toast) => toast.id !== id)),
  };
}
