/** What operators can do with a sale now; each lever asks first, and is in the audit log. */
import { useState } from 'react';
import { Button, type ButtonKind } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field, TextArea } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { faultAt } from './faults.ts';
import { localText, type AdminSale } from './plan.ts';

type State = AdminSale['state'];
type Plain = 'pre-queue' | 'start' | 'pause' | 'resume' | 'end';
type Verb = Plain | 'rate' | 'extend' | 'message';

const on: readonly State[] = ['ANNOUNCED', 'PRE_QUEUE', 'DRAW', 'RUNNING', 'PAUSED', 'SOLD_OUT'];

/** In which states each makes sense; the server decides. */
const levers: readonly { verb: Verb; from: readonly State[]; kind: ButtonKind }[] = [
  { verb: 'pre-queue', from: ['ANNOUNCED'], kind: 'secondary' },
  { verb: 'start', from: ['ANNOUNCED', 'PRE_QUEUE'], kind: 'secondary' },
  { verb: 'pause', from: ['RUNNING'], kind: 'secondary' },
  { verb: 'resume', from: ['PAUSED'], kind: 'secondary' },
  { verb: 'rate', from: on, kind: 'secondary' },
  { verb: 'extend', from: on, kind: 'secondary' },
  { verb: 'message', from: on, kind: 'secondary' },
  { verb: 'end', from: on, kind: 'danger' },
];

export interface LeversProps {
  sale: AdminSale;
  state: State;
  onDone(): void;
}

export function Levers({ sale, state, onDone }: LeversProps) {
  const { t } = useApp().speech;
  const [open, setOpen] = useState<Verb | null>(null);
  const usable = levers.filter(({ from }) => from.includes(state));
  if (usable.length === 0) return null;
  return (
    <section className="grid gap-3">
      <h2 className="text-xl">{t('flash.levers')}</h2>
      <div className="flex flex-wrap gap-3">
        {usable.map(({ verb, kind }) => (
          <Button key={verb} kind={kind} data-lever={verb} onClick={() => setOpen(verb)}>
            {t(`flash.lever.${verb}`)}
          </Button>
        ))}
      </div>
      {open !== null && (
        <Sure
          key={open}
          verb={open}
          sale={sale}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            onDone();
          }}
        />
      )}
    </section>
  );
}

interface SureProps {
  verb: Verb;
  sale: AdminSale;
  onClose(): void;
  onDone(): void;
}

function Sure({ verb, sale, onClose, onDone }: SureProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const [rate, setRate] = useState(String(sale.ratePerMinute));
  const [text, setText] = useState(sale.message?.text ?? '');
  const [until, setUntil] = useState(localText(Date.parse(sale.endsAt)));
  const pull = () =>
    action.run(async (key) => {
      const call = { params: { saleId: sale.saleId }, key, ifMatch: `"${sale.version}"` };
      if (verb === 'rate') {
        const ratePerMinute = Number(rate.trim() || 'x');
        const body = { ratePerMinute: Number.isNaN(ratePerMinute) ? -1 : ratePerMinute };
        await api.request('POST /admin/flash-sales/{saleId}/rate', { ...call, body });
      } else if (verb === 'extend') {
        const at = new Date(until);
        const body = { endsAt: Number.isNaN(at.getTime()) ? '' : at.toISOString() };
        await api.request('POST /admin/flash-sales/{saleId}/extend', { ...call, body });
      } else if (verb === 'message') {
        const body = { text: text.replace(/\s+/g, ' ').trim() };
        await api.request('POST /admin/flash-sales/{saleId}/message', { ...call, body });
      } else {
        await api.request(`POST /admin/flash-sales/{saleId}/${verb}`, call);
      }
      onDone();
    });
  const { problem } = action;
  const fault = (field: string) => faultAt(speech, problem, field);
  const isFault = (problem?.body.errors?.length ?? 0) > 0;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`flash.lever.${verb}`)}
      closeLabel={t('close')}
      footer={
        <div className="flex flex-wrap gap-3">
          <Button
            kind={verb === 'end' ? 'danger' : 'primary'}
            busy={action.busy}
            data-sure={verb}
            onClick={() => void pull()}
          >
            {t('flash.yes')}
          </Button>
          <Button onClick={onClose}>{t('flash.no')}</Button>
        </div>
      }
    >
      <div className="grid gap-4">
        <p className="text-muted">{t(`flash.sure.${verb}`)}</p>
        {verb === 'rate' && (
          <Field
            label={t('flash.ratePerMinute')}
            name="rate"
            inputMode="numeric"
            autoComplete="off"
            maxLength={7}
            value={rate}
            error={fault('ratePerMinute')}
            onChange={({ target }) => setRate(target.value)}
          />
        )}
        {verb === 'extend' && (
          <Field
            label={t('flash.endsAt')}
            name="until"
            type="datetime-local"
            value={until}
            error={fault('endsAt')}
            onChange={({ target }) => setUntil(target.value)}
          />
        )}
        {verb === 'message' && (
          <TextArea
            label={t('flash.message.label')}
            hint={t('flash.message.hint')}
            name="text"
            rows={4}
            maxLength={280}
            value={text}
            error={fault('text')}
            onChange={({ target }) => setText(target.value)}
          />
        )}
        {!isFault && <FormProblem problem={problem} />}
      </div>
    </Dialog>
  );
}
