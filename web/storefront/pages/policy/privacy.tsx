import { PolicyPage, policyHandle } from './policy.tsx';

export const handle = policyHandle('privacy');

export function Component() {
  return <PolicyPage policy="privacy" />;
}
