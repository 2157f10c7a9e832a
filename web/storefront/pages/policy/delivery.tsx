import { PolicyPage, policyHandle } from './policy.tsx';

export const handle = policyHandle('delivery');

export function Component() {
  return <PolicyPage policy="delivery" />;
}
