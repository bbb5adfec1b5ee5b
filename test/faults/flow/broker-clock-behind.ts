import { until } from '../../harness/until.ts';
import type { FlowCrew } from './flow-crew.ts';
import { BRIEF, type FlowStrike } from './flow-strike.ts';
import { mention } from './mention.ts';
import { metricOf } from './metric-of.ts';

const HOUR_MS = 3_600_000;
/** Telling apart a clock that is wrong from a machine that is slow. */
const TOLD_MS_LEAST = HOUR_MS / 2;

/** How far screening says that the clock of the broker is behind its own, ms. */
function toldBehind({ pipeline }: FlowCrew): Promise<number> {
  return metricOf(pipeline, 'ingest', 'shield_ingest_broker_clock_behind_ms');
}

/** Every append tells of the clock: so there are some to wait for. */
function untilTold(crew: FlowCrew, isSo: (behindMs: number) => boolean): Promise<unknown> {
  const { load, pipeline } = crew;
  let told = 0;
  return until('screening tells how far clocks differ', async () => {
    const at = load.reachedAt();
    const events = load.defenders.map((key, n) =>
      mention({ id: `clock-${performance.now()}-${told}-${n}`, at, key }),
    );
    told += 1;
    await load.add(events, pipeline);
    return isSo(await toldBehind(crew));
  });
}

/** What happens now looks as if it came from the future, by the clock of the log alone. */
export const brokerClockBehind: FlowStrike = {
  name: 'F10 broker-clock-behind',
  says: 'the clock of the broker jumps to an hour before what happens, and back',
  needs: 'broker-clock',
  downMs: BRIEF,
  strike: async (crew) => {
    await crew.clock?.setOff(crew.load.reachedAt() - HOUR_MS - Date.now());
    await untilTold(crew, (behindMs) => behindMs > TOLD_MS_LEAST);
  },
  heal: async (crew) => {
    await crew.clock?.setOff(0);
    await untilTold(crew, (behindMs) => Math.abs(behindMs) < TOLD_MS_LEAST);
  },
};
