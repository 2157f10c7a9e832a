import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { nameOf, type Job, type Run } from './run.ts';

export interface AskButtonsProps {
  job: Job;
  onAsked(run: Run): void;
}

/** Asks for a comparison: one that only looks, or one that repairs. Both are written to the log. */
export function AskButtons({ job, onAsked }: AskButtonsProps) {
  const { t } = useApp().speech;
  const [wish, setWish] = useState<'look' | 'repair' | null>(null);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button size="sm" onClick={() => setWish('look')}>
        {t('sync.look')}
      </Button>
      <Button size="sm" onClick={() => setWish('repair')}>
        {t('sync.repair')}
      </Button>
      {wish !== null && (
        <AskDialog
          job={job}
          dryRun={wish === 'look'}
          onClose={() => setWish(null)}
          onAsked={(run) => {
            setWish(null);
            onAsked(run);
          }}
        />
      )}
    </div>
  );
}

interface AskDialogProps extends AskButtonsProps {
  dryRun: boolean;
  onClose(): void;
}

function AskDialog({ job, dryRun, onClose, onAsked }: AskDialogProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [reason, setReason] = useState('');
  const [accept, setAccept] = useState(false);
  const action = useAction();
  const refused = !dryRun && job.run?.state === 'refused';
  const problem = action.problem?.field('reason') === undefined ? action.problem : null;
  const short = action.problem?.field('reason') !== undefined;
  const ask = async (key: string) => {
    const body = { dryRun, reason: reason.trim(), ...(refused ? { acceptShrink: accept } : {}) };
    const params = { job: job.job };
    onAsked(await api.request('POST /admin/ops/sync/{job}/run', { params, body, key }));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(dryRun ? 'sync.look' : 'sync.repair')}
      closeLabel={t('close')}
    >
      <form
        method="dialog"
        className="grid grid-cols-1 gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void action.run(ask);
        }}
      >
        <p>{t(dryRun ? 'sync.look.text' : 'sync.repair.text', { name: nameOf(speech, job) })}</p>
        <FormProblem problem={problem} />
        {refused && (
          <>
            <p className="text-warn" lang="en">
              {job.run?.note}
            </p>
            <Checkbox
              name="accept"
              label={t('sync.accept')}
              checked={accept}
              onChange={(event) => setAccept(event.target.checked)}
            />
          </>
        )}
        <Field
          name="reason"
          label={t('sync.reason')}
          hint={t('sync.reason.hint')}
          required
          minLength={3}
          maxLength={300}
          value={reason}
          {...(short ? { error: t('sync.reason.short') } : {})}
          onChange={(event) => setReason(event.target.value)}
        />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" kind="primary" busy={action.busy}>
            {t('sync.start')}
          </Button>
          <Button kind="quiet" onClick={onClose}>
            {t('sync.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
