import { RecentlyViewed } from '../../shell/recently-viewed.tsx';

export default function Viewed() {
  return <RecentlyViewed />;
}
