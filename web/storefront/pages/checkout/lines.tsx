import { Fragment } from 'react';

/** Lines of an address in one, each in its own direction. */
export function Lines({ lines }: { lines: readonly string[] }) {
  return lines.filter(Boolean).map((line, at) => (
    <Fragment key={line}>
      {at > 0 && ', '}
      <bdi>{line}</bdi>
    </Fragment>
  ));
}
