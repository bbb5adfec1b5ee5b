import { DefaultLogger, Runtime } from '@temporalio/worker';

/**
 * Has Temporal's native core log errors alone: tries that are meant to fail fill no pages. Once in a
 * process, before its first worker.
 */
export function quietCore(): void {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
}
