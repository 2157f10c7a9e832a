// Adding photos to what somebody writes: chosen or taken, sent at once, each with its own state, so
// that one that is refused does not cost the others.
import { useEffect, useId, useRef, useState } from 'react';
import { problemIn } from '../../client/problem.ts';
import { sendPicture, upload_bytes_max } from '../../client/pictures.ts';
import { newKey } from '../../client/request.ts';
import { Icon } from '../../ui/icon.tsx';
import { useApp, useSpeech } from '../app.tsx';
import { PrivatePhoto } from './private-photo.tsx';
import { added, changed, isSending, type Photo } from './shelf.ts';

export interface PhotoFieldProps {
  purpose: 'review' | 'return';
  max: number;
  hint: string;
  photos: readonly Photo[];
  onChange(how: (photos: readonly Photo[]) => Photo[]): void;
}

export function PhotoField({ purpose, max, hint, photos, onChange }: PhotoFieldProps) {
  const { session } = useApp();
  const { t } = useSpeech();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [left, setLeft] = useState(0);
  const send = ({ key, file }: Photo) => {
    if (file === null) return;
    sendPicture(session, { file, purpose }).then(
      ({ pictureId }) => onChange((now) => changed(now, key, { pictureId })),
      (error: unknown) => {
        const problem = problemIn(error);
        onChange((now) => changed(now, key, { problem: problem?.code ?? 'no-reply' }));
        if (problem === null) throw error;
      },
    );
  };
  const choose = (files: readonly Blob[]) => {
    const next = added(photos, files, { max, bytes_max: upload_bytes_max, key: newKey });
    setLeft(next.left);
    onChange(() => next.photos);
    for (const one of next.photos.slice(photos.length)) if (one.problem === null) send(one);
  };
  const again = (photo: Photo) => {
    onChange((now) => changed(now, photo.key, { problem: null }));
    send(photo);
  };
  const remove = (key: string) => {
    setLeft(0);
    onChange((now) => now.filter((one) => one.key !== key));
    input.current?.focus();
  };
  return (
    <fieldset className="grid gap-3" aria-describedby={`${id}-hint`}>
      <legend className="mb-1 font-medium">
        {t('photos.title')}
        <span className="ms-2 text-sm text-muted">{t('photos.optional')}</span>
      </legend>
      <ul className="flex flex-wrap gap-3">
        {photos.map((photo, at) => (
          <Entry
            key={photo.key}
            photo={photo}
            nth={at + 1}
            onAgain={() => again(photo)}
            onRemove={() => remove(photo.key)}
          />
        ))}
        {photos.length < max && (
          <li>
            <label className="grid size-24 cursor-pointer place-items-center rounded-md border border-dashed border-line-strong text-center text-sm text-muted has-focus-visible:outline-2 hover:bg-surface">
              <span className="grid justify-items-center gap-1">
                <Icon name="plus" className="size-5" />
                {t('photos.add')}
              </span>
              <input
                ref={input}
                type="file"
                multiple
                accept="image/jpeg,image/png,image/webp,image/gif,image/avif"
                className="unseen"
                onChange={({ target }) => {
                  choose([...(target.files ?? [])]);
                  target.value = '';
                }}
              />
            </label>
          </li>
        )}
      </ul>
      <p id={`${id}-hint`} className="text-sm text-muted">
        {hint}
      </p>
      <p role="status" className={left > 0 ? 'text-sm text-warn' : 'unseen'}>
        {left > 0
          ? t('photos.left', { count: left, max })
          : isSending(photos)
            ? t('photos.sending')
            : t('photos.count', { count: photos.length, max })}
      </p>
    </fieldset>
  );
}

interface EntryProps {
  photo: Photo;
  nth: number;
  onAgain(): void;
  onRemove(): void;
}

/** What may be tried again as it is; anything else is the picture's own fault. */
const passing = ['no-reply', 'offline', 'overloaded', 'files-away', 'too-many-requests', 'timeout'];

function Entry({ photo, nth, onAgain, onRemove }: EntryProps) {
  const { t, maybe } = useSpeech();
  const { pictureId, file, problem } = photo;
  const alt = t('photos.nth', { nth });
  const busy = pictureId === null && problem === null;
  return (
    <li
      className={
        problem === null ? 'relative' : 'relative grid max-w-60 grid-cols-[6rem_1fr] gap-3'
      }
    >
      {file === null ? (
        <PrivatePhoto
          path={`/pictures/${pictureId ?? ''}/file`}
          alt={alt}
          className="size-24 rounded-md"
        />
      ) : (
        <Chosen file={file} alt={alt} faded={busy || problem !== null} />
      )}
      {busy && (
        <span className="absolute inset-x-2 bottom-2 h-1 animate-pulse rounded-full bg-accent" />
      )}
      <button
        type="button"
        aria-label={t('photos.remove', { nth })}
        className="absolute start-17 -top-2 grid size-8 place-items-center rounded-full border border-line bg-raised shadow-soft"
        onClick={onRemove}
      >
        <Icon name="close" className="size-4" />
      </button>
      {problem !== null && (
        <p role="alert" className="ps-2 text-sm text-danger">
          {maybe(`photos.problem.${problem}`) ?? t('photos.problem')}{' '}
          {passing.includes(problem) && (
            <button type="button" className="target link" onClick={onAgain}>
              {t('photos.again')}
            </button>
          )}
        </p>
      )}
    </li>
  );
}

/** The file as it is on this device, before anybody else has seen it. */
function Chosen({ file, alt, faded }: { file: Blob; alt: string; faded: boolean }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  if (url === null) return <span className="block size-24 rounded-md bg-surface" />;
  return (
    <img
      src={url}
      alt={alt}
      className={`size-24 rounded-md bg-surface object-cover ${faded ? 'opacity-60' : ''}`}
    />
  );
}
