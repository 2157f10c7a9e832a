import { problemIn } from '../../../client/problem.ts';
import { newKey } from '../../../client/request.ts';
import { useApp } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { mutable, type Cell } from '../preferences/grid.ts';
import type { Topic } from './days.ts';

/** Switches a topic off wherever that is possible, with one press, and back with another. */
export function useMute(): (topic: Topic) => Promise<void> {
  const { api, speech, toasts } = useApp();
  const { t, list } = speech;
  const set = (cells: readonly Cell[], enabled: boolean) => {
    const grid = cells.map(({ topic, channel }) => ({ topic, channel, enabled }));
    return api.request('PATCH /me/preferences', { body: { grid }, key: newKey() });
  };
  const told = (error: unknown) => {
    const problem = problemIn(error);
    if (problem === null) throw error;
    toasts.show({ text: problemText(speech, problem), tone: 'problem' });
  };
  return async (topic) => {
    const name = t(`prefs.topic.${topic}`);
    try {
      const before = await api.request('GET /me/preferences', {});
      const cells = mutable(before, topic);
      const stays = before.grid.some((cell) => cell.topic === topic && cell.locked);
      if (cells.length === 0) {
        toasts.show({ text: t('told.mute.nothing', { topic: name }) });
        return;
      }
      await set(cells, false);
      const channels = list(cells.map(({ channel }) => t(`prefs.channel.${channel}`)));
      toasts.show({
        text: t(stays ? 'told.muted.partly' : 'told.muted', { topic: name, channels }),
        action: { label: t('undo'), run: () => void set(cells, true).catch(told) },
      });
    } catch (error) {
      told(error);
    }
  };
}
