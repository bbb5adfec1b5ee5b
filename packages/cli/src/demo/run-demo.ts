import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { chooseBackend } from '@hrd-shield/local-stack';
import { EXIT } from '../shell/exit-codes.ts';
import type { Shell } from '../shell/shell.ts';
import { collect } from './collect.ts';
import { consentableMeasures } from './consentable-measures.ts';
import { CLOCK_SCALE, type DemoOptions } from './demo-options.ts';
import { type DemoSource, openSource } from './demo-source.ts';
import { designateAll, type RefByAccount } from './designate-city.ts';
import { drain } from './drain.ts';
import { createDemoInstallation } from './installation.ts';
import { type PlayedSource, playSource } from './play-source.ts';
import { openProtection, type Protection } from './protection.ts';
import { unsettledMeasures } from './read-results.ts';
import { seatResponders } from './responder-seats.ts';
import { showResults } from './show-results.ts';
import { count, duration } from './show-table.ts';
import { ingestCounts, openStage, type Stage } from './stage.ts';
import { holdEnvironment, SERVICES, type ServiceGroup, startServices } from './start-services.ts';
import { until } from './until.ts';

const DESIGNATED_MS = 60_000;

/** Runs the main job from an empty installation to a table, and cleans up after itself. */
export async function runDemo(options: DemoOptions, shell: Shell): Promise<void> {
  // An exit runs the handlers that end the children; the default of a signal does not.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => process.exit(EXIT.fault));
  }
  const backend = await chooseBackend(shell.io.env, { log: shell.note });
  try {
    const at = await createDemoInstallation({
      name: `demo_${randomBytes(4).toString('hex')}`,
      addresses: backend.addresses,
      env: shell.io.env,
    });
    shell.note(`Run ${at.name}: keyring, logs and report in ${at.runDir}`);
    const stage = await openStage(at);
    const protection = await openProtection(at);
    try {
      await perform({ options, stage, protection, shell, backend: backend.backend });
    } finally {
      await protection.stop();
      await stage.stop();
      if (options.keep) shell.note(`Kept; look further after ". ${at.writeSettings()}"`);
      else at.forgetKeys();
    }
  } finally {
    await backend.stop();
  }
}

interface Performance {
  readonly options: DemoOptions;
  readonly stage: Stage;
  readonly protection: Protection;
  readonly shell: Shell;
  readonly backend: string;
}

async function perform(run: Performance): Promise<void> {
  const { options, shell, stage } = run;
  const source = await openSource(options, {
    allowedMeasures: consentableMeasures(),
    now: Date.now(),
  });
  shell.note(`Playing ${source.title}`);
  const services = await startServices(stage.at, {
    names: SERVICES,
    env: {
      ...(await holdEnvironment()),
      SHIELD_RESPOND_UNIT: 'demonstration',
      SHIELD_RESPOND_CLOCK_SCALE: String(CLOCK_SCALE),
      SHIELD_RECORD_FLUSH_MS: '250',
      SHIELD_REPORT_OUT_DIR: join(stage.at.runDir, 'report'),
      SHIELD_REPORT_SYNTHETIC: 'true',
    },
    onReady: (name) => shell.progress(`${name} is ready`),
  });
  try {
    await Promise.race([act(run, source, services), services.failed]);
  } finally {
    await services.stop();
  }
}

/** From the first designation to the last line. */
async function act(run: Performance, source: DemoSource, services: ServiceGroup): Promise<void> {
  const { backend, options, protection, shell, stage } = run;
  const refs = await designate(run, source, services);
  shell.note(
    `${refs.size} accounts designated, test accounts among them; ${SERVICES.length} services ready`,
  );
  const leaving = new AbortController();
  const attacked = attackedBy(source, refs);
  const responders = seatResponders({
    at: stage.at,
    connection: protection.connection,
    isAttacked: (ref) => attacked.has(ref),
    interactive: options.interactive,
    input: process.stdin,
    output: process.stderr,
    signal: leaving.signal,
  });
  let played: PlayedSource;
  try {
    played = await playSource(source, stage, {
      services,
      refs,
      onProgress: ({ behind, emitted, eventAt }) =>
        shell.progress(
          `${count(emitted)} events played, hour ${Math.floor((eventAt - source.startAt) / 3_600_000)}, ${count(behind)} on their way, ${responders.decided()} tasks decided`,
        ),
    });
    shell.note(`${count(played.emitted)} events in ${duration(played.endedAt - played.startedAt)}`);
    await drain({
      progress: stage.progress,
      openTasks: responders.openTasks,
      unsettledMeasures: () => unsettledMeasures(stage.at),
      onStep: (what) => shell.progress(what),
    });
  } finally {
    leaving.abort();
    await responders.stop();
  }
  const ingest = await ingestCounts(services);
  shell.progress('workflows come to rest');
  await services.stopOne('respond');
  for (const hop of ['platform', 'record'] as const) await stage.progress.untilTaken(hop, 60_000);
  shell.progress('results are collected');
  const collected = await collect({ stage, source, refs, played, ingest, protection });
  const tasksDecided = responders.decided();
  showResults({ source, played, collected, backend, tasksDecided }, shell);
}

async function designate(
  { shell, stage }: Performance,
  source: DemoSource,
  services: ServiceGroup,
): Promise<RefByAccount> {
  const refs = await designateAll(source.entries, stage.registry, (done) =>
    shell.progress(`${done} of ${source.entries.length} designated`),
  );
  const isKnown = async (): Promise<boolean> =>
    (await ingestCounts(services)).designations >= refs.size;
  await until('every designation is known to ingest', isKnown, DESIGNATED_MS);
  return refs;
}

function attackedBy(source: DemoSource, refs: RefByAccount): ReadonlySet<string> {
  const attacks = source.campaigns.filter(({ kind }) => kind === 'attack');
  return new Set(attacks.flatMap(({ account }) => refs.get(account) ?? []));
}
