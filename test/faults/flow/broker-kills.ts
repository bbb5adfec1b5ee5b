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
    const after: string[] = [];
    let backMs = 0;
    for (const service of FLOW) {
      await untilDrained(pipeline.at, [service]);
      backMs = Math.round(performance.now() - healedAt);
      after.push(`${service} ${backMs}`);
    }
    figures.set('brokerKills', (figures.get('brokerKills') ?? 0) + 1);
    figures.set('brokerBackMsMax', Math.max(figures.get('brokerBackMsMax') ?? 0, backMs));
    if (backMs > BACK_MS_MAX) crew.say(`    kill ${kill}: back after ms: ${after.join(', ')}`);
  }
}

/** As short as it may be set. */
const GIVING_UP = { SHIELD_KAFKA_GIVE_UP_MS: String(10 * SECOND_MS) };
/** Until a service has waited, drained what it can, and ended. */
const END_MS_MAX = 90 * SECOND_MS;

/** @throws RangeError with whoever stays, or ends in another way */
async function outlastPatience({ pipeline, stack }: FlowCrew): Promise<void> {
  await Promise.all(FLOW.map((name) => pipeline.crash(name, { env: GIVING_UP })));
  await stack.control?.crash('kafka');
  const ends = await Promise.all(
    FLOW.map(async (name) => {
      const one = pipeline.service(name);
      const code = await Promise.race([one.ended, delay(END_MS_MAX, 'stays')]);
      const hasSaid = one.output().includes('kafka.gave-up');
      return code === 1 && hasSaid ? [] : [`${name} ${code}${hasSaid ? '' : ' without a word'}`];
    }),
  );
  await stack.control?.revive('kafka');
  // As supervisors do.
  await Promise.all(FLOW.map((name) => pipeline.crash(name)));
  if (ends.flat().length > 0) throw new RangeError(ends.flat().join(', '));
}

export const brokerAbsent: FlowStrike = {
  name: 'F1 broker-absent',
  says: 'the broker stays away longer than services wait: each ends with code 1, and is started again',
  isExtra: true,
  downMs: AT_ONCE,
  strike: outlastPatience,
  heal: nothing,
};

/** Each time everything is worked on before the next. */
export const brokerKills: FlowStrike = {
  name: 'F1 broker-killed-often',
  says: 'the broker dies again and again at drawn moments while events come',
  isExtra: true,
  downMs: AT_ONCE,
  strike: killOften,
  heal: nothing,
};
