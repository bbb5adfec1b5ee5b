import { untilDrained } from './drained.ts';
import type { Pipeline } from './pipeline.ts';
import { play, type SmallCity } from './small-city.ts';

/**
 * Plays a whole town: what lies before its campaign, the campaign, what follows. `ingest` takes one
 * stretch before the next begins, since topics played at full speed would run apart in event time.
 */
export async function playTown(town: SmallCity, pipeline: Pipeline): Promise<void> {
  const { startsAt, endsAt } = town.campaign;
  const stretches = [
    town.events.filter(({ at }) => at < startsAt),
    town.events.filter(({ at }) => at >= startsAt && at <= endsAt),
    town.events.filter(({ at }) => at > endsAt),
  ];
  for (const events of stretches) {
    await play(events, pipeline.emitter);
    await untilDrained(pipeline.at, ['ingest']);
  }
}
