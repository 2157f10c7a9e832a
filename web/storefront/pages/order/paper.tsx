import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp, type App } from '../../app.tsx';
import { actionOf } from './progress.ts';
import type { Seen } from './use-order.ts';

/** Which document of an order: its invoice, or the credit note of a refund. */
type Which = { refundId: string } | 'invoice';

/** As a file: the address of a page cannot carry a token, so it is fetched. */
async function fetchPaper({ session, speech }: App, seen: Seen, which: Which): Promise<Blob> {
  const base = `/api/v1/orders/${seen.order.orderNumber}`;
  const shared = seen.kind === 'shared';
  const token = shared ? null : await session.token();
  const headers: Record<string, string> =
    token === null ? {} : { authorization: `Bearer ${token}` };
  const link = shared ? `t=${encodeURIComponent(seen.grant)}&` : '';
  const invoice = `${shared ? '/shared' : ''}/invoice?${link}language=${speech.locale}`;
  const tail = which === 'invoice' ? invoice : `/refunds/${which.refundId}/credit-note`;
  const response = await fetch(`${base}${tail}`, { headers });
  if (!response.ok) throw new Error(`the document came with ${response.status}`);
  return response.blob();
}

/** A button that brings a document; nothing where there is none. */
export function Paper({ seen, which }: { seen: Seen; which: Which }) {
  const app = useApp();
  const { t } = app.speech;
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  if (which === 'invoice' && !actionOf(seen.order, 'invoice').allowed) return null;
  const get = async () => {
    setBusy(true);
    setFailed(false);
    try {
      const url = URL.createObjectURL(await fetchPaper(app, seen, which));
      const link = document.createElement('a');
      link.href = url;
      link.download = `${seen.order.orderNumber}.pdf`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    } catch {
      setFailed(true);
    } finally {
      setBusy(false);
    }
  };
  const label = which === 'invoice' ? 'orders.invoice.get' : 'orders.credit-note.get';
  return (
    <div className="grid justify-items-start gap-2">
      <Button busy={busy} onClick={() => void get()}>
        {t(label)}
      </Button>
      {failed && <Notice tone="problem" live title={t('orders.paper.failed')} />}
    </div>
  );
}
