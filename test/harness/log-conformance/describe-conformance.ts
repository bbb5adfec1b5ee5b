import { describeAssignments } from './describe-assignments.ts';
import { describeEffects } from './describe-effects.ts';
import { describeLog } from './describe-log.ts';
import { conformancePlace, type LogAdapter } from './place.ts';

/** The promises of the port, asked of one client on a real broker. */
export function describeConformance(adapter: LogAdapter): void {
  const place = conformancePlace(adapter);
  describeEffects(place);
  describeAssignments(place);
  describeLog(place);
}
