import { Later } from '../../shell/later.tsx';
import { recent } from '../../shell/rows.ts';

export default function Viewed() {
  return <Later {...recent} given={{}} />;
}
