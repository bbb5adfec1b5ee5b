import { parseArgs } from 'node:util';
import { addressEnvironment, addressLines } from './address-lines.ts';
import { stackStatus, startStack, stopStack } from './stack.ts';
import { StackFault } from './stack-fault.ts';
import { isHealthy } from './stack-health.ts';
import { serverNames } from './state/stack-record.ts';

const HELP = `Kafka, Temporal, ClickHouse and PostgreSQL on this machine, without containers.

usage: npm run up     [-- --ui-port PORT] [--json]   start them, or find them running
       npm run status [-- --json]                    what runs where
       npm run down   [-- --wipe] [--json]           end what "up" started

  --ui-port PORT  show Temporal's Web UI on this port
  --wipe          delete the data too
  --json          one JSON line on standard output; progress stays on standard error
  --help          this text

"up" ends when the servers answer and leaves them running. Its output is the environment that
services take. SHIELD_STATE_DIR (default .state) holds data and logs, SHIELD_CACHE_DIR (default
~/.cache/hrd-shield) the programs that are downloaded once.
Exit codes: 0 done; 1 failed, or (status) not everything answers; 2 wrong usage.
`;

interface Flags {
  readonly json: boolean;
  readonly wipe: boolean;
  readonly uiPort: number | undefined;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const note = (line: string): void => void process.stderr.write(`${line}\n`);
const env = process.env;

async function up(flags: Flags): Promise<number> {
  const startedAt = performance.now();
  note('Local stack: starting Kafka, Temporal, ClickHouse and PostgreSQL');
  const uiPort = flags.uiPort === undefined ? {} : { temporalUiPort: flags.uiPort };
  const stack = await startStack({ env, log: note, ...uiPort });
  const seconds = (performance.now() - startedAt) / 1000;
  const { isReused, folder } = stack;
  note(
    `${isReused ? 'Found running' : 'Ready'} after ${seconds.toFixed(1)} s; logs in ${folder}/logs`,
  );
  const environment = addressEnvironment(stack.addresses);
  if (flags.json) print(JSON.stringify({ ok: true, reused: isReused, seconds, environment }));
  else for (const line of addressLines(stack.addresses)) print(line);
  return 0;
}

async function status(flags: Flags): Promise<number> {
  const found = await stackStatus({ env, log: note });
  const ok = found !== undefined && isHealthy(found.health, serverNames.length);
  if (flags.json) {
    const environment =
      found === undefined ? undefined : addressEnvironment(found.record.addresses);
    print(JSON.stringify({ ok, servers: found?.health ?? [], environment }));
  } else if (found === undefined) {
    print('Nothing runs; start it with: npm run up');
  } else {
    for (const { name, state, port, pid } of found.health) {
      print(`${name.padEnd(11)} ${state.padEnd(14)} port ${port}  pid ${pid}`);
    }
    for (const line of addressLines(found.record.addresses)) print(line);
  }
  return ok ? 0 : 1;
}

async function down(flags: Flags): Promise<number> {
  const stopped = await stopStack({ env, removeData: flags.wipe });
  const wiped = flags.wipe ? ', its data is deleted' : '';
  if (flags.json) print(JSON.stringify({ ok: true, stopped, wiped: flags.wipe }));
  else print(`${stopped ? 'The local stack has ended' : 'Nothing was running'}${wiped}`);
  return 0;
}

const commands: Readonly<Record<string, (flags: Flags) => Promise<number>>> = { up, status, down };

async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      wipe: { type: 'boolean', default: false },
      'ui-port': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const command = commands[positionals[0] ?? ''];
  if (values.help || command === undefined || positionals.length !== 1) {
    (values.help ? print : note)(HELP.trimEnd());
    return values.help ? 0 : 2;
  }
  const uiPort = values['ui-port'] === undefined ? undefined : Number(values['ui-port']);
  if (uiPort !== undefined && !(Number.isInteger(uiPort) && uiPort > 0 && uiPort < 65_536)) {
    throw new StackFault('USAGE', `--ui-port takes a port number, not "${values['ui-port']}".`);
  }
  return command({ json: values.json, wipe: values.wipe, uiPort });
}

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (fault: unknown) => {
    note(fault instanceof Error ? fault.message : String(fault));
    const isUsage =
      fault instanceof TypeError || (fault instanceof StackFault && fault.code === 'USAGE');
    process.exitCode = isUsage ? 2 : 1;
  },
);
