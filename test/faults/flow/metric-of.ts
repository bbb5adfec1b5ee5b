import type { Pipeline } from '../../harness/pipeline.ts';
import type { ServiceName } from '../../harness/service-process.ts';

/** A metric as a service exports it now, over all of its labels; 0 before its first count. */
export async function metricOf(
  { service }: Pick<Pipeline, 'service'>,
  of: ServiceName,
  name: string,
): Promise<number> {
  const lines = (await service(of).metrics()).matchAll(
    new RegExp(`^${name}(?:{[^}]*})? (\\S+)`, 'gm'),
  );
  return [...lines].reduce((sum, [, value]) => sum + Number(value), 0);
}
