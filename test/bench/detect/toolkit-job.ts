import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Toolkit } from '../../../packages/evaluation/src/rivals/toolkit/install-toolkit.ts';
import { runProgram } from '../../../packages/evaluation/src/rivals/toolkit/run-program.ts';
import { toolkitCsv } from '../../../packages/evaluation/src/rivals/toolkit/toolkit-database.ts';
import { type MessageOptions, messageStream } from './message-stream.ts';

/** What one step of the toolkit took; cut off at its limit when it did not finish. */
export interface StepFigures {
  readonly finished: boolean;
  readonly seconds: number;
  /** Of all its processes. */
  readonly cpuSeconds: number;
}

export interface ToolkitFigures {
  readonly messages: number;
  readonly preprocess: StepFigures;
  /** `compute co_similar_tweet`, tokenising included. */
  readonly compute: StepFigures;
}

export interface ToolkitJob {
  readonly windowSeconds: number;
  /** A step that takes longer is ended. */
  readonly limitSeconds: number;
}

/** Room for the measuring program to end what it measures. */
const GRACE_MS = 60_000;
/**
 * Runs the rest of its arguments and prints what they took, all their processes together: of those
 * that are ended what the system says of their session, since nobody waits for them. Linux only.
 */
const MEASURE = `
import glob, json, os, resource, signal, subprocess, sys, time
begun = time.monotonic()
def spent_of(session):
    ticks = 0
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            fields = open(path).read().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
unfinished = 0
child = subprocess.Popen(sys.argv[2:], start_new_session=True, stdout=subprocess.DEVNULL)
try:
    code, finished = child.wait(timeout=float(sys.argv[1])), True
except subprocess.TimeoutExpired:
    unfinished = spent_of(child.pid)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    code, finished = 0, False
seconds = time.monotonic() - begun
used = resource.getrusage(resource.RUSAGE_CHILDREN)
spent = max(unfinished, used.ru_utime + used.ru_stime)
print(json.dumps({"finished": finished, "seconds": seconds, "cpuSeconds": spent}))
sys.exit(code)
`;

/** The toolkit's own program on the same messages, from a fresh database, on two processes. */
export async function runToolkit(
  toolkit: Toolkit,
  options: MessageOptions,
  { limitSeconds, windowSeconds }: ToolkitJob,
): Promise<ToolkitFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'hrd-shield-toolkit-'));
  const measured = async (...args: string[]): Promise<StepFigures> => {
    const all = ['-c', MEASURE, String(limitSeconds), toolkit.command, ...args];
    const timeoutMs = limitSeconds * 1_000 + GRACE_MS;
    return JSON.parse(await runProgram(toolkit.python, all, { timeoutMs })) as StepFigures;
  };
  try {
    const input = join(folder, 'messages.csv');
    const database = join(folder, 'toolkit.db');
    const messages = [...messageStream(options)].map((event) => ({
      id: event.ref,
      user: event.actor?.ref ?? '',
      replyTo: event.parent ?? '',
      text: event.text ?? '',
      at: Math.floor(event.at / 1_000),
      links: [`none:${event.ref}`],
    }));
    await writeFile(input, toolkitCsv(messages));
    const preprocess = await measured(database, 'preprocess', input);
    const window = ['--time_window', String(windowSeconds), '--n_cpus', '2'];
    const compute = await measured(database, 'compute', 'co_similar_tweet', ...window);
    return { messages: messages.length, preprocess, compute };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
