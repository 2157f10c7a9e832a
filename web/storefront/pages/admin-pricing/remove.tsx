import { useId, useState, type ReactNode } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';

export interface RemoveProps {
  name: string;
  /** In place of “Remove”. */
  label?: string;
  /** What else goes, and what is then. */
  children: ReactNode;
  /** Why it cannot be removed now. */
  whyNot?: string;
  run(key: string): Promise<unknown>;
  onDone(): void;
}

/** Takes something away, after a question that says what depends on it. */
export function Remove({ name, label, children, whyNot = '', run, onDone }: RemoveProps) {
  const { speech, toasts } = useApp();
  const { t } = speech;
  const id = useId();
  const [open, setOpen] = useState(false);
  const action = useAction();
  const said = label ?? t('pricing.remove');
  const remove = async () => {
    const done = await action.run(run);
    if (!done) return;
    setOpen(false);
    toasts.show({ text: t('pricing.removed', { name }), tone: 'good' });
    onDone();
  };
  return (
    <>
      <Button
        id={id}
        size="sm"
        kind="danger"
        whyNot={whyNot}
        aria-label={label ?? t('pricing.remove.named', { name })}
        onClick={() => setOpen(true)}
      >
        {said}
      </Button>
      <Dialog
        open={open}
        title={label ?? t('pricing.remove.named', { name })}
        closeLabel={t('close')}
        onClose={() => {
          setOpen(false);
          action.clear();
        }}
        footer={
          <div className="flex flex-wrap gap-3">
            <Button kind="danger" busy={action.busy} onClick={() => void remove()}>
              {said}
            </Button>
            <Button onClick={() => setOpen(false)}>{t('pricing.keep')}</Button>
          </div>
        }
      >
        <div className="grid gap-3">
          {children}
          <FormProblem problem={action.problem} />
        </div>
      </Dialog>
    </>
  );
}
