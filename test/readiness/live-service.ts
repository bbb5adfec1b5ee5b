import { setTimeout as delay } from 'node:timers/promises';
import { type ProcessPort, runService } from '@hrd-shield/runtime';
import { freePort } from '../../packages/cli/src/demo/free-port.ts';
import { startCodec } from '../../services/codec/src/compose.ts';
import { CODEC_CONFIG } from '../../services/codec/src/config.ts';
import { startDesignate } from '../../services/designate/src/compose.ts';
import { DESIGNATE_CONFIG } from '../../services/designate/src/config.ts';
import { startDesk } from '../../services/desk/src/compose.ts';
import { DESK_CONFIG } from '../../services/desk/src/config.ts';
import { startDetect } from '../../services/detect/src/compose.ts';
import { DETECT_CONFIG } from '../../services/detect/src/config.ts';
import { startHold } from '../../services/hold/src/compose.ts';
import { HOLD_CONFIG } from '../../services/hold/src/config.ts';
import { startIngest } from '../../services/ingest/src/compose.ts';
import { INGEST_CONFIG } from '../../services/ingest/src/config.ts';
import { startRecord } from '../../services/record/src/compose.ts';
import { RECORD_CONFIG } from '../../services/record/src/config.ts';
import { startReport } from '../../services/report/src/compose.ts';
import { REPORT_CONFIG } from '../../services/report/src/config.ts';
import { startRespond } from '../../services/respond/src/compose.ts';
import { RESPOND_CONFIG } from '../../services/respond/src/config.ts';

type Run = (process: ProcessPort) => Promise<void>;

/** Every service, run as its `main.ts` runs it. */
export const RUNS = {
  designate: (process) => runService({ config: DESIGNATE_CONFIG, process, start: startDesignate }),
  ingest: (process) => runService({ config: INGEST_CONFIG, process, start: startIngest }),
  detect: (process) => runService({ config: DETECT_CONFIG, process, start: startDetect }),
  respond: (process) => runService({ config: RESPOND_CONFIG, process, start: startRespond }),
  hold: (process) => runService({ config: HOLD_CONFIG, process, start: startHold }),
  record: (process) => runService({ config: RECORD_CONFIG, process, start: startRecord }),
  report: (process) => runService({ config: REPORT_CONFIG, process, start: startReport }),
  desk: (process) => runService({ config: DESK_CONFIG, process, start: startDesk }),
  codec: (process) => runService({ config: CODEC_CONFIG, process, start: startCodec }),
} as const satisfies Readonly<Record<string, Run>>;
export type ServiceName = keyof typeof RUNS;

/** A service of this process, asked over HTTP like any other. */
export interface LiveService {
  /** What `/readyz` answers: its lines, and its status; 503 while no process is there to answer. */
  readyz(): Promise<{ readonly status: number; readonly says: string }>;
  metrics(): Promise<string>;
  /** Asks it to drain. @returns once it has ended */
  stop(): Promise<void>;
}

const RESTART_MS = 1_000;

/**
 * Starts a service with its whole life: configuration, health, metrics, drain. One that ends by
 * itself is started again, as a supervisor does.
 */
export async function startLive(
  name: ServiceName,
  env: Readonly<Record<string, string>>,
): Promise<LiveService> {
  const port = await freePort();
  let ask: () => void = () => undefined;
  let isAsked = false;
  let told = '';
  const lives = async (): Promise<void> => {
    while (!isAsked) {
      const handlers: (() => void)[] = [];
      ask = () => {
        for (const handler of handlers) handler();
      };
      await RUNS[name]({
        env: { ...env, SHIELD_HTTP_PORT: String(port), SHIELD_LOG_LEVEL: 'silent' },
        stdout: { write: () => undefined },
        stderr: {
          write: (text) => {
            told = text;
          },
        },
        once: (_signal, handler) => void handlers.push(handler),
        exit: (code) => {
          throw new RangeError(`${name} left with ${code}: ${told}`);
        },
      });
      if (!isAsked) await delay(RESTART_MS);
    }
  };
  const ended = lives();
  const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`);
  return {
    readyz: async () => {
      try {
        const answer = await get('/readyz');
        return { status: answer.status, says: await answer.text() };
      } catch {
        return { status: 503, says: told };
      }
    },
    metrics: async () => (await get('/metrics')).text(),
    stop: async () => {
      isAsked = true;
      ask();
      await ended;
    },
  };
}
