/** Signing in again with a passkey, over a page whose session has ended. */
import { PasskeyWay } from './passkey-way.tsx';

export default function PasskeyAgain(_: Record<string, never>) {
  return (
    <PasskeyWay
      enter={async (signIn) => {
        await signIn();
      }}
    />
  );
}
