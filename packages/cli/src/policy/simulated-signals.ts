import type { Boxed, SignalBrief } from '@hrd-shield/contracts';
import type { DetectedSignal, DetectionPolicy } from '@hrd-shield/domain';
import type { ExplainableSignal } from '@hrd-shield/domain/explanation';
import { detectEvents, detectLog, readLogLines } from '../offline/detect-file.ts';
import { type FileDesignations, fileDesignations } from '../offline/file-designations.ts';
import { createScreening } from '../offline/screen-lines.ts';
import { readLines } from '../shell/read-input.ts';
import type { Setting } from './compare-reach.ts';

/** A signal with how many accounts it lists. */
export interface SimulatedSignal {
  readonly signal: ExplainableSignal;
  readonly listed: number;
}

/** Events that both sets of rules are run over, again and again. */
export interface EventSource {
  signals(policy: DetectionPolicy): Promise<readonly SimulatedSignal[]>;
  settingOf(defender: string): Setting;
  readonly designations: FileDesignations | undefined;
}

/** Setting of a defender of whom the input tells neither language nor region. */
export const UNKNOWN: Setting = { language: 'unknown', region: 'unknown' };
/** Listed accounts that one command carries at most. */
const LISTED_MAX = 256;

/** A raw file with its designations: language and region are those of the designation. */
export function rawEvents(path: string, designationText: string): EventSource {
  const designations = fileDesignations(designationText);
  return {
    designations,
    signals: async (policy) => {
      const found: SimulatedSignal[] = [];
      const screening = createScreening(designations, policy.time.latenessMs);
      const onSignal = async (signal: DetectedSignal) => void found.push(simulated(signal));
      await detectEvents(readLines(path), screening, policy, { onSignal });
      return found;
    },
    settingOf: (defender) => {
      const language = designations.consentOf(defender)?.language;
      if (language === undefined) return UNKNOWN;
      const [primary = 'unknown', ...rest] = language.split('-');
      const region = rest.find((part) => /^[A-Z]{2}$/.test(part)) ?? 'unknown';
      return { language: primary, region };
    },
  };
}

/** An exported log: language and region are what most texts and accounts about the defender have. */
export async function loggedEvents(path: string): Promise<EventSource> {
  const languages = new Map<string, Map<string, number>>();
  const countries = new Map<string, Map<string, number>>();
  for await (const line of readLogLines(readLines(path))) {
    if (line.kind !== 'event') continue;
    const { defender, language, actor } = line.event;
    tally(languages, defender, language?.split('-')[0]);
    tally(countries, defender, actor?.country);
  }
  return {
    designations: undefined,
    signals: async (policy) => {
      const found: SimulatedSignal[] = [];
      await detectLog(
        readLines(path),
        policy,
        async (signal) => void found.push(simulated(signal)),
      );
      return found;
    },
    settingOf: (defender) => ({
      language: mostOf(languages.get(defender)) ?? UNKNOWN.language,
      region: mostOf(countries.get(defender)) ?? UNKNOWN.region,
    }),
  };
}

function simulated({ actors, ...signal }: DetectedSignal): SimulatedSignal {
  return { signal, listed: actors.length };
}

type Tally = Map<string, Map<string, number>>;

function tally(into: Tally, defender: string, value: string | undefined): void {
  if (value === undefined) return;
  const counts = into.get(defender) ?? new Map<string, number>();
  into.set(defender, counts.set(value, (counts.get(value) ?? 0) + 1));
}

function mostOf(counts: ReadonlyMap<string, number> | undefined): string | undefined {
  if (counts === undefined) return undefined;
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}

/** What protection reads of a signal; accounts are stood in for, since only their number counts. */
export function briefOf({ signal, listed }: SimulatedSignal): SignalBrief {
  const actors = Array.from(
    { length: Math.min(listed, LISTED_MAX) },
    (_, i) => `b1.sim.e.AAAAAAAAAAAAAAAA.${i}` as Boxed,
  );
  const { coordination, hostility, explanation, ...rest } = signal;
  return { ...rest, actors };
}
