import type { CustodyAck, Notice } from '@hrd-shield/contracts';
import {
  type CustodyCommand,
  type CustodyInput,
  type CustodyLife,
  decideCustody,
  initialCustody,
  isCustodyOver,
  nextCustodyAt,
  refusalOfCustodyEnd,
} from '@hrd-shield/domain/custody';
import { continueAsNew, proxyActivities, setHandler } from '@temporalio/workflow';
import { refuseWith } from '../refuse-with.ts';
import { ACTING, TELLING } from '../task-ranks.ts';
import { createTurns } from '../turns.ts';
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
  const turns = createTurns();
  const acks: CustodyAck[] = [];
  const commands: CustodyCommand[] = [];
  const notices: Notice[] = [];
  const take = (given: CustodyInput): void => {
    const decided = decideCustody(life, given);
    life = decided.life;
    commands.push(...decided.commands);
    notices.push(...decided.notices);
  };
  const answer = (given: CustodyInput): CustodyLife['state'] => {
    take(given);
    turns.want();
    return life.state;
  };
  const hearPlatform = (): void => {
    for (const ack of acks.splice(0)) take({ kind: 'ack', at: Date.now(), ack });
  };
  const carryOut = async (): Promise<void> => {
    const asked = commands.splice(0);
    // The account first, then what keeps a forced hand from taking it back, then people.
    if (asked.length > 0) await acting.sendCustodyCommands(defender, asked);
    if (asked.some(({ act }) => act === 'apply'))
      await acting.holdRegistry(defender, life.about.round);
    const told = notices.splice(0);
    if (told.length > 0) await telling.tellPeople(told);
  };

  setHandler(beginCustodyUpdate, () => answer({ kind: 'sos', at: Date.now() }));
  setHandler(checkInUpdate, () => answer({ kind: 'check-in', at: Date.now() }));
  setHandler(endCustodyUpdate, (end) => answer({ kind: 'end', at: Date.now(), end }), {
    validator: (end) => refuseWith(refusalOfCustodyEnd(life, end)),
  });
  setHandler(receiveCustodyAck, (ack) => {
    acks.push(ack);
    turns.want();
  });
  setHandler(viewCustody, () => life);

  if (input.life === undefined && input.about.checkInBy === undefined) {
    take({ kind: 'sos', at: Date.now() });
  }
  turns.want();
  for (let turn = 0; turn < TURNS_MAX && !isCustodyOver(life); turn += 1) {
    await turns.next();
    hearPlatform();
    take({ kind: 'clock', at: Date.now() });
    await carryOut();
    turns.wantAt(nextCustodyAt(life));
  }
  // What came while the last was carried out.
  do {
    hearPlatform();
    await carryOut();
  } while (acks.length + commands.length + notices.length > 0);
  if (isCustodyOver(life)) return;
  await continueAsNew<typeof custodyProtocol>({ about: input.about, life });
}
