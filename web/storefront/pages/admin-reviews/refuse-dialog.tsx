import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { useSpeech } from '../../app.tsx';
import { nameOf, type DeskPost } from './desk.ts';

export interface RefuseDialogProps {
  posts: readonly DeskPost[];
  /** Only their photos. */
  photos: boolean;
  onClose(): void;
  onRefuse(reason: string): void;
}

/** Why not, in words that the author will read; some of them ready to take. */
export function RefuseDialog({ posts, photos, onClose, onRefuse }: RefuseDialogProps) {
  const { t } = useSpeech();
  const [reason, setReason] = useState('');
  const title = t(photos ? 'moderation.photos.reject' : 'moderation.reject');
  return (
    <Dialog open onClose={onClose} title={title} closeLabel={t('close')}>
      <form
        method="dialog"
        className="grid grid-cols-1 gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== '') onRefuse(reason.trim());
        }}
      >
        <ul className="grid gap-1 text-sm text-muted">
          {posts.slice(0, 5).map((post) => (
            <li key={post.postId} className="truncate">
              <bdi>{nameOf(post)}</bdi>
            </li>
          ))}
        </ul>
        <div
          role="group"
          aria-label={t('moderation.reason.common')}
          className="flex flex-wrap gap-2"
        >
          {([1, 2, 3, 4] as const).map((nth) => (
            <Button key={nth} size="sm" onClick={() => setReason(t(`moderation.reason.${nth}`))}>
              {t(`moderation.reason.${nth}`)}
            </Button>
          ))}
        </div>
        <TextArea
          name="reason"
          rows={3}
          required
          maxLength={300}
          label={t('moderation.reason')}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" kind="danger">
            {t('moderation.send')}
          </Button>
          <Button kind="quiet" onClick={onClose}>
            {t('moderation.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
