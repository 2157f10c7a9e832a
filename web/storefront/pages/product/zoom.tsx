import { Dialog } from '../../../ui/dialog.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { useSpeech } from '../../app.tsx';

interface ZoomProps {
  src: string | null;
  alt: string;
  onClose(): void;
}

/** The picture as large as the screen; loaded when somebody asks for it. */
export default function Zoom({ src, alt, onClose }: ZoomProps) {
  const { t } = useSpeech();
  return (
    <Dialog open onClose={onClose} title={alt} closeLabel={t('close')}>
      <Picture src={src} alt={alt} sizes="90vw" className="w-full rounded-md" />
    </Dialog>
  );
}
