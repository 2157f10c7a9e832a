import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { useCamera } from './use-camera.ts';

/** The camera of the device as a reader of codes; typing goes on beside it, whatever it says. */
interface CameraProps {
  seen(code: string): void;
  /** What the last code came to: below the picture, where who holds the device looks. */
  children: ReactNode;
}

export function Camera({ seen, children }: CameraProps) {
  const { t } = useApp().speech;
  const video = useRef<HTMLVideoElement>(null);
  const { state, start, stop } = useCamera(video, seen);
  const isOn = state === 'on';
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the picture and the answer below it fill what is to be seen.
    if (isOn) section.current?.scrollIntoView({ block: 'start' });
  }, [isOn]);
  const isOff = !isOn && state !== 'starting';
  return (
    <section
      ref={section}
      aria-label={t('door.camera')}
      className="grid scroll-mt-36 gap-3"
      data-camera={state}
    >
      <video
        ref={video}
        hidden={!isOn}
        muted
        playsInline
        aria-label={t('door.camera.picture')}
        className="max-h-[45svh] w-full rounded-lg bg-surface object-cover"
      />
      {children}
      <div aria-live="polite" className="empty:hidden">
        {isOn && <p className="text-sm text-muted">{t('door.camera.on')}</p>}
        {isOff && state !== 'off' && (
          <Notice tone="warn" title={t(`door.camera.${state}`)}>
            {t(`door.camera.${state}.text`)}
          </Notice>
        )}
      </div>
      <div>
        {isOff ? (
          <Button onClick={() => void start()}>
            {t(state === 'off' ? 'door.camera.start' : 'door.camera.again')}
          </Button>
        ) : (
          <Button busy={state === 'starting'} onClick={stop}>
            {t(isOn ? 'door.camera.stop' : 'door.camera.starting')}
          </Button>
        )}
      </div>
    </section>
  );
}
