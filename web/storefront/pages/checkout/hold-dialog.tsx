import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { useSpeech } from '../../app.tsx';
import type { Desk } from './desk.ts';
import { timeOf } from './hold-box.tsx';
import type { State } from './machine.ts';
import type { Left } from './use-deadline.ts';

export interface HoldDialogProps {
  desk: Desk;
  state: State;
  left: Left | null;
  onLeave(): void;
}

function wordsOf(extension: State['extension']) {
  const more = 'checkout.more' as const;
  if (extension === 'refused')
    return { title: `${more}.no.title`, text: `${more}.no.text` } as const;
  if (extension === 'wanted') {
    return { title: `${more}.wanted.title`, text: `${more}.wanted.text` } as const;
  }
  if (extension === 'trouble') return { title: `${more}.title`, text: `${more}.trouble` } as const;
  return { title: `${more}.title`, text: `${more}.text` } as const;
}

/** Two minutes before the end: more time, or leaving. Closing it changes nothing. */
export function HoldDialog({ desk, state, left, onLeave }: HoldDialogProps) {
  const speech = useSpeech();
  const { t } = speech;
  const { checkout, extension, stage } = state;
  const until = checkout?.expiresAt ?? '';
  const [closed, setClosed] = useState('');
  const short = left !== null && (left.phase === 'two' || left.phase === 'one');
  // An extension moves the deadline, and with it the dialog is over.
  const due = stage === 'open' && short && closed !== until;
  const refused = extension === 'refused' || extension === 'wanted';
  const words = wordsOf(extension);
  const dueNow = useRef(due);
  dueNow.current = due;
  const [leaving, setLeaving] = useState(false);
  useEffect(() => {
    if (!due) setLeaving(false);
  }, [due]);
  if (checkout === null) return null;
  const time = timeOf(speech, until);
  return (
    <Dialog
      open={due}
      onClose={() => {
        // Also told of a dialog that closed because there is more time: that is no answer.
        if (dueNow.current) setClosed(until);
      }}
      title={t(words.title)}
      closeLabel={t('close')}
      footer={
        <div className="flex flex-wrap gap-3">
          {refused ? (
            <Button kind="primary" onClick={() => setClosed(until)}>
              {t('checkout.more.go-on')}
            </Button>
          ) : (
            <Button kind="primary" busy={extension === 'busy'} onClick={() => void desk.extend()}>
              {t('checkout.more.keep')}
            </Button>
          )}
          <Button
            busy={leaving}
            onClick={() => {
              setLeaving(true);
              onLeave();
            }}
          >
            {t('checkout.more.leave')}
          </Button>
        </div>
      }
    >
      <p className="text-muted" aria-live="polite">
        {t(words.text, { time })}
      </p>
    </Dialog>
  );
}
