import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { addressOf } from '../../../client/request.ts';
import { useApp } from '../../app.tsx';
import { saveOwnFile } from '../../events/own-file.ts';
import type { Booking } from '../../events/words.ts';
import { problemText } from '../../shell/problem-text.ts';
import { useAction } from '../../state/use-action.ts';

interface ActionsProps {
  booking: Booking;
  take(booking: Booking): void;
}

/** Into one's own calendar, and giving the tickets back, with what comes back said before. */
export function Actions({ booking, take }: ActionsProps) {
  const app = useApp();
  const { api, speech } = app;
  const { t, money } = speech;
  const [asks, setAsks] = useState(false);
  const calendar = useAction();
  const cancel = useAction();
  const { bookingId, refundNow, total, currency } = booking;
  const save = () => {
    const call = { params: { bookingId } };
    return saveOwnFile(
      app,
      addressOf({ path: '/bookings/{bookingId}/calendar', call }),
      'event.ics',
    );
  };
  const give = async (key: string) => {
    const call = { params: { bookingId }, key };
    take(await api.request('POST /bookings/{bookingId}/cancel', call));
    setAsks(false);
  };
  const amount = money(refundNow.amount, currency);
  const back =
    total === 0
      ? t('events.cancel.free')
      : refundNow.amount > 0
        ? t('events.cancel.back', { amount, percent: refundNow.percent })
        : t('events.cancel.nothing');
  return (
    <div className="flex flex-wrap gap-3">
      <Button busy={calendar.busy} onClick={() => void calendar.run(save)}>
        {t('events.calendar')}
      </Button>
      {booking.canCancel && (
        <Button kind="quiet" onClick={() => setAsks(true)}>
          {t('events.cancel')}
        </Button>
      )}
      {calendar.problem !== null && (
        <Notice tone="problem" live>
          {problemText(speech, calendar.problem)}
        </Notice>
      )}
      <Dialog
        open={asks}
        onClose={() => setAsks(false)}
        title={t('events.cancel.title')}
        closeLabel={t('close')}
        footer={
          <div className="flex flex-wrap gap-3">
            <Button kind="danger" busy={cancel.busy} onClick={() => void cancel.run(give)}>
              {t('events.cancel.yes')}
            </Button>
            <Button onClick={() => setAsks(false)}>{t('events.cancel.no')}</Button>
          </div>
        }
      >
        <div className="grid gap-3">
          <p>{back}</p>
          <p className="text-muted">
            {t('events.cancel.text')} {t('events.cancel.holders')}
          </p>
          {cancel.problem !== null && (
            <Notice tone="problem" live>
              {problemText(speech, cancel.problem)}
            </Notice>
          )}
        </div>
      </Dialog>
    </div>
  );
}
