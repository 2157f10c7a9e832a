import { PolicyPage, policyHandle } from './policy.tsx';

export const handle = policyHandle('terms');

export function Component() {
  return <PolicyPage policy="terms" />;
}
