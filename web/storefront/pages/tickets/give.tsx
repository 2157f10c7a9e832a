/** A ticket for somebody else: offered to an address, and taken back until they have taken it. */
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { momentAt } from '../../events/moment.ts';
import { OneFieldForm } from '../../events/one-field-form.tsx';
import type { Ticket } from '../../events/words.ts';
import { problemText } from '../../shell/problem-text.ts';
import { useAction } from '../../state/use-action.ts';

interface GiveProps {
  ticket: Pick<Ticket, 'ticketId' | 'canHandOver' | 'handOver'>;
  zone: string;
  reload(): void;
}

export function Give({ ticket, zone, reload }: GiveProps) {
  const { t } = useApp().speech;
  const [asks, setAsks] = useState(false);
  if (ticket.handOver !== null) return <Open {...{ ticket, zone, reload }} />;
  if (!ticket.canHandOver) return null;
  return (
    <>
      <Button size="sm" onClick={() => setAsks(true)}>
        {t('hands.give')}
      </Button>
      <Dialog
        open={asks}
        onClose={() => setAsks(false)}
        title={t('hands.give.title')}
        closeLabel={t('close')}
      >
        <Offer
          ticketId={ticket.ticketId}
          done={() => {
            setAsks(false);
            reload();
          }}
        />
      </Dialog>
    </>
  );
}

function Offer({ ticketId, done }: { ticketId: string; done(): void }) {
  const { api, speech } = useApp();
  const { t } = speech;
  return (
    <div className="grid gap-4">
      <p>{t('hands.give.text')}</p>
      <OneFieldForm
        field={{
          type: 'email',
          name: 'friend',
          label: t('hands.email'),
          autoComplete: 'off',
          maxLength: 254,
        }}
        initial=""
        isGood={(typed) => /^\S+@\S+\.\S+$/.test(typed)}
        wrong={t('hands.email.wrong')}
        button={{ text: t('hands.give.yes') }}
        send={async (email, key) => {
          const call = { params: { ticketId }, body: { email }, key };
          await api.request('POST /tickets/{ticketId}/hand-over', call);
          done();
        }}
      />
    </div>
  );
}

function Open({ ticket, zone, reload }: GiveProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const { ticketId, handOver } = ticket;
  if (handOver === null) return null;
  // An island of its own in lines from the right.
  const to = `\u2068${handOver.to ?? t('hands.open.someone')}\u2069`;
  const back = async (key: string) => {
    await api.request('POST /tickets/{ticketId}/take-back', { params: { ticketId }, key });
    reload();
  };
  return (
    <div className="grid justify-items-center gap-3 text-center" data-offered={ticketId}>
      <p className="text-sm wrap-anywhere">
        {t('hands.open', { to, time: momentAt(speech, handOver.expiresAt, zone) })}
      </p>
      <Button size="sm" busy={action.busy} onClick={() => void action.run(back)}>
        {t('hands.back')}
      </Button>
      {action.problem !== null && (
        <Notice tone="problem" live>
          {problemText(speech, action.problem)}
        </Notice>
      )}
    </div>
  );
}
