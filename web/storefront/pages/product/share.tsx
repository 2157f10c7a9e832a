import { useState } from 'react';
import { Icon } from '../../../ui/icon.tsx';
import { useSpeech } from '../../app.tsx';

export interface ShareProps {
  title: string;
}

/** By whatever the device shares with; where it has nothing, the link is copied. */
export default function Share({ title }: ShareProps) {
  const { t } = useSpeech();
  const [copied, setCopied] = useState(false);
  const share = async () => {
    const url = location.href;
    try {
      if ('share' in navigator) await navigator.share({ title, url });
      else {
        await (navigator as Navigator).clipboard.writeText(url);
        setCopied(true);
      }
    } catch {
      // Given up, or not allowed: the address is in the address bar.
    }
  };
  return (
    <button
      type="button"
      className="target inline-flex items-center gap-1.5 text-sm text-muted hover:text-ink"
      onClick={() => void share()}
    >
      <Icon name={copied ? 'check' : 'copy'} className="size-4" />
      {copied ? t('buying.share.copied') : t('buying.share')}
      <span role="status" className="unseen">
        {copied ? t('buying.share.copied') : ''}
      </span>
    </button>
  );
}
