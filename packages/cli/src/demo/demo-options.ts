/** What the person asked of the demo. */
export interface DemoOptions {
  readonly events: number;
  readonly seed: string;
  readonly verdicts: boolean;
  /** Keeps keyring, logs and topics after the run. */
  readonly keep: boolean;
  readonly interactive: boolean;
  /** A file of structured CloudEvents instead of the city. */
  readonly input?: string;
  readonly designations?: string;
}

/** The seed of the demo; detection is tuned on other seeds. */
export const DEMO_SEED = '20240';

/** Workflow clocks of the demo run this much faster than the wall clock: an hour in five seconds. */
export const CLOCK_SCALE = 720;
