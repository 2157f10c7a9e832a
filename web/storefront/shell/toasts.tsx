import { Link } from '../../ui/link.tsx';
import { ToastRegion, toastActionClass } from '../../ui/toast.tsx';
import { useApp } from '../app.tsx';
import { useStore } from '../state/store.ts';

/** The notices of the app on screen. */
export function Toasts() {
  const { toasts, speech } = useApp();
  const list = useStore(toasts.list);
  const items = list.map(({ id, text, tone, action, link }) => ({
    id,
    text,
    tone,
    action:
      action !== undefined ? (
        <button
          type="button"
          className={toastActionClass}
          onClick={() => {
            toasts.dismiss(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      ) : link !== undefined ? (
        <Link
          to={link.to}
          className={`grid place-items-center ${toastActionClass}`}
          onClick={() => toasts.dismiss(id)}
        >
          {link.label}
        </Link>
      ) : undefined,
  }));
  const labels = { region: speech.t('toasts.region'), dismiss: speech.t('dismiss') };
  return <ToastRegion toasts={items} labels={labels} onDismiss={toasts.dismiss} />;
}
