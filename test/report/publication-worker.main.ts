import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadReleasePlan } from '@hrd-shield/policy';
import { keepDraft, makeRelease, publishedOf, quarterOf } from '@hrd-shield/reporting';
import { startWorkerHost } from '@hrd-shield/temporal';
import { factsOf, ORIGIN } from '../../packages/reporting/src/release/spec/small-quarter.ts';
import { createPublicationActivities } from '../../services/report/src/publication-activities.ts';
import { WORKFLOWS_PATH } from '../../services/report/src/workflows-path.ts';

/*
 * The worker of publications over a small quarter. After the first run of each activity that
 * CRASH_AFTER names it ends as a crash does: the effect is there, and nobody was told.
 */
const { CRASH_AFTER = '', FOLDER = '', TASK_QUEUE = '', TEMPORAL_ADDRESS = '' } = process.env;
const folders = { open: join(FOLDER, 'open'), closed: join(FOLDER, 'closed') };
const plan = loadReleasePlan();
const SECOND = 1 / 60;

const activities = createPublicationActivities({
  folders,
  plan: {
    ...plan,
    publication: {
      ...plan.publication,
      lookSeconds: 0.2,
      prepareMinutes: 2 * SECOND,
      stepMinutes: 2 * SECOND,
    },
  },
  clock: { now: () => Date.now() },
  notifier: { send: async ({ id }) => ({ notice: id, state: 'no-channel' }) },
  approversFile: join(FOLDER, 'approvers.json'),
  publisherFile: join(FOLDER, 'publisher.pem'),
  prepare: async ({ corrects, preparedBy, quarter }) => {
    const { fromMs, toMs } = quarterOf(quarter);
    const { populations, ...known } = factsOf({ africa: [61, 20], europe: [33, 22] });
    const cases = (populations.cases ?? []).map((fact, at) => ({ ...fact, atMs: fromMs + at }));
    const facts = { ...known, quarter, asOf: toMs, populations: { cases } };
    const before = await publishedOf(folders, quarter);
    const over = corrects === undefined ? {} : { corrects };
    const release = makeRelease(facts, { ...ORIGIN, before, ...over });
    return {
      draft: await keepDraft(folders, { release, facts, benchmarks: [], preparedBy }),
      release,
    };
  },
  onLook: () => undefined,
  onEnd: () => undefined,
  onDelivery: () => undefined,
});

const crashing = Object.entries(activities).map(([name, act]) => {
  const whole = async (...given: readonly never[]): Promise<unknown> => {
    const done = await (act as (...given: readonly never[]) => Promise<unknown>)(...given);
    const marker = join(FOLDER, `crashed-${name}`);
    if (CRASH_AFTER.split(',').includes(name) && !existsSync(marker)) {
      writeFileSync(marker, '');
      process.kill(process.pid, 'SIGKILL');
    }
    return done;
  };
  return [name, whole];
});

await startWorkerHost({
  at: { address: TEMPORAL_ADDRESS, namespace: 'default', payloadKey: new Uint8Array(32).fill(23) },
  taskQueue: TASK_QUEUE,
  workflowsPath: WORKFLOWS_PATH,
  activities: Object.fromEntries(crashing),
  onWarning: () => undefined,
  drainMs: 1_000,
});
