import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { chooseBackend } from '@hrd-shield/local-stack';
import type { Shell } from '../shell/shell.ts';
import { consentableMeasures } from './consentable-measures.ts';
import { CLOCK_SCALE, type DemoOptions } from './demo-options.ts';
import { openSource } from './demo-source.ts';
import { designateAll } from './designate-city.ts';
import { drain } from './drain.ts';
import { createDemoInstallation } from './installation.ts';
import { playSource } from './play-source.ts';
import { readResults } from './read-results.ts';
import { count } from './show-table.ts';
import { ingestCounts, openStage, type Stage } from './stage.ts';
import { SERVICES, startServices } from './start-services.ts';
import { until } from './until.ts';

const DESIGNATED_MS = 60_000;

/** Runs the main job from an empty installation to a table, and cleans up after itself. */
export async function runDemo(options: DemoOptions, shell: Shell): Promise<void> {
  const backend = await chooseBackend(shell.io.env, { log: shell.note });
  try {
    const at = await createDemoInstallation({
      name: `demo_${randomBytes(4).toString('hex')}`,
      addresses: backend.addresses,
      env: shell.io.env,
      clockScale: CLOCK_SCALE,
    });
    shell.note(`Run ${at.name}: keyring, logs and report in ${at.runDir}`);
    const stage = await openStage(at);
    try {
      await play(options, stage, shell);
    } finally {
      await stage.stop();
      if (!options.keep) at.forgetKeys();
    }
  } finally {
    await backend.stop();
  }
}

async function play(options: DemoOptions, stage: Stage, shell: Shell): Promise<void> {
  const { at } = stage;
  const source = await openSource(options, {
    allowedMeasures: consentableMeasures(),
    now: Date.now(),
  });
  shell.note(`Playing ${source.title}`);
  const services = await startServices(at, {
    names: SERVICES,
    env: {
      SHIELD_RESPOND_CLOCK_SCALE: String(CLOCK_SCALE),
      SHIELD_RECORD_FLUSH_MS: '250',
      SHIELD_REPORT_OUT_DIR: join(at.runDir, 'report'),
      SHIELD_REPORT_SYNTHETIC: 'true',
    },
    onReady: (name) => shell.progress(`${name} is ready`),
  });
  try {
    await Promise.race([perform(), services.failed]);
  } finally {
    shell.progress('services drain');
    await services.stop();
  }

  async function perform(): Promise<void> {
    const refs = await designateAll(source.entries, stage.registry, (done) =>
      shell.progress(`${done} of ${source.entries.length} designated`),
    );
    const isKnown = async (): Promise<boolean> =>
      (await ingestCounts(services)).designations >= refs.size;
    await until('every designation is known to ingest', isKnown, DESIGNATED_MS);
    shell.note(`${refs.size} defenders designated, six services ready`);
    const played = await playSource(source, stage, {
      services,
      refs,
      onProgress: ({ emitted, behind }) =>
        shell.progress(`${count(emitted)} events played, ${count(behind)} on their way`),
    });
    shell.note(
      `${count(played.emitted)} events in ${(played.endedAt - played.startedAt) / 1000} s`,
    );
    await drain({
      progress: stage.progress,
      openTasks: async () => 0,
      onStep: (what) => shell.progress(what),
    });
    const results = await readResults(at);
    shell.answer(
      {
        played: { ...played, emission: undefined },
        signals: results.signals.length,
        targeting: results.targeting.length,
      },
      [],
    );
  }
}
