import { useState, type ReactNode } from 'react';
import type { ApiProblem } from '../../../client/problem.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { createPasskey } from '../../state/passkeys.ts';
import { useAction, type Action } from '../../state/use-action.ts';
import type { Passkey } from './passkeys.tsx';
import { Proof } from './proof.tsx';

export interface DialogProps {
  email: string;
  /** How many passkeys the account has. */
  count: number;
  onClose(): void;
  /** With what to tell. */
  onDone(text: string): void;
}

const name_chars_max = 60;
const needsProof = (problem: ApiProblem | null) => problem?.code === 'proof-needed';

interface AroundProps {
  title: string;
  of: DialogProps;
  action: Action;
  /** Goes on where the proof was asked for. */
  go(): void;
  children: ReactNode;
}

/** The dialog, and in it, when the shop asks who sits here, the proof in place of the question. */
function Around({ title, of, action, go, children }: AroundProps) {
  const { t } = useApp().speech;
  const asks = needsProof(action.problem);
  return (
    <Dialog
      open
      onClose={of.onClose}
      title={asks ? t('proof.title') : title}
      closeLabel={t('close')}
    >
      {asks ? (
        <Proof email={of.email} hasPasskey={of.count > 0} onProved={go} />
      ) : (
        <form
          method="post"
          className="grid gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            go();
          }}
        >
          <FormProblem problem={action.problem} />
          {children}
        </form>
      )}
    </Dialog>
  );
}

function NameField({ name, onChange }: { name: string; onChange(name: string): void }) {
  const { t } = useApp().speech;
  return (
    <Field
      label={t('passkeys.name')}
      hint={t('passkeys.name.why')}
      name="passkey-name"
      autoComplete="off"
      maxLength={name_chars_max}
      value={name}
      onChange={(event) => onChange(event.target.value)}
      required
    />
  );
}

/** A name first, since devices look alike later; then the device asks its person. */
export function AddPasskey({ device, ...of }: DialogProps & { device: string | null }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const [name, setName] = useState(device ?? '');
  const add = async () => {
    const options = await api.request('POST /me/passkeys/options', {});
    const credential = await createPasskey(options);
    await api.request('POST /me/passkeys', { body: { name: name.trim(), credential } });
    of.onDone(t('passkeys.added', { name: name.trim() }));
  };
  const go = () => void action.run(add);
  return (
    <Around title={t('passkeys.add')} of={of} action={action} go={go}>
      <p className="text-muted">{t('passkeys.add.how')}</p>
      <NameField name={name} onChange={setName} />
      <div className="flex flex-wrap gap-3">
        <Button
          id="passkey-create"
          type="submit"
          kind="primary"
          busy={action.busy}
          whyNot={name.trim() === '' ? t('passkeys.name.missing') : ''}
        >
          {t('passkeys.create')}
        </Button>
      </div>
    </Around>
  );
}

export function RenamePasskey({ passkey, ...of }: DialogProps & { passkey: Passkey }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const [name, setName] = useState(passkey.name);
  const { passkeyId } = passkey;
  const go = () =>
    void action.run(async (key) => {
      const body = { name: name.trim() };
      await api.request('PATCH /me/passkeys/{passkeyId}', { params: { passkeyId }, body, key });
      of.onDone(t('passkeys.renamed', { name: name.trim() }));
    });
  return (
    <Around title={t('passkeys.rename')} of={of} action={action} go={go}>
      <NameField name={name} onChange={setName} />
      <div className="flex flex-wrap gap-3">
        <Button
          id="passkey-rename"
          type="submit"
          kind="primary"
          busy={action.busy}
          whyNot={name.trim() === '' ? t('passkeys.name.missing') : ''}
        >
          {t('passkeys.save')}
        </Button>
      </div>
    </Around>
  );
}

/** Says what stays: nobody is locked out by it, and the device keeps its half. */
export function RemovePasskey({ passkey, ...of }: DialogProps & { passkey: Passkey }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const { passkeyId, name } = passkey;
  const go = () =>
    void action.run(async (key) => {
      await api.request('DELETE /me/passkeys/{passkeyId}', { params: { passkeyId }, key });
      of.onDone(t('passkeys.removed', { name }));
    });
  return (
    <Around title={t('passkeys.remove.named', { name })} of={of} action={action} go={go}>
      <p>{t(of.count === 1 ? 'passkeys.remove.last' : 'passkeys.remove.sure')}</p>
      <p className="text-muted">{t('passkeys.remove.device')}</p>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="danger" busy={action.busy}>
          {t('passkeys.remove')}
        </Button>
        <Button kind="quiet" onClick={of.onClose}>
          {t('passkeys.keep')}
        </Button>
      </div>
    </Around>
  );
}
