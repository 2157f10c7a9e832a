import { useState } from 'react';
import { Field, type FieldProps } from '../../ui/field.tsx';
import { MoreIcon } from '../../ui/icon-more.tsx';
import { useSpeech } from '../app.tsx';

/** A password that can be looked at. Pasting and password managers work; nothing is in the way. */
export function PasswordField(props: Omit<FieldProps, 'type' | 'end'>) {
  const { t } = useSpeech();
  const [shown, setShown] = useState(false);
  return (
    <Field
      {...props}
      type={shown ? 'text' : 'password'}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      end={
        <button
          type="button"
          aria-pressed={shown}
          aria-label={t('password.show')}
          title={t('password.show')}
          className="needs-js grid size-10 place-items-center rounded-full text-muted hover:text-ink"
          onClick={() => setShown(!shown)}
        >
          <MoreIcon name={shown ? 'eyeOff' : 'eye'} className="size-5" />
        </button>
      }
    />
  );
}
