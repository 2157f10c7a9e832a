import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import type { useAction } from '../../state/use-action.ts';
import type { FaultAt } from './faults.ts';

export interface DealFormProps {
  name: string;
  hint?: string;
  /** Left out: its name is not changed here. */
  onName?(name: string): void;
  /** The list that it is in. */
  to: string;
  action: ReturnType<typeof useAction>;
  faultAt: FaultAt;
  /** Above all fields. */
  notice?: ReactNode;
  /** Saves it; gives where to go on, if that is not the list. */
  save(key: string): Promise<string | undefined>;
  /** Why it cannot be saved as it is. */
  whyNot?: string;
  /** What was typed is kept no longer. */
  forget(): void;
  children: ReactNode;
}

/** The frame of a promotion, coupon or rule: its name, its fields, what was refused, its end. */
export function DealForm(props: DealFormProps) {
  const { name, hint, onName, to, action, faultAt, notice, save, forget, children } = props;
  const { whyNot = '' } = props;
  const { speech, toasts } = useApp();
  const { t } = speech;
  const navigate = useNavigate();
  const submit = () =>
    action.run(async (key) => {
      const next = await save(key);
      forget();
      toasts.show({ text: t('pricing.saved', { name }), tone: 'good' });
      void navigate(next ?? to);
    });
  return (
    <form
      noValidate
      className="grid max-w-3xl grid-cols-1 content-start gap-8"
      onSubmit={(event) => {
        event.preventDefault();
        if (whyNot === '') void submit();
      }}
    >
      {notice}
      {onName !== undefined && (
        <Field
          name="name"
          label={t('pricing.name')}
          {...(hint === undefined ? {} : { hint })}
          maxLength={100}
          value={name}
          error={faultAt('name')}
          onChange={({ target }) => onName(target.value)}
        />
      )}
      {children}
      <FormProblem problem={action.problem} />
      <div className="flex flex-wrap gap-3">
        <Button id="save" type="submit" kind="primary" busy={action.busy} whyNot={whyNot}>
          {t('pricing.save')}
        </Button>
        <ButtonLink to={to} kind="quiet">
          {t('pricing.cancel')}
        </ButtonLink>
      </div>
    </form>
  );
}
