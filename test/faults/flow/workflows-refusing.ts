import { Connection } from '@temporalio/client';
import { until } from '../../harness/until.ts';
import { whileDripping } from './drip.ts';
import type { FlowCrew } from './flow-crew.ts';
import { type FlowStrike, SECOND_MS } from './flow-strike.ts';
import { mention } from './mention.ts';

/** Calls a second that the server takes of everybody together: a hundredth of what a town asks. */
const FEW = ['--dynamic-config-value', 'frontend.namespaceRPS=2'];
/** Code of gRPC for a limit that is reached. */
const RESOURCE_EXHAUSTED = 8;
const ASKED_AT_ONCE = 20;
const BURST = 60;

async function limit({ stack }: FlowCrew, args: readonly string[]): Promise<void> {
  await stack.control?.crash('temporal');
  await stack.control?.revive('temporal', args);
}

/** Asks as a client does that does not try again. @returns answers that say the limit is reached */
async function refusalsOf({ stack }: FlowCrew): Promise<number> {
  const { temporalAddress: address } = stack.addresses;
  const connection = await Connection.connect({ address, interceptors: [] });
  try {
    const answers = await Promise.allSettled(
      Array.from({ length: ASKED_AT_ONCE }, () =>
        connection.workflowService.describeNamespace({ namespace: 'default' }),
      ),
    );
    return answers.filter(
      (one) => one.status === 'rejected' && codeOf(one.reason) === RESOURCE_EXHAUSTED,
    ).length;
  } finally {
    await connection.close();
  }
}

function codeOf(fault: unknown): unknown {
  return fault instanceof Error && 'code' in fault ? fault.code : undefined;
}

/** Signals of many defenders come while nearly every call is refused. */
export const workflowsRefusing: FlowStrike = {
  name: 'F12 workflows-refusing',
  says: 'the workflow server answers that its resources are exhausted, and then no longer',
  downMs: { short: 5 * SECOND_MS, long: 60 * SECOND_MS },
  strike: async (crew) => {
    const { figures, load, pipeline } = crew;
    await limit(crew, FEW);
    const at = load.reachedAt();
    await whileDripping(crew, 'refused', async () => {
      await load.add(
        load.defenders.flatMap((key, of) =>
          Array.from({ length: BURST }, (_, n) =>
            mention({
              id: `refused-${at}-${of}-${n}`,
              at: at + n,
              key,
              actor: `account-of-refused-${n}`,
              text: `you will see ${n}`,
            }),
          ),
        ),
        pipeline,
      );
      const refused = await until('the server refuses', async () => {
        const count = await refusalsOf(crew).catch(() => 0);
        return count > 0 ? count : undefined;
      });
      figures.set('workflowCallsRefused', refused);
    });
  },
  heal: (crew) => limit(crew, []),
};
