import { Button, buttonClass } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { addressOf } from '../../../client/request.ts';
import { useApp } from '../../app.tsx';
import { saveOwnFile } from '../../events/own-file.ts';
import type { Ticket } from '../../events/words.ts';
import { problemText } from '../../shell/problem-text.ts';
import { useAction } from '../../state/use-action.ts';

type Shown = Pick<Ticket, 'ticketId' | 'walletUrl' | 'hasPass'>;

/** Into the wallet of a phone, where the shop has keys for one. */
export function Wallet({ ticket }: { ticket: Shown }) {
  const { t } = useApp().speech;
  const { walletUrl, hasPass, ticketId } = ticket;
  return (
    <>
      {hasPass && <Pass ticketId={ticketId} />}
      {walletUrl !== null && (
        <a
          href={walletUrl}
          target="_blank"
          rel="noreferrer"
          className={buttonClass('secondary', 'sm')}
        >
          {t('hands.wallet')}
        </a>
      )}
    </>
  );
}

function Pass({ ticketId }: { ticketId: string }) {
  const app = useApp();
  const { speech } = app;
  const action = useAction();
  const path = addressOf({ path: '/tickets/{ticketId}/pass', call: { params: { ticketId } } });
  const save = () => saveOwnFile(app, path, `${ticketId}.pkpass`);
  return (
    <>
      <Button size="sm" busy={action.busy} onClick={() => void action.run(save)}>
        {speech.t('hands.pass')}
      </Button>
      {action.problem !== null && (
        <Notice tone="problem" live>
          {problemText(speech, action.problem)}
        </Notice>
      )}
    </>
  );
}
