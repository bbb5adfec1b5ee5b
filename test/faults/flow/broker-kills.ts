import { setTimeout as delay } from 'node:timers/promises';
import { untilDrained } from '../../harness/drained.ts';
import { FLOW } from '../../harness/town-under-attack.ts';
import { whileDripping } from './drip.ts';
import type { FlowCrew } from './flow-crew.ts';
import { AT_ONCE, type FlowStrike, nothing, SECOND_MS, type StrikeRun } from './flow-strike.ts';

/** With the three rounds of `--long` 21 kills at drawn moments. */
const KILLS = { short: 2, long: 7 };
const KILL_MS_MAX = 2 * SECOND_MS;
const DOWN_MS_MAX = 5 * SECOND_MS;
/** Back from a restart of the broker. @source reliability notes, section 4, F1 */
const BACK_MS_MAX = 30 * SECOND_MS;

async function killOften(crew: FlowCrew, { long, random }: StrikeRun): Promise<void> {
  const { figures, pipeline, stack } = crew;
  for (let kill = 0; kill < (long ? KILLS.long : KILLS.short); kill += 1) {
    await whileDripping(crew, `kill-${kill}`, async () => {
      await delay(random.between(0, KILL_MS_MAX));
      await stack.control?.crash('kafka');
      await delay(random.between(0, DOWN_MS_MAX));
      await stack.control?.revive('kafka');
    });
    const healedAt = performance.now();
    await untilDrained(pipeline.at, FLOW);
    const backMs = Math.round(performance.now() - healedAt);
    figures.set('brokerKills', (figures.get('brokerKills') ?? 0) + 1);
    figures.set('brokerBackMsMax', Math.max(figures.get('brokerBackMsMax') ?? 0, backMs));
    if (backMs > BACK_MS_MAX) crew.say(`    kill ${kill}: back after ${backMs} ms`);
  }
}

/** Each time everything is worked on before the next. */
export const brokerKills: FlowStrike = {
  name: 'F1 broker-killed-often',
  says: 'the broker dies again and again at drawn moments while events come',
  isExtra: true,
  downMs: AT_ONCE,
  strike: killOften,
  heal: nothing,
};
