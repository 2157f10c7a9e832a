import { PolicyPage, policyHandle } from './policy.tsx';

export const handle = policyHandle('returns');

export function Component() {
  return <PolicyPage policy="returns" />;
}
