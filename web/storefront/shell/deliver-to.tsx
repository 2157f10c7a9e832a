import { useState } from 'react';
import { Icon } from '../../ui/icon.tsx';
import { useApp } from '../app.tsx';
import { useLater } from './later.tsx';
import { placeText } from '../state/deliver-to.ts';
import { useStore } from '../state/store.ts';

// Few open it, so it is loaded when they do.
const dialog = { load: () => import('./deliver-dialog.tsx'), area: 'deliver' } as const;

/** Where things should go; delivery dates on products follow it. */
export function DeliverTo() {
  const { deliverTo, speech } = useApp();
  const { t } = speech;
  const place = useStore(deliverTo.place);
  const [open, setOpen] = useState(false);
  const DeliverDialog = useLater(dialog, open);
  const shown = place === null ? t('deliver.choose') : placeText(place);
  return (
    <>
      <button
        type="button"
        className="needs-js hidden min-h-11 items-center gap-2 rounded-full px-2 text-start hover:bg-surface xl:inline-flex"
        onClick={() => setOpen(true)}
      >
        <Icon name="place" />
        <span className="grid min-w-24 text-sm leading-tight">
          <span className="text-xs text-muted">{t('deliver.label')}</span>
          <span className="max-w-32 truncate font-medium">{shown}</span>
        </span>
      </button>
      {open && DeliverDialog !== null && <DeliverDialog onClose={() => setOpen(false)} />}
    </>
  );
}

/** The same as a link beside what depends on it, for screens whose header has no room for it. */
export function ChoosePlace() {
  const { deliverTo, speech } = useApp();
  const { t } = speech;
  const place = useStore(deliverTo.place);
  const [open, setOpen] = useState(false);
  const DeliverDialog = useLater(dialog, open);
  const label = place === null ? undefined : `${t('deliver.label')} ${placeText(place)}`;
  return (
    <>
      <button
        type="button"
        aria-label={label}
        className="needs-js target link text-sm"
        onClick={() => setOpen(true)}
      >
        {place === null ? t('deliver.choose') : placeText(place)}
      </button>
      {open && DeliverDialog !== null && <DeliverDialog onClose={() => setOpen(false)} />}
    </>
  );
}
