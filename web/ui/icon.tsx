/** Line icons on a 24 px grid, drawn for this shop; decorative, so always beside a name. */
const paths = {
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14Zm5 12 4 4',
  cart: 'M3 5h2.2l2 10.2a1.5 1.5 0 0 0 1.5 1.3h8.1a1.5 1.5 0 0 0 1.5-1.1L20 9H6.2M9.5 20h.01M17 20h.01',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM4.5 20.5c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5',
  place:
    'M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.8 12 21 12 21Zm0-13.5a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4Z',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.5 10 17.5 19.5 7',
  chevron: 'M9 5l7 7-7 7',
  down: 'M5 9l7 7 7-7',
  minus: 'M6 12h12',
  plus: 'M12 6v12M6 12h12',
  truck:
    'M3 6h11v10H3zM14 9.5h4l3 3.5v3h-7M7 19a1.8 1.8 0 1 0 0-3.6A1.8 1.8 0 0 0 7 19Zm10 0a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z',
  shield: 'M12 3.5 5 6v5.5c0 4.5 3 7.5 7 9 4-1.5 7-4.5 7-9V6l-7-2.5ZM9 12l2.2 2.2L15.2 10',
  back: 'M4 10h11a5 5 0 0 1 0 10H9M4 10l4-4M4 10l4 4',
  info: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16Zm0 7v5m0-8h.01',
  warning: 'M12 4.5 21 19.5H3L12 4.5Zm0 6v4m0 2.5h.01',
  filter: 'M4 6h16M7 12h10M10 18h4',
  star: 'M12 4l2.4 5 5.6.7-4.1 3.8 1.1 5.5-5-2.8-5 2.8 1.1-5.5L4 9.7 9.6 9 12 4Z',
  globe:
    'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16Zm-8 8h16M12 4c2.5 2.5 3.5 5 3.5 8s-1 5.5-3.5 8c-2.5-2.5-3.5-5-3.5-8s1-5.5 3.5-8Z',
  clock: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16Zm0 3.5V12l3 2',
  box: 'M4 8l8-4 8 4v8l-8 4-8-4V8Zm0 0 8 4 8-4M12 12v8',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  card: 'M3.5 6h17v12h-17zM3.5 10h17M7 15h3',
  bell: 'M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 1.5H5l1.5-1.5ZM10 20.5h4M12 5.5V4',
  lock: 'M5.5 11h13v9.500h-13zM8.5 11V7.800a3.5 3.5 0 0 1 7 0V11M12 15v2',
  sliders: 'M4 7h9M17 7h3M4 17h3M11 17h9M13 5v4h4V5zM7 15v4h4v-4z',
  grid: 'M5 5h5.5v5.5H5zM13.5 5H19v5.5h-5.5zM5 13.5h5.5V19H5zM13.5 13.5H19V19h-5.5z',
  rows: 'M5 6h3v3H5zM11 7.5h8M5 15h3v3H5zM11 16.5h8',
} as const;

export type IconName = keyof typeof paths;

interface LineProps {
  path: string;
  className?: string;
}

/** One line on the grid. */
export function Line({ path, className = 'size-6' }: LineProps) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={`shrink-0 ${className}`}
    >
      <path d={path} />
    </svg>
  );
}

export function Icon({ name, className }: { name: IconName; className?: string }) {
  return <Line path={paths[name]} {...(className === undefined ? {} : { className })} />;
}
