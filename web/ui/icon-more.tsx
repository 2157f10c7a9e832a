import { Line } from './icon.tsx';

/** Icons of few pages, apart from those that every page loads. */
const paths = {
  download: 'M12 4v11M7.5 11l4.5 4.5 4.5-4.500M4.5 20h15',
  out: 'M10 4.500H5v15h5M9.5 12H20M16 8l4 4-4 4',
  wallet: 'M4 7.5h13.5a2.5 2.5 0 0 1 2.5 2.5v8H6a2 2 0 0 1-2-2zm0 0 10-3.5v3.5M16.5 13h.01',
  phone: 'M7.5 3.5h9v17h-9zM11 17.5h2',
  cash: 'M3.5 7h17v10h-17zM12 9.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4ZM6.5 12h.01M17.5 12h.01',
  bellOff: 'M7 9.2V16.5L5.5 18H17M9.4 6.2A5.5 5.5 0 0 1 17.5 11v3M10 20.5h4M4 4l16 16',
  eye: 'M2.8 12S6 5.8 12 5.8 21.2 12 21.2 12 18 18.2 12 18.2 2.8 12 2.8 12ZM12 9.4a2.6 2.6 0 1 1 0 5.2 2.6 2.6 0 0 1 0-5.2Z',
  eyeOff:
    'M9.6 6.1c.8-.2 1.6-.3 2.4-.3 6 0 9.2 6.2 9.2 6.200s-.9 1.7-2.6 3.300M14.4 17.900c-.8.2-1.6.3-2.4.3-6 0-9.2-6.2-9.2-6.200S3.9 9.9 6 8.200M4 4l16 16',
  device: 'M4 5h16v11H4zM9 20h6M12 16v4',
  heart:
    'M12 20.2S4 15.4 4 9.700A4.500 4.500 0 0 1 12 7a4.500 4.500 0 0 1 8 2.700C20 15.400 12 20.200 12 20.200Z',
} as const;

export type MoreIconName = keyof typeof paths;

export function MoreIcon({
  name,
  className = 'size-6',
}: {
  name: MoreIconName;
  className?: string;
}) {
  return <Line path={paths[name]} className={className} />;
}
