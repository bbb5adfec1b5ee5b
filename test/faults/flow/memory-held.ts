import { FLOW } from '../../harness/town-under-attack.ts';
import type { InvariantEntry } from '../suite.ts';
import type { FlowCrew } from './flow-crew.ts';
import { metricOf } from './metric-of.ts';

const MIB = 1024 * 1024;
/** A dozen defenders: a process holds little beside itself, whatever is slow or away. */
const MEMORY_BYTES_MAX = 768 * MIB;

/** Notes what each service holds once a fault is through. */
export async function noteMemory({ memory, pipeline }: FlowCrew): Promise<void> {
  for (const name of FLOW) {
    const bytes = await metricOf(pipeline, name, 'shield_process_memory_bytes');
    memory.set(name, Math.max(memory.get(name) ?? 0, bytes));
  }
}

export function memoryBounded({ memory }: FlowCrew): InvariantEntry {
  const held = [...memory].map(([name, bytes]) => ({ name, mib: Math.ceil(bytes / MIB) }));
  const most = held.map(({ mib, name }) => `${name} ${mib}`).join(', ');
  return {
    invariant: 'memory-bounded',
    says: `no service holds more than ${MEMORY_BYTES_MAX / MIB} MiB after any fault (most: ${most})`,
    ok: held.length > 0 && held.every(({ mib }) => mib * MIB <= MEMORY_BYTES_MAX),
    checked: held.length,
    violations: held
      .filter(({ mib }) => mib * MIB > MEMORY_BYTES_MAX)
      .map(({ mib, name }) => `${name} held ${mib} MiB`),
  };
}
