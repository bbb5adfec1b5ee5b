import type { Notice } from '@hrd-shield/contracts';
import {
  type CustodyCommand,
  type CustodyInput,
  decideCustody,
  initialCustody,
  isCustodyOver,
  nextCustodyAt,
  refusalOfCustodyEnd,
} from '@hrd-shield/domain/custody';
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import { refuseWith } from '../refuse-with.ts';
import { ACTING, TELLING } from '../task-ranks.ts';
import type { CustodyProtocolActivities } from './activity-types.ts';
import {
  beginCustodyUpdate,
  type CustodyProtocolInput,
  checkInUpdate,
  endCustodyUpdate,
  receiveCustodyAck,
  viewCustody,
} from './messages.ts';

const acting = proxyActivities<CustodyProtocolActivities>(ACTING);
const telling = proxyActivities<CustodyProtocolActivities>(TELLING);

/** Turns of one run; then a new run begins with the same life. */
const TURNS_MAX = 500;

/**
 * The protocol for one defender who may be held, `custody:<defenderRef>`: waits for a check-in, an
 * SOS, answers of the platform and the proof of safety, and asks the domain what follows. No rule
 * lives here, and neither the account nor a phrase.
 */
export async function custodyProtocol(input: CustodyProtocolInput): Promise<void> {
  const { defender } = input.about;
  let life = input.life ?? initialCustody(input.about);
  let changes = 0;
  const commands: CustodyCommand[] = [];
  const notices: Notice[] = [];
  const take = (given: CustodyInput): void => {
    const decided = decideCustody(life, given);
    life = decided.life;
    commands.push(...decided.commands);
    notices.push(...decided.notices);
    changes += 1;
  };
  const carryOut = async (): Promise<void> => {
    const asked = commands.splice(0);
    // The account first, then what keeps a forced hand from taking it back, then people.
    if (asked.length > 0) await acting.sendCustodyCommands(defender, asked);
    if (asked.some(({ act }) => act === 'apply')) await acting.holdRegistry(defender);
    const told = notices.splice(0);
    if (told.length > 0) await telling.tellPeople(told);
  };

  setHandler(beginCustodyUpdate, () => {
    take({ kind: 'sos', at: Date.now() });
    return life.state;
  });
  setHandler(checkInUpdate, () => {
    take({ kind: 'check-in', at: Date.now() });
    return life.state;
  });
  setHandler(
    endCustodyUpdate,
    (end) => {
      take({ kind: 'end', at: Date.now(), end });
      return life.state;
    },
    { validator: (end) => refuseWith(refusalOfCustodyEnd(life, end)) },
  );
  setHandler(receiveCustodyAck, (ack) => take({ kind: 'ack', at: Date.now(), ack }));
  setHandler(viewCustody, () => life);

  if (input.life === undefined && input.about.checkInBy === undefined) {
    take({ kind: 'sos', at: Date.now() });
  }
  for (let turn = 0; turn < TURNS_MAX && !isCustodyOver(life); turn += 1) {
    // Before: an answer that comes while something is carried out is news as well.
    const seen = changes;
    const hasMore = (): boolean => changes !== seen;
    await carryOut();
    const next = nextCustodyAt(life);
    if (next === undefined) await condition(hasMore);
    else if (next > Date.now()) await condition(hasMore, next - Date.now());
    take({ kind: 'clock', at: Date.now() });
  }
  await carryOut();
  await condition(allHandlersFinished);
  if (isCustodyOver(life) && commands.length === 0) return;
  await continueAsNew<typeof custodyProtocol>({ about: input.about, life });
}
